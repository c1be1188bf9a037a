"""What rules of several topics read from manifests."""
