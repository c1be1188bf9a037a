"""`assert_valid` reports findings of the rules and problems of the schemas."""

import copy
from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import PowerSync
from powersync_constructs.rules import Finding
from powersync_constructs.testing import _schemas, assert_valid, find, manifests, validity
from tests.rules.manifests import manifest
from tests.samples.instance import INSTANCE

ERROR = Finding("PS001", "an-error", "error", "Deployment/a", "is wrong", "correct it")
WARNING = Finding("PS002", "a-warning", "warning", "Deployment/b", "is risky", "change it")
NOTE = Finding("PS003", "a-note", "note", "Deployment/c", "is unusual", "read about it")
CUSTOM = manifest("Ingress", "custom", group="networking.example.com", spec={"unknown": True})


@pytest.fixture
def made(chart: Chart) -> list[dict[str, Any]]:
    """Return the manifests of an instance, to be changed."""
    PowerSync(chart, "powersync", INSTANCE)
    return [copy.deepcopy(dict(each)) for each in manifests(chart)]


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the rules report one finding of each severity."""
    monkeypatch.setattr(validity, "check", lambda charts: [ERROR, WARNING, NOTE])


@pytest.mark.parametrize("version", ["1.28", None])
def test_instance_is_valid(made: list[dict[str, Any]], version: str | None) -> None:
    """An instance has no problem, by the schemas of an old version and of the newest one."""
    assert_valid(made, fail_on="warning", kubernetes_version=version)


def test_finding_of_a_rule_fails(made: list[dict[str, Any]]) -> None:
    """A finding about the objects is a line of the error, as at synth."""
    find(made, "ConfigMap", "powersync-config-*")["data"]["service.yaml"] += "# later\n"

    with pytest.raises(AssertionError, match=r"\nConfigMap/powersync-config-\w+: is named by the hash of its data"):
        assert_valid(made)


@pytest.mark.usefixtures("findings")
def test_only_errors_fail() -> None:
    """By default, a warning does not fail."""
    with pytest.raises(AssertionError) as raised:
        assert_valid([])

    assert str(raised.value) == f"the manifests have 1 problem:\n{ERROR}"


@pytest.mark.usefixtures("findings")
def test_warnings_fail_too() -> None:
    """With `fail_on="warning"`, warnings fail. Notes never fail."""
    with pytest.raises(AssertionError) as raised:
        assert_valid([], fail_on="warning")

    assert str(raised.value) == f"the manifests have 2 problems:\n{ERROR}\n{WARNING}"


def test_unknown_field_fails(made: list[dict[str, Any]]) -> None:
    """A field that the kind does not have is a problem, as for `kubectl --validate=strict`."""
    find(made, "Deployment", "powersync-api")["spec"]["repliacs"] = 3

    with pytest.raises(AssertionError, match=r"\nDeployment/powersync-api: spec: has no field repliacs; "):
        assert_valid(made, kubernetes_version="1.33")


def test_value_of_a_wrong_type_is_not_quoted() -> None:
    """A number in a Secret is a problem, because the API server rejects it. The error does not contain the number."""
    secret = manifest("Secret", "app", stringData={"password": 123456})

    with pytest.raises(AssertionError) as raised:
        assert_valid([secret], kubernetes_version="1.33")

    assert "Secret/app: stringData.password: is not of the type string or null" in str(raised.value)
    assert "123456" not in str(raised.value)


def test_removed_api_version_fails() -> None:
    """An apiVersion that Kubernetes no longer has is a problem, although there is no schema for it."""
    budget = {**manifest("PodDisruptionBudget", "old"), "apiVersion": "policy/v1beta1"}

    with pytest.raises(AssertionError) as raised:
        assert_valid([budget], kubernetes_version="1.33")

    assert str(raised.value).endswith(
        "PodDisruptionBudget/old: Kubernetes 1.33 has no policy/v1beta1 PodDisruptionBudget; "
        "use an apiVersion that it has"
    )


def test_missing_api_version_fails() -> None:
    """An object without an apiVersion is a problem, because kubectl rejects it."""
    service = {**manifest("Service", "app"), "apiVersion": None}

    with pytest.raises(AssertionError, match=r"\nService/app: has no apiVersion; add it$"):
        assert_valid([service])


def test_documents_of_a_file_are_valid(made: list[dict[str, Any]]) -> None:
    """Manifests from a file may contain empty documents and Lists."""
    documents: list[Any] = [None, {"apiVersion": "v1", "kind": "List", "items": made}]

    assert_valid(documents, fail_on="warning")


def test_item_of_a_list_is_compared(made: list[dict[str, Any]]) -> None:
    """The fields of the items of a List are compared with the schemas."""
    find(made, "Deployment", "powersync-api")["spec"]["repliacs"] = 3

    with pytest.raises(AssertionError, match=r"\nDeployment/powersync-api: spec: has no field repliacs; "):
        assert_valid([{"apiVersion": "v1", "kind": "List", "items": made}])


def test_custom_resource_has_no_schema() -> None:
    """A custom resource is not compared with the built-in kind of the same name."""
    assert_valid([CUSTOM], kubernetes_version="1.33")


def test_unknown_version_of_kubernetes_is_an_error() -> None:
    """The error lists the versions that there are."""
    with pytest.raises(ValueError, match=r"^kubernetes_version: '2\.0' has no schemas .*; use one of 1\.\d+, .*1\.33"):
        assert_valid([], kubernetes_version="2.0")


def test_rules_run_without_the_schemas(monkeypatch: pytest.MonkeyPatch, made: list[dict[str, Any]]) -> None:
    """Without the package kubernetes-validate, only the rules run."""
    monkeypatch.setattr(_schemas, "are_installed", lambda: False)
    find(made, "Deployment", "powersync-api")["spec"]["repliacs"] = 3

    assert_valid(made)


def test_version_needs_the_schemas(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a version is asked for, a missing package is an error, so that no check is left out silently."""
    monkeypatch.setattr(_schemas, "are_installed", lambda: False)

    with pytest.raises(ModuleNotFoundError, match=r"install powersync-constructs\[testing\]"):
        assert_valid([], kubernetes_version="1.33")
