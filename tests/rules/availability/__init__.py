"""The rules about availability."""
