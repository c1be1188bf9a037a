"""The generator of the pages in docs/reference. It reads the models, constructs, rules and alerts: see `make pages`."""
