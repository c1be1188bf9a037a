"""Mutations of correct manifests: each one is a mistake that its rule must find, and no unrelated rule may report."""
