"""Ingress controllers: what each needs so that streams last for hours."""
