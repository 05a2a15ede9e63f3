"""To come."""
rows = None
