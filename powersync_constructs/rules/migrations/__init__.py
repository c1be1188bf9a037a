"""Rules about migrations of the bucket storage."""
