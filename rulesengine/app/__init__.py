"""The shells: the only part that reads arguments, prints and exits. Decides no points."""
