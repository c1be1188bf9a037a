"""The order in which each tool applies an instance, computed from its manifests."""
