"""Pods of the service for the tests of the rules about containers: a workload, and the service.yaml that it loads."""

from collections.abc import Mapping
from typing import Any

from powersync_constructs.rules import Manifest
from tests.rules.manifests import container, manifest

HTTP_PROBES = "healthcheck: {probes: {use_http: true}}\n"
FILE_PROBES = "healthcheck: {probes: {use_filesystem: true}}\n"
METRICS = "telemetry: {prometheus_port: 9464, disable_telemetry_sharing: false}\n"


def pods(component: str = "api", service_yaml: str | None = "{}", **fields: Any) -> list[Manifest]:
    """Return a Deployment of no instance, and the ConfigMap with its service.yaml if it is not None.

    The fields are those of the container. `pod`, `labels` and `annotations` are those of the pods. `mounts` are more
    volume mounts of the container.
    """
    pod, labels = fields.pop("pod", {}), fields.pop("labels", {"app": component})
    annotations = fields.pop("annotations", {})
    mounts = [{"name": "config", "mountPath": "/app/powersync.yaml", "subPath": "powersync.yaml"}]
    mounts += fields.pop("mounts", [])
    volumes = [{"name": "config", "configMap": {"name": f"{component}-config"}}, *pod.get("volumes", [])]
    containers = [container(component, volumeMounts=mounts, **fields), *pod.get("containers", [])]
    spec = {**pod, "volumes": volumes, "containers": containers}
    template = {"metadata": {"labels": labels, "annotations": annotations}, "spec": spec}
    made = manifest("Deployment", component, group="apps", spec={"template": template})
    if service_yaml is None:
        return [made]
    return [made, manifest("ConfigMap", f"{component}-config", data={"powersync.yaml": service_yaml})]


def service(*ports: Mapping[str, Any], selector: Mapping[str, str] | None = None, **spec: Any) -> Manifest:
    """Return a Service. Default of the selector: the API pods."""
    selected = {"app": "api"} if selector is None else selector
    return manifest("Service", "sync", spec={"ports": [*ports], "selector": selected, **spec})


def http(path: str = "/probes/liveness", port: object = 8080, **fields: Any) -> dict[str, Any]:
    """Return an HTTP probe."""
    return {"httpGet": {"path": path, "port": port}, **fields}


def runs(*command: str, **fields: Any) -> dict[str, Any]:
    """Return a probe that runs a command."""
    return {"exec": {"command": [*command]}, **fields}
