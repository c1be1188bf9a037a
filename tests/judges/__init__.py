"""Judges of what the project emits, as a test helper: what the service's own readers refuse, the service refuses."""

from .judges import JudgeError, Judges

__all__ = ["JudgeError", "Judges"]
