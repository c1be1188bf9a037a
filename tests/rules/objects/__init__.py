"""The rules about all objects."""
