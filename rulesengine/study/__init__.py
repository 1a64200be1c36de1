"""What a township asks of a policy: do its tests pass, and what would it give."""
