"""The rules about ingress and network."""
