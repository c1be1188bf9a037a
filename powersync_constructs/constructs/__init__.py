"""The constructs. Each construct creates the objects for one props model."""
