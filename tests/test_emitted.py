"""All manifests of the project are valid for Kubernetes, the definitions of custom resources, and the service."""

import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.samples.databases import EXTRA

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
"""The custom resources without a class in an npm package, with the reason why that is acceptable."""
_PLACEHOLDERS = {None: "text", "number": "5432", "boolean": "true"}


each_source = each_of([*DIST, *EXAMPLES, *SAMPLES], in_one_process=True)


@each_source
@pytest.mark.parametrize("version", VERSIONS)
def test_built_in_kinds_are_valid(emitted: Path, version: str) -> None:
    """Every object of a built-in kind is valid by the strict schema of its kind."""
    built_in = [manifest for manifest in read(emitted) if is_built_in(type_of(manifest), VERSIONS[0])]

    assert [line for each in built_in for line in named(each, built_in_problems(each, version))] == []


@each_source
def test_custom_resources_are_valid_by_their_classes(emitted: Path, judges: Judges) -> None:
    """Custom resources have the types, patterns and required fields of the published definitions."""
    mapped = [manifest for manifest in custom_resources(emitted) if type_of(manifest) not in UNMAPPED]

    assert [line for each in mapped for line in named(each, judges.custom_resource_problems(each))] == []


@each_source
def test_custom_resources_have_no_unknown_field(emitted: Path) -> None:
    """Custom resources have only fields that crds/ defines."""
    custom = custom_resources(emitted)

    assert [line for each in custom for line in named(each, definition_problems(each))] == []


def test_unmapped_lists_the_definitions_without_a_class(judges: Judges) -> None:
    """UNMAPPED lists exactly the definitions in crds/ that have no class."""
    defined = [{"apiVersion": kind.api_version, "kind": kind.kind} for kind in schemas()]

    unmapped = [type_of(each) for each in defined if "no class" in str(judges.custom_resource_problems(each))]

    assert sorted(unmapped) == sorted(UNMAPPED)


@each_source
def test_service_accepts_its_configuration(emitted: Path, judges: Judges) -> None:
    """The service accepts every service.yaml, with values for its variables."""
    documents = [judges.read_service_yaml(text, placeholders(text)) for text in data(emitted, "service.yaml")]

    problems = [problem for document in documents for problem in judges.config_problems(document)]
    of_samples = tuple(f"{key}: unknown key" for key in EXTRA)  # the samples set these keys with `extra`
    assert [problem for problem in problems if not problem.endswith(of_samples)] == []


@each_source
def test_service_accepts_its_sync_config(emitted: Path, judges: Judges) -> None:
    """The service's parser accepts every sync config."""
    texts = data(emitted, "sync-config.yaml")

    assert [problem for text in texts for problem in judges.sync_config_problems(text)] == []


@pytest.mark.parametrize("sources", [DIST, EXAMPLES], ids=["dist", "examples"])
def test_there_are_files_to_check(sources: list[Path]) -> None:
    """The lists of files are not empty, so that no check passes because a folder has moved."""
    assert sources


def named(manifest: Manifest, problems: list[str]) -> list[str]:
    """Prefix each problem with the name of its object."""
    return [f"{object_name(manifest)}: {problem}" for problem in problems]


def custom_resources(emitted: Path) -> list[Manifest]:
    """Return the objects of kinds that Kubernetes does not have built in."""
    return [manifest for manifest in read(emitted) if not is_built_in(type_of(manifest), VERSIONS[0])]


def data(emitted: Path, key: str) -> Iterator[str]:
    """Yield the content of a key of all ConfigMaps and Secrets."""
    for manifest in read(emitted):
        text = (manifest.get("data") or {}).get(key)
        if text is not None:
            yield b64decode(text).decode() if manifest["kind"] == "Secret" else text


def placeholders(text: str) -> dict[str, str]:
    """Return a value for each variable of a service.yaml."""
    found = re.findall(r'!env "(PS_\w+?)(?:::(\w+))?"', text)
    return {name: _PLACEHOLDERS[cast or None] for name, cast in found}
