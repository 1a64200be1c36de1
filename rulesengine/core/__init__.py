"""Values that every part shares. Nothing here reads a file, prints or knows a policy."""
