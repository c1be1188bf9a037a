"""service.yaml, read by the service's own readers."""
