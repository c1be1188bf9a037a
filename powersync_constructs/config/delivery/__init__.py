"""How the manifests and the Secrets reach the cluster: orderings, Flux, secret sources, Reloader."""
