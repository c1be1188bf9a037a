"""The service's own readers, as a test helper: what they refuse, the service refuses."""

from .judges import JudgeError, Judges

__all__ = ["JudgeError", "Judges"]
