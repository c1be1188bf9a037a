"""The rules about migrations."""
