"""Databases that run in the same cluster as an instance."""
