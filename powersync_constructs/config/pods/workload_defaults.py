"""Settings for all workloads of an instance, which a workload can override."""

from collections.abc import Iterable
from typing import TypeVar

from pydantic import model_validator
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
    """Settings for all workloads. A setting of a workload replaces the default with the same name, key or taint."""

    error_path = "workloads"

    env: FrozenList[EnvVar] = ()
    """The environment variables of the service in all workloads, for example for a proxy."""
    volumes: FrozenList[Volume] = ()
    """The volumes of all workloads, for example with the CA certificates of a company."""
    image_pull_secrets: PullSecrets = ()
    """The names of the image pull Secrets."""
    node_selector: FrozenMap[QualifiedName, LabelValue] = {}
    """The labels that a node must have."""
    tolerations: FrozenList[Toleration] = ()
    """The node taints that the pods tolerate."""
    priority_class_name: ObjectName | None = None
    """The name of the PriorityClass of the pods."""
    service_account_annotations: Annotations = {}
    """The annotations of the ServiceAccounts that the library creates, for example for IRSA."""
    pod_labels: Labels = {}
    """The labels of the pods."""
    pod_annotations: Annotations = {}
    """The annotations of the pods."""

    @model_validator(mode="after")
    def _items_are_valid(self) -> Self:
        check_env(self.env)
        check_volumes(self.volumes)
        ObjectMetadata(pod_labels=self.pod_labels)
        return self

    def applied_to(self, workload: Workload) -> Workload:
        """Return the props of a workload, completed with these defaults. Raises ConfigError."""
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
    """Return the defaults and the items of the workload. An item replaces the default with the same name."""
    return list({item.name: item for item in (*defaults, *own)}.values())


def _of_other_taints(defaults: Iterable[Toleration], own: Iterable[Toleration]) -> list[Toleration]:
    taken = {(toleration.key, toleration.effect) for toleration in own}
    return [*own, *(each for each in defaults if (each.key, each.effect) not in taken)]
