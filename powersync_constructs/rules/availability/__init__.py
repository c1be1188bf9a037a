"""Rules about availability."""
