"""Minimal and full samples of every model, from which tests build. All values are invented."""
