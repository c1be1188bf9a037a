"""Delivery of the manifests and Secrets to the cluster: orderings, Flux, secret sources, Reloader."""
