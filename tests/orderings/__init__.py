"""The order in which each tool applies an instance, worked out from its manifests."""
