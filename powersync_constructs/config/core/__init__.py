"""Foundations of the models: the base class, checked types, errors, secret references, versions."""
