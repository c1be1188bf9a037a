"""All that the project emits is valid: for Kubernetes, for the owners of custom resources, and for the service."""

import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from .built_in import built_in_problems, is_built_in
from .definitions import ResourceType, definition_problems, schemas, type_of
from .emitted import DIST, EXAMPLES, VERSIONS, Manifest, each_of, object_name, read
from .judges import Judges
from .rendered import SAMPLES

_NOT_ON_NPM = "@kubernetes-models has no package of the project; its definition was read by hand for crds/"
UNMAPPED: dict[ResourceType, str] = {
    ResourceType("alb.networking.azure.io/v1", "HealthCheckPolicy"): _NOT_ON_NPM,
    ResourceType("alb.networking.azure.io/v1", "RoutePolicy"): _NOT_ON_NPM,
    ResourceType("gateway.k8s.aws/v1", "LoadBalancerConfiguration"): _NOT_ON_NPM,
    ResourceType("gateway.k8s.aws/v1", "TargetGroupConfiguration"): _NOT_ON_NPM,
    ResourceType("gateway.kgateway.dev/v1alpha1", "BackendConfigPolicy"): _NOT_ON_NPM,
    ResourceType("gateway.nginx.org/v1alpha1", "ProxySettingsPolicy"): _NOT_ON_NPM,
    ResourceType("mongodbcommunity.mongodb.com/v1", "MongoDBCommunity"): _NOT_ON_NPM,
    ResourceType("secrets-store.csi.x-k8s.io/v1", "SecretProviderClass"): _NOT_ON_NPM,
}
"""The custom resources for which no npm package has a class, and why that is all right."""
_PLACEHOLDERS = {None: "text", "number": "5432", "boolean": "true"}


each_source = each_of([*DIST, *EXAMPLES, *SAMPLES], in_one_process=True)


@each_source
@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_knows_every_field(emitted: Path, version: str) -> None:
    """Every object that is no custom resource is valid by the strict schema of its kind."""
    built_in = [manifest for manifest in read(emitted) if is_built_in(type_of(manifest), VERSIONS[0])]

    assert [line for each in built_in for line in told(each, built_in_problems(each, version))] == []


@each_source
def test_custom_resources_are_valid_by_their_classes(emitted: Path, judges: Judges) -> None:
    """Types, patterns and required fields are those that the owners of the definitions have published."""
    mapped = [manifest for manifest in custom_resources(emitted) if type_of(manifest) not in UNMAPPED]

    assert [line for each in mapped for line in told(each, judges.custom_resource_problems(each))] == []


@each_source
def test_custom_resources_have_no_unknown_field(emitted: Path) -> None:
    """Every field is one that crds/ defines."""
    custom = custom_resources(emitted)

    assert [line for each in custom for line in told(each, definition_problems(each))] == []


def test_unmapped_is_what_no_package_defines(judges: Judges) -> None:
    """Every definition in crds/ has a class that confirms it, but for those that are argued away and no others."""
    defined = [{"apiVersion": kind.api_version, "kind": kind.kind} for kind in schemas()]

    unmapped = [type_of(each) for each in defined if "no class" in str(judges.custom_resource_problems(each))]

    assert sorted(unmapped) == sorted(UNMAPPED)


@each_source
def test_service_accepts_its_configuration(emitted: Path, judges: Judges) -> None:
    """The service reads every service.yaml and finds nothing wrong, once its variables have values."""
    documents = [judges.read_service_yaml(text, placeholders(text)) for text in data(emitted, "service.yaml")]

    assert [problem for document in documents for problem in judges.config_problems(document)] == []


@each_source
def test_service_accepts_its_sync_config(emitted: Path, judges: Judges) -> None:
    """The service's parser finds nothing wrong with any sync config."""
    texts = data(emitted, "sync-config.yaml")

    assert [problem for text in texts for problem in judges.sync_config_problems(text)] == []


@pytest.mark.parametrize("sources", [DIST, EXAMPLES], ids=["dist", "examples"])
def test_there_is_something_to_check(sources: list[Path]) -> None:
    """Nothing is overlooked because a folder has moved."""
    assert sources


def told(manifest: Manifest, problems: list[str]) -> list[str]:
    """Say of which object they are."""
    return [f"{object_name(manifest)}: {problem}" for problem in problems]


def custom_resources(emitted: Path) -> list[Manifest]:
    """Give the objects of kinds that Kubernetes does not bring along."""
    return [manifest for manifest in read(emitted) if not is_built_in(type_of(manifest), VERSIONS[0])]


def data(emitted: Path, key: str) -> Iterator[str]:
    """Give what ConfigMaps and Secrets hold under a key."""
    for manifest in read(emitted):
        text = (manifest.get("data") or {}).get(key)
        if text is not None:
            yield b64decode(text).decode() if manifest["kind"] == "Secret" else text


def placeholders(text: str) -> dict[str, str]:
    """Give a value for each variable that a service.yaml names."""
    found = re.findall(r'!env "(PS_\w+?)(?:::(\w+))?"', text)
    return {name: _PLACEHOLDERS[cast or None] for name, cast in found}
