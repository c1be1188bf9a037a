"""Secret values are in the Secrets of the manifests and nowhere else; `make fuzz` tries more examples."""

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
    Image,
    ObjectMetadata,
    PowerSyncProps,
    SecretRef,
    SecretValue,
    Sentry,
    ServiceConfig,
    ServiceSettings,
    Split,
)
from powersync_constructs.config.core._fields import walk
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.service.releases._table import NEWEST
from tests.emitted import Manifest
from tests.fields import written
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.instance import EXTERNAL_SECRETS_INSTANCE, INSTANCE, ordered
from tests.samples.orderings import ORDERINGS
from tests.strategies.service import services

CANARY = "Y2FuYXJ5LXRoYXQtbm9ib2R5LW1heS1zZWUtMDAwMDAw" * 2
"""The value of every secret field. It is base64url and long enough to be the key of an HmacKey."""
TRACES = [CANARY, *(b64encode(b"x" * shift + CANARY.encode()).decode()[4:52] for shift in range(3))]
"""The canary, and the text that it leaves in the base64 of a longer text, at each offset."""
_SETTINGS = set(ServiceSettings.model_fields)


def with_canary(value: Any) -> Any:
    """Return the value with the canary in place of each secret value."""
    match value:
        case SecretValue():
            return SecretValue(CANARY)
        case Props():
            fields = {name: with_canary(field) for name, field in written(value).items()}
            return type(value)(**{name: _in_url(value, name, field) for name, field in fields.items()})
        case tuple():
            return tuple(with_canary(item) for item in value)
        case Mapping():
            return {key: with_canary(item) for key, item in value.items()}
    return value


def _in_url(model: Props, name: str, value: Any) -> Any:
    """Return a secret URL with the canary in it, because the service rejects any other text."""
    if name not in ("deployment_url", "jwks_uri", "uri") or not isinstance(value, SecretValue):
        return value
    scheme = getattr(model, "type", "https") if name == "uri" else "https"
    return SecretValue(f"{scheme}://user:{CANARY}@db.example.com/app")


def instance_with(service: ServiceConfig, **more: Any) -> PowerSyncProps:
    """Return an instance with this service.yaml."""
    return PowerSyncProps(
        source=service.source,
        storage=service.storage,
        client_auth=service.client_auth,
        sync_config=SYNC_CONFIG,
        image=Image(tag=str(NEWEST)),  # it has all settings
        service=ServiceSettings(**{name: field for name, field in written(service).items() if name in _SETTINGS}),
        **more,
    )


def output(props: PowerSyncProps) -> tuple[list[Manifest], list[str]]:
    """Return the manifests of an instance, and its warnings or the error that refuses it."""
    app = App()
    chart = Chart(app, "chart", namespace="sync", disable_resource_name_hashes=True)
    with warnings.catch_warnings(record=True) as messages:
        warnings.simplefilter("always")
        try:
            PowerSync(chart, "powersync", props)
            manifests = list(yaml.safe_load_all(app.synth_yaml()))
        except (ConfigError, RuntimeError) as refused:
            return [], [str(refused)]
    return manifests, [str(warning.message) for warning in messages]


def leaks(manifests: list[Manifest]) -> Iterator[str]:
    """Yield the objects that contain the canary outside the data of a Secret."""
    for manifest in manifests:
        seen = {**manifest, "data": {}} if manifest["kind"] == "Secret" else manifest
        if any(trace in json.dumps(seen) for trace in TRACES):
            yield f"{manifest['kind']}/{manifest['metadata']['name']}"


def is_in_a_secret(manifests: list[Manifest]) -> bool:
    """Return whether a Secret contains the canary."""
    texts = [text for manifest in manifests if manifest["kind"] == "Secret" for text in manifest["data"].values()]
    return any(CANARY in b64decode(text).decode() for text in texts)


@pytest.mark.parametrize("place", ["ConfigMap", "Secret"])
def test_secrets_of_any_service_yaml_are_only_in_secrets(place: str) -> None:
    """No secret field of service.yaml leaks, whether it is in a ConfigMap or a Secret, with any ordering."""
    examples_with_secret = 0

    @given(service=services(), ordering=st.sampled_from(list(ORDERINGS.values())), reports=st.booleans())
    @settings(max_examples=settings().max_examples // 12)
    def leaks_nothing(service: ServiceConfig, ordering: Any, reports: bool) -> None:
        nonlocal examples_with_secret
        props = instance_with(
            with_canary(service),
            service_yaml_in=place,
            ordering=ordering,
            sentry=Sentry(dsn=SecretValue(CANARY)) if reports else None,
        )
        has_secret = any(isinstance(value, SecretValue) for _, value, _ in walk(props))

        manifests, messages = output(props)

        examples_with_secret += has_secret and bool(manifests)
        assert list(leaks(manifests)) == []
        assert [text for text in messages if any(trace in text for trace in TRACES)] == []
        assert is_in_a_secret(manifests) is (has_secret and bool(manifests))

    leaks_nothing()
    assert examples_with_secret > settings().max_examples // 40


@pytest.mark.parametrize("ordering", ORDERINGS.values(), ids=ORDERINGS)
def test_secrets_of_a_full_instance_are_only_in_secrets(ordering: Any) -> None:
    """No secret leaks from an instance with alerts, a dashboard, policies and everything else."""
    props = with_canary(ordered(ordering))

    manifests, messages = output(props)

    assert (list(leaks(manifests)), is_in_a_secret(manifests)) == ([], True)
    assert [text for text in messages if CANARY in text] == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"topology": Split(api=ApiProps(env=[EnvVar(name="PS_SOURCE_PASSWORD", value="x")]))}, id="name-taken"
        ),
        pytest.param({"metadata": ObjectMetadata(annotations={"a": "0o17"})}, id="text-read-as-a-number"),
        pytest.param({"image": {"tag": "1.20.0"}, "service": {"sync_config": {"version_label": "x"}}}, id="too-old"),
    ],
)
def test_errors_contain_no_secret(changes: dict[str, Any]) -> None:
    """An error or a warning contains no secret."""
    secret = INSTANCE.with_(source={"password": SecretValue(CANARY)}, sentry=Sentry(dsn=SecretValue(CANARY)))

    try:
        manifests, messages = output(secret.with_(**changes))
    except ConfigError as refused:
        manifests, messages = [], [str(refused)]

    assert manifests == []
    assert messages
    assert [text for text in messages if any(trace in text for trace in TRACES)] == []


def test_external_secrets_contain_no_value() -> None:
    """An ExternalSecret contains the names of the mapping, and no secret value."""
    manifests, _ = output(with_canary(EXTERNAL_SECRETS_INSTANCE))

    assert list(leaks(manifests)) == []


def test_leaks_finds_the_canary() -> None:
    """The search finds the canary in a ConfigMap, inside a longer text, and in base64 at each offset."""
    wrapped = [b64encode(f"{'x' * shift}{CANARY}{'y' * shift}".encode()).decode() for shift in range(6)]
    texts = [CANARY, f"a{CANARY}b", *wrapped]

    found = [list(leaks([{"kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": text}}])) for text in texts]

    assert found == [["ConfigMap/a"]] * len(texts)


def test_leaks_accepts_only_the_data_of_a_secret() -> None:
    """The canary can be in the data of a Secret, and not in its annotations."""
    secret = {"kind": "Secret", "metadata": {"name": "a"}, "data": {"a": b64encode(CANARY.encode()).decode()}}
    named = {**secret, "metadata": {"name": "a", "annotations": {"a": CANARY}}}

    assert (list(leaks([secret])), list(leaks([named]))) == ([], ["Secret/a"])


def test_references_create_no_secret() -> None:
    """An instance with references only has no Secret."""
    props = INSTANCE.with_(source={"password": SecretRef("a", "b")})

    assert [manifest for manifest in output(props)[0] if manifest["kind"] == "Secret"] == []
