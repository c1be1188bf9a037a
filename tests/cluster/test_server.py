"""The API server of these tests is real: it stores objects and refuses what a cluster would refuse."""

import json
import re
from pathlib import Path

import pytest

from tests.definitions import ResourceType, schemas

from .kube_api import KubeApi

pytestmark = pytest.mark.xdist_group(__name__)


def test_namespace_is_stored(kube_api: KubeApi) -> None:
    """A created namespace can be read."""
    kube_api.kubectl("create", "namespace", "stored")

    read = kube_api.kubectl("get", "namespace", "stored", "--output=name")
    assert read.stdout == "namespace/stored\n", read.stderr


def test_unknown_field_is_refused(kube_api: KubeApi, tmp_path: Path) -> None:
    """Strict field validation names an unknown field."""
    manifest = tmp_path / "config-map.json"
    config_map = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "typo", "namespace": "default"}}
    manifest.write_text(json.dumps({**config_map, "dta": {"key": "value"}}))

    applied = kube_api.apply(manifest)

    assert 'unknown field "dta"' in applied.stderr


@pytest.mark.parametrize("resource", schemas(), ids=lambda resource: resource.kind)
def test_unknown_field_of_a_custom_resource_is_refused(
    kube_api: KubeApi, tmp_path: Path, resource: ResourceType
) -> None:
    """Strict field validation names an unknown field of each kind in crds/."""
    manifest = tmp_path / "custom-resource.json"
    content = {"apiVersion": resource.api_version, "kind": resource.kind, "spec": {"notAField": True}}
    manifest.write_text(json.dumps({**content, "metadata": {"name": "typo"}}))

    applied = kube_api.apply(manifest)

    assert re.search(r'unknown field "(spec\.)?notAField"', applied.stderr), applied.stderr


def test_restricted_namespace_refuses_a_bare_pod(kube_api: KubeApi) -> None:
    """A restricted namespace refuses a pod without a security context: Pod Security admission is on."""
    kube_api.kubectl("create", "namespace", "restricted")
    kube_api.kubectl("label", "namespace", "restricted", "pod-security.kubernetes.io/enforce=restricted")

    made = kube_api.kubectl("run", "bare", "--image=example.com/image:1", "--namespace=restricted")

    assert 'violates PodSecurity "restricted:latest"' in made.stderr


def test_service_account_gets_a_token(kube_api: KubeApi) -> None:
    """The server signs tokens, so that tests can act as a ServiceAccount."""
    kube_api.kubectl("create", "serviceaccount", "reader", "--namespace=default")

    token = kube_api.kubectl("create", "token", "reader", "--namespace=default").stdout.strip()

    user = kube_api.kubectl("auth", "whoami", f"--token={token}", "--output=jsonpath={.status.userInfo.username}")
    assert user.stdout == "system:serviceaccount:default:reader", user.stderr
