"""Constructs of databases that run in the cluster."""
