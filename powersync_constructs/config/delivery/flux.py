"""Props of `FluxKustomizations`."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import ObjectName, PositiveSeconds
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods.pod import ObjectMetadata


def _folder(text: str) -> str:
    parts = text.split("/")
    if parts[0] != "." or len(parts) < 2 or any(part in ("", ".", "..") for part in parts[1:]):
        raise ValueError("is no folder of the source; write it like ./dist/powersync")
    return text


Folder = Annotated[StrictStr, AfterValidator(_folder)]
"""A folder in a source, beginning with `./`."""


class FluxSource(Props):
    """The source of Flux that has the manifests."""

    kind: Literal["GitRepository", "OCIRepository", "Bucket"] = Field(
        default="GitRepository", description="the kind of source"
    )
    name: ObjectName = Field(description="the source's name")
    namespace: ObjectName | None = Field(default=None, description="its namespace; default: the Kustomizations'")


class FluxKustomizationsProps(Props):
    """Two folders of one source, of which the second waits for the first."""

    error_path = "flux"

    source: FluxSource = Field(description="where the folders are")
    pre_deploy_path: Folder = Field(description="the folder of the chart that is given as `pre_deploy`")
    path: Folder = Field(description="the folder of the rest")
    interval_seconds: PositiveSeconds = Field(default=600, description="seconds between two looks at the cluster")
    retry_seconds: PositiveSeconds = Field(default=60, description="seconds until the next try after a failed one")
    timeout_seconds: PositiveSeconds = Field(
        default=2100,
        description="seconds that a folder may take to be ready; more than the migration may (active_deadline_seconds)",
    )
    prune: StrictBool = Field(default=True, description="whether what has left the folders is removed")
    service_account_name: ObjectName | None = Field(
        default=None, description="the account that Flux applies as; default: its own"
    )
    sops_secret: ObjectName | None = Field(
        default=None, description="the Secret with the keys by which Flux decrypts Secrets of SOPS in the folders"
    )
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata, description="labels and annotations to add")

    @model_validator(mode="after")
    def _has_no_pods(self) -> Self:
        self.metadata.refuse_pods("a Kustomization")
        return self

    @model_validator(mode="after")
    def _keeps_the_folders_apart(self) -> Self:
        if f"{self.path}/".startswith(f"{self.pre_deploy_path}/") or f"{self.pre_deploy_path}/".startswith(
            f"{self.path}/"
        ):
            raise config_error("path", f"'{self.path}' and '{self.pre_deploy_path}' are not apart; give two folders")
        return self
