"""Databases that run in the cluster beside an instance."""
