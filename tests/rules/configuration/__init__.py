"""The rules about the configuration."""
