"""Validators from npm packages, among them the service's own readers of its configuration."""

from .judges import JudgeError, Judges

__all__ = ["JudgeError", "Judges"]
