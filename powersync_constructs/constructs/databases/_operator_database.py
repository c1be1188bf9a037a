"""Functions that convert the props of an operator's database to the fields of its custom resource."""

from collections.abc import Mapping
from typing import Any

from powersync_constructs.config.databases._operator_database import OperatorDatabase
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.pods.scheduling import Toleration

Spec = dict[str, Any]


def without_empty(fields: Mapping[str, Any]) -> Spec:
    """Return the fields that are not None, and not an empty mapping or list."""
    return {name: value for name, value in fields.items() if value not in (None, {}, [])}


def resources(given: Resources) -> Spec:
    """Return the requests and limits of the pods."""
    requests = {"cpu": given.cpu, "memory": given.memory, "ephemeral-storage": given.ephemeral_storage}
    limits = {
        "cpu": given.cpu_limit,
        "memory": given.memory_limit,
        "ephemeral-storage": given.ephemeral_storage_limit,
    }
    return {"requests": requests, "limits": without_empty(limits)}


def tolerations(given: OperatorDatabase) -> list[Spec]:
    """Return the tolerations of the pods."""
    return [_toleration(each) for each in given.tolerations]


def pull_secrets(given: OperatorDatabase) -> list[Spec]:
    """Return the image pull Secrets without duplicates."""
    return [{"name": name} for name in dict.fromkeys(given.image_pull_secrets)]


def pod_metadata(given: OperatorDatabase) -> Spec:
    """Return the labels and annotations of the user for the pods.

    They do not include the labels of this library, which are only for its own objects and selectors.
    """
    metadata = given.metadata
    labels = {**metadata.labels, **metadata.pod_labels}
    return without_empty({"labels": labels, "annotations": dict(metadata.pod_annotations)})


def _toleration(given: Toleration) -> Spec:
    return without_empty(
        {
            "key": given.key,
            "operator": given.operator,
            "value": given.value,
            "effect": given.effect,
            "tolerationSeconds": given.seconds,
        }
    )
