"""Tests that read service.yaml with the service's own readers."""
