"""Pods of the service and the objects around them."""
