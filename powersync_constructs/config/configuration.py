"""Props of `PowerSyncConfiguration`: what all workloads of an instance share."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config._base import Props
from powersync_constructs.config.errors import refusal, shown
from powersync_constructs.config.image import Image
from powersync_constructs.config.pod import ObjectMetadata
from powersync_constructs.config.service import ServiceConfig
from powersync_constructs.config.sync_config import SyncConfig
from powersync_constructs.config.versions import check_version

LONGEST_NAME = 43
"""Letters of an instance's name. `<name>-postgres` is a StatefulSet: a label of its pods, which end at 63, is its name
and 11 more (kubernetes#64023). `<name>-compact` is a CronJob, whose names end at 52, and `<name>-migrate-<10 digits>`
is a Job, whose names end at 63."""


def check_instance_name(text: str) -> str:
    """Check the name of an instance. Raises ValueError with the longest part of it that fits."""
    if not re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", text):
        raise ValueError("is not an instance's name: a letter first, then lower-case letters, digits and dashes")
    if len(text) > LONGEST_NAME:
        fits = text[:LONGEST_NAME].rstrip("-")
        raise ValueError(
            f"has {len(text)} characters and {LONGEST_NAME} are the most; the longest that fits is '{fits}'"
        )
    return text


def instance_name(id: str) -> str:
    """The id of a construct as its instance's name. Raises ConfigError when it is none."""
    try:
        return check_instance_name(id)
    except ValueError as error:
        raise refusal("instance", f"{shown(id)} {error}") from None


InstanceName = Annotated[StrictStr, AfterValidator(check_instance_name)]
"""The name of an instance: what the names of all its objects begin with."""


class ConfigurationProps(Props):
    """service.yaml, the sync config, and the image that reads them."""

    called = "configuration"

    service: ServiceConfig = Field(description="what stands in service.yaml")
    sync_config: SyncConfig = Field(description="the sync config")
    image: Image = Field(default_factory=Image, description="the image of the service")
    instance: InstanceName | None = Field(
        default=None, description="the instance's name; the construct's id unless given"
    )
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata, description="labels and annotations of yours")

    @model_validator(mode="after")
    def _suits_the_version(self) -> Self:
        check_version(self.service, self.image.version, "service")
        return self
