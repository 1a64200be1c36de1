"""Policy text to checked policy."""
