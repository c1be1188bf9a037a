"""Rules about all objects."""
