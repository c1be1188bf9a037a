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
        raise ValueError("is not a folder in the source; write it like ./dist/powersync")
    return text


Folder = Annotated[StrictStr, AfterValidator(_folder)]
"""A folder in a source, which begins with `./`."""


class FluxSource(Props):
    """The Flux source that contains the manifests."""

    kind: Literal["GitRepository", "OCIRepository", "Bucket"] = "GitRepository"
    """The kind of the Flux source."""
    name: ObjectName
    """The name of the Flux source."""
    namespace: ObjectName | None = None
    """The namespace of the Flux source. Default: the namespace of the Kustomizations."""


class FluxKustomizationsProps(Props):
    """Props of two Kustomizations for two folders of one source. The second waits until the first is ready."""

    error_path = "flux"

    source: FluxSource
    """The Flux source that contains both folders."""
    pre_deploy_path: Folder
    """The folder with the chart that you pass as `pre_deploy`. Flux applies it first."""
    path: Folder
    """The folder with all other manifests."""
    interval_seconds: PositiveSeconds = 600
    """Seconds between two reconciliations."""
    retry_seconds: PositiveSeconds = 60
    """Seconds before Flux retries a failed reconciliation."""
    timeout_seconds: PositiveSeconds = 2100
    """Seconds to wait until a folder is ready. It must be more than `active_deadline_seconds` of the migration Job."""
    prune: StrictBool = True
    """Whether Flux deletes objects that are no longer in the folders."""
    service_account_name: ObjectName | None = None
    """The name of the ServiceAccount that Flux impersonates. Default: the ServiceAccount of Flux."""
    sops_secret: ObjectName | None = None
    """The name of the Secret with the keys to decrypt SOPS-encrypted Secrets. None disables decryption."""
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata)
    """The labels and annotations to add to the Kustomizations."""

    @model_validator(mode="after")
    def _check_metadata(self) -> Self:
        self.metadata.refuse_pods("a Kustomization")
        return self

    @model_validator(mode="after")
    def _check_paths(self) -> Self:
        if f"{self.path}/".startswith(f"{self.pre_deploy_path}/") or f"{self.pre_deploy_path}/".startswith(
            f"{self.path}/"
        ):
            raise config_error("path", f"'{self.path}' and '{self.pre_deploy_path}' overlap; use two separate folders")
        return self
