"""A secret is in no output of any format, wherever it is in the manifests, and however wrong they are."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from powersync_constructs.cli._formats import FORMATS, formatted
from powersync_constructs.cli._program import url_of_rule
from powersync_constructs.cli._report import CheckReport, Located, LocatedSuppressed
from powersync_constructs.rules import RULES, run_rules
from tests import CHECKOUT
from tests.rules.fixtures import helm_chart

CANARY = "Y2FuYXJ5LXRoYXQtbm9ib2R5LW1heS1zZWUtMDAwMDAw" * 2
"""The value of every secret. It is base64url, and long enough to be the key of an HmacKey."""
TRACES = [CANARY[:16], *(b64encode(b"x" * shift + CANARY.encode()).decode()[4:24] for shift in range(3))]
"""What a part of the canary leaves in a text, or in the base64 of a longer text at each offset."""
SECRETS: Mapping[str, Any] = {
    "password": CANARY,
    "uri": f"postgresql://user:{CANARY}@db.example.com:5432/app?sslmode=require",
    "k": CANARY,
    "tokens": [CANARY],
    "supabase_jwt_secret": CANARY,
    "secret_access_key": CANARY,
    "client_private_key": CANARY,
    "client_certificate": CANARY,
    "deploy_key": CANARY,
    "dsn": f"https://{CANARY}@sentry.example.com/1",
    "clientSecret": CANARY,
    "of_a_newer_release": CANARY,
}
"""The settings of service.yaml that are secrets, or that no release reads."""
SERVICE: dict[str, Any] = {
    "replication": {
        "connections": [
            {"type": "postgresql", "hostname": "db.example.com", "database": "app", "username": "u", **SECRETS}
        ]
    },
    "storage": {
        "type": "mongodb",
        "uri": f"mongodb://user:{CANARY}@db.example.com/powersync",
        "password": CANARY,
        "object_storage": {"type": "s3", "bucket": "b", "access_key_id": "a", "secret_access_key": CANARY},
    },
    "client_auth": {
        "jwks_uri": f"https://user:{CANARY}@auth.example.com/jwks.json?token={CANARY}",
        "jwks": {"keys": [{"kty": "oct", "alg": "HS256", "kid": "a", "k": CANARY}]},
        "supabase_jwt_secret": CANARY,
    },
    "api": {"tokens": [CANARY]},
    "metadata": {"token": CANARY},
    "telemetry": {"sentry_dsn": SECRETS["dsn"], "internal_service_endpoint": f"https://{CANARY}@example.com"},
    "port": f"8080{CANARY}",
}
"""A service.yaml with the canary in each setting that is a secret, and in some that are not."""
TEXT = json.dumps(SERVICE, indent=1)
YAML = yaml.safe_dump(SERVICE)
WRONG = [
    *(TEXT[: len(TEXT) * part // 7] for part in range(1, 7)),  # ends in the middle
    *(YAML[: len(YAML) * part // 7] for part in range(1, 7)),
    YAML.replace("password: ", "password: !env "),
    YAML.replace("password: ", "password: !secret "),
    YAML.replace("password: ", "password: *"),
    YAML.replace("password: ", "password: @"),
    YAML.replace("password: ", "password:\t- "),
    f"{YAML}{YAML}",
    f"- {CANARY}",
    CANARY,
    f'"{CANARY}',
]
"""Texts that are not a service.yaml, with the canary near the problem."""


def base64(text: str) -> str:
    """Return the base64 of a text."""
    return b64encode(text.encode()).decode()


def is_configuration(key: str, text: str) -> bool:
    """Return whether an entry of a ConfigMap or a Secret is a service.yaml."""
    return key.endswith((".yaml", ".json")) and "client_auth" in text


def with_secrets(manifest: Any, service: str) -> Any:
    """Return an object with the canary in all places where a secret can be, and with another service.yaml."""
    kind = manifest.get("kind")
    changed = with_secret_variables(manifest, service)
    if kind == "ConfigMap":
        data = manifest.get("data") or {}
        changed["data"] = {key: service if is_configuration(key, text) else text for key, text in data.items()}
    if kind == "Secret":
        data = manifest.get("data") or {}
        filled = {
            key: base64(service if is_configuration(key, b64decode(text).decode(errors="replace")) else CANARY)
            for key, text in data.items()
        }
        applied = json.dumps({"data": filled, "stringData": CANARY})
        changed |= {"data": {**filled, "other": CANARY}, "stringData": {"a": CANARY, "service.yaml": service}}
        changed["metadata"] = {
            **manifest["metadata"],
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": applied},
        }
    return changed


def with_secret_variables(value: Any, service: str) -> Any:
    """Return the value with the canary in each environment variable."""
    if isinstance(value, list):
        return [with_secret_variables(item, service) for item in value]
    if not isinstance(value, dict):
        return value
    changed = {key: with_secret_variables(item, service) for key, item in value.items()}
    if "image" in value:
        changed["env"] = [
            *(each if "valueFrom" in each else {**each, "value": CANARY} for each in value.get("env") or []),
            {"name": "PS_DATABASE_PASSWORD", "value": CANARY},
            {"name": "PS_DATABASE_URI", "value": SECRETS["uri"]},
            {"name": "POWERSYNC_CONFIG_B64", "value": base64(service)},
        ]
    return changed


@cache
def originals() -> dict[str, list[Any]]:
    """Return manifests of several origins."""
    files = [CHECKOUT / "dist" / "ha.k8s.yaml", helm_chart.DEFAULT, helm_chart.HA]
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    texts |= {rule.id: rule.bad for rule in RULES if rule.language == "yaml" and rule.bad}
    return {name: [each for each in yaml.safe_load_all(text) if isinstance(each, dict)] for name, text in texts.items()}


def reports(manifests: list[Any]) -> Iterator[str]:
    """Yield the findings about some manifests, in all formats."""
    found = run_rules({"chart": manifests})
    located = tuple(Located(each, "a.yaml", 1, url_of_rule(each.rule)) for each in found.findings)
    off = tuple(LocatedSuppressed(each, "some reason", "baseline") for each in located)
    for format in FORMATS:
        yield formatted(CheckReport(1, found.objects, located, off), format, show_suppressed=True)
    yield from map(str, found.findings)


def leaks(manifests: list[Any]) -> list[str]:
    """Return the lines of all formats that contain a part of the canary."""
    return [line for text in reports(manifests) for line in text.splitlines() if any(each in line for each in TRACES)]


@pytest.mark.parametrize("name", originals())
@pytest.mark.parametrize("service", [TEXT, YAML], ids=["json", "yaml"])
def test_secrets_are_in_no_output(name: str, service: str) -> None:
    """No format contains a secret of these manifests."""
    assert leaks([with_secrets(each, service) for each in originals()[name]]) == []


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize("name", ["ha.k8s.yaml", "default.yaml"])
def test_wrong_service_yaml_is_not_quoted(name: str, text: str) -> None:
    """The finding for a service.yaml that is not readable does not quote it."""
    assert leaks([with_secrets(each, text) for each in originals()[name]]) == []


def parts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths of all values below a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from parts(item, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], change: Any) -> Any:
    """Return a copy of the value with another value at a path."""
    if not path:
        return change
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], change)
    return copy


PLACES = [*parts(SERVICE)]
OTHER_VALUES = st.sampled_from([CANARY, [CANARY], {"a": CANARY}, {CANARY[:4]: CANARY}, f"!env {CANARY}", None, 0, True])


@given(st.sampled_from(PLACES), OTHER_VALUES, st.sampled_from(["ha.k8s.yaml", "default.yaml"]))
@settings(max_examples=settings().max_examples // 12)
def test_secret_in_any_setting_is_in_no_output(place: tuple[Any, ...], change: Any, name: str) -> None:
    """A secret in a setting where no secret belongs, or of a wrong type, is in no output."""
    changed = replaced(SERVICE, place, change)
    service = yaml.safe_dump(changed) if name == "ha.k8s.yaml" else json.dumps(changed)

    assert leaks([with_secrets(each, service) for each in originals()[name]]) == []


@given(st.data())
@settings(max_examples=settings().max_examples // 12)
def test_secrets_of_damaged_objects_are_in_no_output(data: st.DataObject) -> None:
    """An object of a wrong shape, next to secrets, does not make a rule quote a secret."""
    manifests = [with_secrets(each, YAML) for each in originals()[data.draw(st.sampled_from(sorted(originals())))]]
    number = data.draw(st.integers(0, len(manifests) - 1))
    place = data.draw(st.sampled_from([*parts(manifests[number])]))
    manifests[number] = replaced(manifests[number], place, data.draw(st.sampled_from([None, 0, True, "", [], {}])))

    assert leaks(manifests) == []


def test_leak_is_found() -> None:
    """The search finds a secret that a finding would quote, here in the name of an object."""
    [first, *_] = originals()["ha.k8s.yaml"]
    named = {**first, "metadata": {**first["metadata"], "name": CANARY}}

    assert leaks([named, named]) != []
