"""The constructs of databases that run in the cluster."""
