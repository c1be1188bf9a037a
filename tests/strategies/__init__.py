"""Hypothesis strategies for any value of a model."""
