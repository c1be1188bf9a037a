"""The API server of these tests is a real one: it stores, and it refuses what a cluster would refuse."""

import json
import re
from pathlib import Path

import pytest

from tests.definitions import ResourceType, schemas

from .kube_api import KubeApi

pytestmark = pytest.mark.xdist_group(__name__)


def test_namespace_is_stored(kube_api: KubeApi) -> None:
    """A namespace that was made can be read back."""
    kube_api.kubectl("create", "namespace", "stored")

    read = kube_api.kubectl("get", "namespace", "stored", "--output=name")
    assert read.stdout == "namespace/stored\n", read.stderr


def test_unknown_field_is_refused(kube_api: KubeApi, tmp_path: Path) -> None:
    """Strict field validation names the field that the schema does not have."""
    manifest = tmp_path / "config-map.json"
    config_map = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "typo", "namespace": "default"}}
    manifest.write_text(json.dumps({**config_map, "dta": {"key": "value"}}))

    applied = kube_api.apply(manifest)

    assert 'unknown field "dta"' in applied.stderr


@pytest.mark.parametrize("resource", schemas(), ids=lambda resource: resource.kind)
def test_unknown_field_of_a_custom_resource_is_refused(
    kube_api: KubeApi, tmp_path: Path, resource: ResourceType
) -> None:
    """The server knows the definitions of crds/, and what they do not name is an error."""
    manifest = tmp_path / "custom-resource.json"
    content = {"apiVersion": resource.api_version, "kind": resource.kind, "spec": {"notAField": True}}
    manifest.write_text(json.dumps({**content, "metadata": {"name": "typo"}}))

    applied = kube_api.apply(manifest)

    assert re.search(r'unknown field "(spec\.)?notAField"', applied.stderr), applied.stderr


def test_restricted_namespace_refuses_a_bare_pod(kube_api: KubeApi) -> None:
    """Pod Security admission is on: a pod without a security context does not get into a restricted namespace."""
    kube_api.kubectl("create", "namespace", "restricted")
    kube_api.kubectl("label", "namespace", "restricted", "pod-security.kubernetes.io/enforce=restricted")

    made = kube_api.kubectl("run", "bare", "--image=example.com/image:1", "--namespace=restricted")

    assert 'violates PodSecurity "restricted:latest"' in made.stderr


def test_service_account_gets_a_token(kube_api: KubeApi) -> None:
    """The server signs tokens, so that a test can act as a ServiceAccount."""
    kube_api.kubectl("create", "serviceaccount", "reader", "--namespace=default")

    token = kube_api.kubectl("create", "token", "reader", "--namespace=default").stdout.strip()

    who = kube_api.kubectl("auth", "whoami", f"--token={token}", "--output=jsonpath={.status.userInfo.username}")
    assert who.stdout == "system:serviceaccount:default:reader", who.stderr
