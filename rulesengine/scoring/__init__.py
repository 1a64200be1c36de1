"""Scoring a village or a whole town: which policy holds where, and the figures that come out."""
