"""What all workloads of an instance have, unless a workload itself sets something else."""

from collections.abc import Iterable
from typing import TypeVar

from pydantic import Field, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, FrozenMap, LabelValue, ObjectName, QualifiedName
from powersync_constructs.config.pods._workload import WorkloadProps, check_env, check_volumes
from powersync_constructs.config.pods.env import EnvVar
from powersync_constructs.config.pods.pod import Annotations, Labels, ObjectMetadata, PullSecrets
from powersync_constructs.config.pods.scheduling import Toleration
from powersync_constructs.config.pods.volumes import Volume

Workload = TypeVar("Workload", bound=WorkloadProps)
Named = TypeVar("Named", bound=EnvVar | Volume)


class WorkloadDefaults(Props):
    """Settings of all workloads at once. What a workload sets itself wins, by name, key or taint."""

    error_path = "workloads"

    env: FrozenList[EnvVar] = Field(default=(), description="environment variables, like those of a proxy")
    volumes: FrozenList[Volume] = Field(default=(), description="volumes, like one with a company's authorities")
    image_pull_secrets: PullSecrets = Field(default=(), description="Secrets that the images are pulled with")
    node_selector: FrozenMap[QualifiedName, LabelValue] = Field(default={}, description="labels that a node must have")
    tolerations: FrozenList[Toleration] = Field(default=(), description="node taints the pods tolerate")
    priority_class_name: ObjectName | None = Field(default=None, description="the PriorityClass of the pods")
    service_account_annotations: Annotations = Field(
        default={}, description="annotations of the ServiceAccounts that the library creates, like those of IRSA"
    )
    pod_labels: Labels = Field(default={}, description="labels of the pods")
    pod_annotations: Annotations = Field(default={}, description="annotations of the pods")

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        check_env(self.env)
        check_volumes(self.volumes)
        ObjectMetadata(pod_labels=self.pod_labels)
        return self

    def applied_to(self, workload: Workload) -> Workload:
        """The props of a workload with these defaults in all that it does not set itself. Raises ConfigError."""
        if self == WorkloadDefaults():
            return workload
        scheduling, account = workload.scheduling, workload.service_account
        return workload.with_(
            env=_by_name(self.env, workload.env),
            volumes=_by_name(self.volumes, workload.volumes),
            image_pull_secrets=list(dict.fromkeys([*self.image_pull_secrets, *workload.image_pull_secrets])),
            scheduling={
                "node_selector": {**self.node_selector, **scheduling.node_selector},
                "tolerations": _of_other_taints(self.tolerations, scheduling.tolerations),
                "priority_class_name": scheduling.priority_class_name or self.priority_class_name,
            },
            metadata={
                "pod_labels": {**self.pod_labels, **workload.metadata.pod_labels},
                "pod_annotations": {**self.pod_annotations, **workload.metadata.pod_annotations},
            },
            service_account={"annotations": {**self.service_account_annotations, **account.annotations}}
            if account.existing is None
            else {},
        )


def _by_name(defaults: Iterable[Named], own: Iterable[Named]) -> list[Named]:
    """The items of the workload, after the defaults with other names."""
    return list({item.name: item for item in (*defaults, *own)}.values())


def _of_other_taints(defaults: Iterable[Toleration], own: Iterable[Toleration]) -> list[Toleration]:
    taken = {(toleration.key, toleration.effect) for toleration in own}
    return [*own, *(each for each in defaults if (each.key, each.effect) not in taken)]
