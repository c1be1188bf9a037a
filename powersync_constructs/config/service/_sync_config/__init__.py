"""Reads sync configs as the service does, and reports what the service rejects, ignores or warns about."""
