"""Rules about service.yaml, the sync config and the releases of the service."""
