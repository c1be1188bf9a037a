"""Any value that a model takes, for hypothesis."""
