"""Ingress controllers, and what each needs for streams that last for hours."""
