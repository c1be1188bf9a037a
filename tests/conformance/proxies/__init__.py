"""Tests of the ingress settings in the proxies that the controllers run: a real nginx and a real HAProxy."""
