"""The rules about several instances."""
