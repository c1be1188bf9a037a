"""A secret's value is in a Secret of the manifests and nowhere else; `make fuzz` tries more examples."""

import json
import warnings
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from cdk8s import App, Chart
from hypothesis import given, settings, strategies as st

from powersync_constructs import ConfigError, PowerSync
from powersync_constructs.config import (
    ApiProps,
    EnvVar,
    ObjectMetadata,
    PowerSyncProps,
    SecretRef,
    SecretValue,
    Sentry,
    ServiceConfig,
    ServiceSettings,
    Split,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import walk
from tests.emitted import Manifest
from tests.fields import written
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.instance import EXTERNAL_SECRETS_INSTANCE, INSTANCE, ordered
from tests.samples.orderings import ORDERINGS
from tests.strategies.service import services

CANARY = "Y2FuYXJ5LXRoYXQtbm9ib2R5LW1heS1zZWUtMDAwMDAw" * 2
"""What any field takes that is secret: base64url, too, as long as the key of an HmacKey must be."""
TRACES = [CANARY, *(b64encode(b"x" * shift + CANARY.encode()).decode()[4:52] for shift in range(3))]
"""The canary, and what is left of it in the base64 of a longer text, wherever it stands there."""
_SETTINGS = set(ServiceSettings.model_fields)


def planted(value: Any) -> Any:
    """The same, with the canary for each secret value."""
    match value:
        case SecretValue():
            return SecretValue(CANARY)
        case Props():
            return type(value)(**{name: planted(field) for name, field in written(value).items()})
        case tuple():
            return tuple(planted(item) for item in value)
        case Mapping():
            return {key: planted(item) for key, item in value.items()}
    return value


def instance_with(service: ServiceConfig, **more: Any) -> PowerSyncProps:
    """An instance with that service.yaml."""
    return PowerSyncProps(
        source=service.source,
        storage=service.storage,
        client_auth=service.client_auth,
        sync_config=SYNC_CONFIG,
        service=ServiceSettings(**{name: field for name, field in written(service).items() if name in _SETTINGS}),
        **more,
    )


def output(props: PowerSyncProps) -> tuple[list[Manifest], list[str]]:
    """What is rendered of an instance, and what is said meanwhile: warnings, or why it is refused."""
    app = App()
    chart = Chart(app, "chart", namespace="sync", disable_resource_name_hashes=True)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            PowerSync(chart, "powersync", props)
            manifests = list(yaml.safe_load_all(app.synth_yaml()))
        except (ConfigError, RuntimeError) as refused:
            return [], [str(refused)]
    return manifests, [str(warning.message) for warning in said]


def leaks(manifests: list[Manifest]) -> Iterator[str]:
    """The objects that have the canary where a secret must not stand: anywhere but in a Secret's data."""
    for manifest in manifests:
        seen = {**manifest, "data": {}} if manifest["kind"] == "Secret" else manifest
        if any(trace in json.dumps(seen) for trace in TRACES):
            yield f"{manifest['kind']}/{manifest['metadata']['name']}"


def kept(manifests: list[Manifest]) -> bool:
    """Whether some Secret has the canary."""
    texts = [text for manifest in manifests if manifest["kind"] == "Secret" for text in manifest["data"].values()]
    return any(CANARY in b64decode(text).decode() for text in texts)


@pytest.mark.parametrize("place", ["ConfigMap", "Secret"])
def test_of_any_service_yaml_secrets_stand_in_secrets_alone(place: str) -> None:
    """Wherever service.yaml takes a secret, in whichever object it stands, under whichever tool."""
    planted_somewhere = 0

    @given(service=services(), ordering=st.sampled_from(list(ORDERINGS.values())), reports=st.booleans())
    @settings(max_examples=settings().max_examples // 12)
    def leaks_nothing(service: ServiceConfig, ordering: Any, reports: bool) -> None:
        nonlocal planted_somewhere
        props = instance_with(
            planted(service),
            service_yaml_in=place,
            ordering=ordering,
            sentry=Sentry(dsn=SecretValue(CANARY)) if reports else None,
        )
        has_secret = any(isinstance(value, SecretValue) for _, value, _ in walk(props))

        manifests, said = output(props)

        planted_somewhere += has_secret and bool(manifests)
        assert list(leaks(manifests)) == []
        assert [text for text in said if any(trace in text for trace in TRACES)] == []
        assert kept(manifests) is (has_secret and bool(manifests))

    leaks_nothing()
    assert planted_somewhere > settings().max_examples // 40


@pytest.mark.parametrize("ordering", ORDERINGS.values(), ids=ORDERINGS)
def test_around_service_yaml_secrets_stand_in_secrets_alone(ordering: Any) -> None:
    """Of an instance with alerts, a dashboard, policies and all else around it."""
    props = planted(ordered(ordering))

    manifests, said = output(props)

    assert (list(leaks(manifests)), kept(manifests)) == ([], True)
    assert [text for text in said if CANARY in text] == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"topology": Split(api=ApiProps(env=[EnvVar(name="PS_SOURCE_PASSWORD", value="x")]))}, id="name-taken"
        ),
        pytest.param({"metadata": ObjectMetadata(annotations={"a": "0o17"})}, id="text-that-changes"),
        pytest.param({"image": {"tag": "1.20.0"}, "service": {"sync_config": {"version_label": "x"}}}, id="too-old"),
    ],
)
def test_what_is_refused_says_no_secret(changes: dict[str, Any]) -> None:
    """The line tells the field and the way out."""
    secret = INSTANCE.with_(source={"password": SecretValue(CANARY)}, sentry=Sentry(dsn=SecretValue(CANARY)))

    try:
        manifests, said = output(secret.with_(**changes))
    except ConfigError as refused:
        manifests, said = [], [str(refused)]

    assert manifests == []
    assert said
    assert [text for text in said if any(trace in text for trace in TRACES)] == []


def test_a_store_is_told_names_alone() -> None:
    """An ExternalSecret has what the mapping says, and no value."""
    manifests, _ = output(planted(EXTERNAL_SECRETS_INSTANCE))

    assert list(leaks(manifests)) == []


def test_the_search_finds_what_it_is_for() -> None:
    """In a ConfigMap, a literal, a name, and in the base64 of a longer text."""
    wrapped = [b64encode(f"{'x' * shift}{CANARY}{'y' * shift}".encode()).decode() for shift in range(6)]
    texts = [CANARY, f"a{CANARY}b", *wrapped]

    found = [list(leaks([{"kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": text}}])) for text in texts]

    assert found == [["ConfigMap/a"]] * len(texts)


def test_a_secret_may_have_it_in_its_data_alone() -> None:
    """Its name and its annotations are seen by everybody."""
    secret = {"kind": "Secret", "metadata": {"name": "a"}, "data": {"a": b64encode(CANARY.encode()).decode()}}
    named = {**secret, "metadata": {"name": "a", "annotations": {"a": CANARY}}}

    assert (list(leaks([secret])), list(leaks([named]))) == ([], ["Secret/a"])


def test_a_reference_is_no_secret() -> None:
    """Of an instance with references alone, no Secret is made."""
    props = INSTANCE.with_(source={"password": SecretRef("a", "b")})

    assert [manifest for manifest in output(props)[0] if manifest["kind"] == "Secret"] == []
