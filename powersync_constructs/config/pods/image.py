"""The image of the service, and which version of the service is in it."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import OLDEST, ServiceVersion
from powersync_constructs.config.core.errors import config_error

_PART = r"[a-z0-9]+([._-]+[a-z0-9]+)*"
_REPOSITORY = re.compile(rf"({_PART}(:[0-9]+)?/)?{_PART}(/{_PART})*")
_TAG = re.compile(r"\w[\w.-]{0,127}", re.ASCII)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def _repository(text: str) -> str:
    if not _REPOSITORY.fullmatch(text):
        raise ValueError(
            "is not the name of an image; write it like registry.example.com/powersync-service, without the tag"
        )
    return text


def _tag(text: str) -> str:
    if not _TAG.fullmatch(text):
        raise ValueError("is not an image tag; write it like 1.26.0")
    return text


def _digest(text: str) -> str:
    if not _DIGEST.fullmatch(text):
        raise ValueError("is not a digest; write sha256: and 64 hexadecimal digits")
    return text


def _version(text: str) -> str:
    ServiceVersion.parse(text)
    return text


def _names_a_version(tag: str) -> bool:
    try:
        ServiceVersion.parse(tag)
    except ValueError:
        return False
    return True


Repository = Annotated[StrictStr, AfterValidator(_repository)]
Tag = Annotated[StrictStr, AfterValidator(_tag)]
Digest = Annotated[StrictStr, AfterValidator(_digest)]
Version = Annotated[StrictStr, AfterValidator(_version)]


class Image(Props):
    """The image of the PowerSync service."""

    error_path = "image"

    repository: Repository = Field(
        default="journeyapps/powersync-service", description="the image's name, with its registry"
    )
    tag: Tag = Field(
        default="1.26.0", description="the image's tag; pinned, since `latest` crosses major versions by itself"
    )
    digest: Digest | None = Field(default=None, description="the image's digest, `sha256:…`; it wins over the tag")
    pull_policy: Literal["IfNotPresent", "Always", "Never"] = Field(
        default="IfNotPresent",
        description="when a node pulls; with a pinned tag pods start also while the registry is down",
    )
    service_version: Version | None = Field(
        default=None, description="the service's version, where the tag does not say it"
    )

    @model_validator(mode="after")
    def _has_a_version_we_know(self) -> Self:
        if self.service_version is None and not _names_a_version(self.tag):
            raise config_error("tag", f"'{self.tag}' names no version; use X.Y.Z, or say service_version beside it")
        if self.version < OLDEST:
            field = "tag" if self.service_version is None else "service_version"
            raise config_error(
                field, f"'{self.version}' is older than {OLDEST}, the oldest service supported; upgrade first"
            )
        return self

    @property
    def version(self) -> ServiceVersion:
        """The service's version."""
        return ServiceVersion.parse(self.service_version or self.tag)

    @property
    def reference(self) -> str:
        """What stands in a container's `image`."""
        return f"{self.repository}:{self.tag}" + (f"@{self.digest}" if self.digest else "")
