"""What each command does; the arguments are in `app/arguments.py`."""
