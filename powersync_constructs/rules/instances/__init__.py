"""Rules about several instances."""
