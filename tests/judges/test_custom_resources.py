"""The validator of custom resources applies the published definitions."""

from typing import Any

import pytest

from .judges import Judges
from .samples import CERTIFICATE, HTTP_ROUTE, SCALED_OBJECT


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("argoproj.io/v1alpha1", "Application"),
        ("cert-manager.io/v1", "Certificate"),
        ("cilium.io/v2", "CiliumNetworkPolicy"),
        ("cloud.google.com/v1", "BackendConfig"),
        ("external-secrets.io/v1", "ExternalSecret"),
        ("gateway.envoyproxy.io/v1alpha1", "BackendTrafficPolicy"),
        ("gateway.networking.k8s.io/v1", "HTTPRoute"),
        ("helm.toolkit.fluxcd.io/v2", "HelmRelease"),
        ("keda.sh/v1alpha1", "ScaledObject"),
        ("kustomize.toolkit.fluxcd.io/v1", "Kustomization"),
        ("monitoring.coreos.com/v1", "PodMonitor"),
        ("networking.gke.io/v1", "GCPBackendPolicy"),
        ("networking.istio.io/v1", "DestinationRule"),
        ("postgresql.cnpg.io/v1", "Cluster"),
        ("projectcontour.io/v1", "HTTPProxy"),
        ("source.toolkit.fluxcd.io/v1", "GitRepository"),
        ("traefik.io/v1alpha1", "Middleware"),
    ],
)
def test_class_of_each_group_is_found(judges: Judges, api_version: str, kind: str) -> None:
    """A class is found for each API group, and refuses a `spec` that is not an object."""
    problems = judges.custom_resource_problems({"apiVersion": api_version, "kind": kind, "spec": "text"})

    assert "spec: must be object" in problems


@pytest.mark.parametrize("manifest", [CERTIFICATE, HTTP_ROUTE, SCALED_OBJECT], ids=lambda each: each["kind"])
def test_valid_resource_has_no_problem(judges: Judges, manifest: dict[str, Any]) -> None:
    """A valid custom resource has no problem."""
    assert judges.custom_resource_problems(manifest) == []


@pytest.mark.parametrize(
    ("manifest", "field", "value", "problem"),
    [
        pytest.param(CERTIFICATE, "dnsNames", "a.example.com", "spec.dnsNames: must be array", id="text-for-a-list"),
        pytest.param(CERTIFICATE, "issuerRef", {}, "spec.issuerRef: must have required property name", id="missing"),
        pytest.param(HTTP_ROUTE, "hostnames", ["A_b"], "spec.hostnames.0: must match pattern", id="pattern"),
        pytest.param(SCALED_OBJECT, "maxReplicaCount", "3", "spec.maxReplicaCount: must be integer", id="text-number"),
    ],
)
def test_wrong_value_is_a_problem(
    judges: Judges, manifest: dict[str, Any], field: str, value: object, problem: str
) -> None:
    """A value that the definition refuses is a problem, reported with its path."""
    problems = judges.custom_resource_problems({**manifest, "spec": {**manifest["spec"], field: value}})

    assert any(line.startswith(problem) for line in problems), problems


@pytest.mark.parametrize("api_version", ["cert-manager.io/v1", "cert-manager.io/v0", "example.com/v1"])
def test_missing_class_is_a_problem(judges: Judges, api_version: str) -> None:
    """An unknown kind, version or group is a problem, because the rest is not checked."""
    problems = judges.custom_resource_problems({"apiVersion": api_version, "kind": "Sertificate"})

    assert problems == [f"{api_version} Sertificate: no class has its definition"]
