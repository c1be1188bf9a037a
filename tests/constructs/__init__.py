"""Tests of the constructs and of the manifests that they render."""
