"""Paths in containers and in volumes."""

from typing import Annotated

from pydantic import AfterValidator, StrictStr


def _mount_path(text: str) -> str:
    if ":" in text or text != "/" + "/".join(part for part in text.split("/") if part not in ("", ".", "..")):
        raise ValueError("is not an absolute path; write it like /etc/app, without ':' and '..'")
    return text


def _volume_path(text: str) -> str:
    parts = text.split("/")
    if not text or parts[0].startswith("..") or any(part in ("", ".", "..") for part in parts):
        raise ValueError("is not a path in a volume; write it like certs/ca.crt, without '..' or a leading '/'")
    return text


MountPath = Annotated[StrictStr, AfterValidator(_mount_path)]
"""An absolute path in a container."""
VolumePath = Annotated[StrictStr, AfterValidator(_volume_path)]
"""The path of a file in a volume, relative to the mount path."""
