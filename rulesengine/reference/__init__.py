"""What a policy means, in plain Python: the definition that every other engine must equal."""
