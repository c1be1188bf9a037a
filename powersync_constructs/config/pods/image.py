"""The image of the service, and the version of the service in it."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList
from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service.releases._known_problems import KNOWN_PROBLEMS
from powersync_constructs.config.service.releases._table import DEFAULT, OLDEST

_PART = r"[a-z0-9]+([._-]+[a-z0-9]+)*"
_REPOSITORY = re.compile(rf"({_PART}(:[0-9]+)?/)?{_PART}(/{_PART})*")
_TAG = re.compile(r"\w[\w.-]{0,127}", re.ASCII)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def _repository(text: str) -> str:
    if not _REPOSITORY.fullmatch(text):
        raise ValueError("is not an image name; write it like registry.example.com/powersync-service, without the tag")
    return text


def _tag(text: str) -> str:
    if not _TAG.fullmatch(text):
        raise ValueError(f"is not an image tag; write it like {DEFAULT}")
    return text


def _digest(text: str) -> str:
    if not _DIGEST.fullmatch(text):
        raise ValueError("is not an image digest; write sha256: and 64 hexadecimal digits")
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
"""An image name without tag and digest: `registry.example.com/powersync-service`."""
Tag = Annotated[StrictStr, AfterValidator(_tag)]
"""An image tag: `1.26.0`."""
Digest = Annotated[StrictStr, AfterValidator(_digest)]
"""An image digest: `sha256:` and 64 hexadecimal digits."""
Version = Annotated[StrictStr, AfterValidator(_version)]
"""A version of the PowerSync service: `1.26.0`."""


def _problem_id(text: str) -> str:
    if text not in (known := [problem.id for problem in KNOWN_PROBLEMS]):
        raise ValueError(f"is not the id of a known problem; use one of: {', '.join(known)}")
    return text


ProblemId = Annotated[StrictStr, AfterValidator(_problem_id)]
"""The id of a known problem of the service."""


class Image(Props):
    """The image of the PowerSync service."""

    error_path = "image"

    repository: Repository = "journeyapps/powersync-service"
    """The name of the image with its registry, without the tag."""
    tag: Tag = str(DEFAULT)
    """The tag of the image. The default is pinned, because `latest` can change to a new major version at any time."""
    digest: Digest | None = None
    """The digest of the image, `sha256:…`. It takes precedence over the tag."""
    pull_policy: Literal["IfNotPresent", "Always", "Never"] = "IfNotPresent"
    """The image pull policy. With IfNotPresent, the kubelet pulls the image only if the node does not have it."""
    service_version: Version | None = None
    """The version of the service, X.Y.Z. Default: the tag. Required if the tag is not a version."""
    accepted_problems: FrozenList[ProblemId] = ()
    """The ids of known problems of the version that you accept, for example during a rollback. For these problems, the
    library warns and does not reject the image. docs/reference/releases.md lists all known problems.
    """

    @model_validator(mode="after")
    def _version_is_supported(self) -> Self:
        if self.service_version is None and not _names_a_version(self.tag):
            raise config_error("tag", f"'{self.tag}' is not a version; use X.Y.Z, or set service_version")
        if self.version < OLDEST:
            field = "tag" if self.service_version is None else "service_version"
            raise config_error(
                field, f"'{self.version}' is older than {OLDEST}, the oldest supported version; use a newer one"
            )
        return self

    @property
    def version(self) -> ServiceVersion:
        """The version of the service in the image."""
        return ServiceVersion.parse(self.service_version or self.tag)

    @property
    def reference(self) -> str:
        """The value of a container's `image`: repository, tag and digest."""
        return f"{self.repository}:{self.tag}" + (f"@{self.digest}" if self.digest else "")
