"""Who fills Secrets, and who rolls pods when one changes: what can be said of it, and what is refused."""

from functools import partial
from typing import Any

import pytest

from powersync_constructs.config import (
    ExternalSecrets,
    Reloader,
    RemoteSecret,
    SecretRef,
    SecretsStoreCsi,
    SecretStore,
    SecretValue,
)
from powersync_constructs.config.core._versions import walk
from powersync_constructs.config.delivery.secret_sources import RemoteName
from tests.samples.instance import INSTANCE
from tests.samples.secrets import EXTERNAL_SECRETS, SECRETS_STORE, SOURCE_PASSWORD, STORAGE_PASSWORD

from .refusal import kept, refusal

CANARY = "c4n4ry-s3cr3t"
LEAST = ExternalSecrets(store=SecretStore(name="aws"), mapping={SOURCE_PASSWORD: "powersync/source"})
IN_MAPPING = "secrets.mapping.SecretRef(name='powersync-source', key='password')"
NO_REFERENCE = "is no reference to a Secret; use SecretRef(name, key)"
IN_MANIFESTS = "a URI with a password would stand in the manifests; use SecretRef(name, key), or leave it out"
OBJECTS = "- objectName: powersync/storage-uri\n  objectAlias: storage\n- objectName: a@b\n"
NOT_TRIMMED = "begins or ends with white space; take it away"


@pytest.mark.parametrize(
    "name",
    [
        "powersync/storage-uri",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:powersync-Ab12Cd",
        "projects/1234/secrets/powersync",
        "op://vault/item@home/password",
        "My vault/storage URI",
    ],
)
def test_a_name_is_what_the_store_calls_it(name: str) -> None:
    """Stores have their own rules for names."""
    assert kept(RemoteName, name) == name


@pytest.mark.parametrize(
    ("make", "fields", "lines"),
    [
        pytest.param(
            partial(ExternalSecrets, store=EXTERNAL_SECRETS.store),
            {"mapping": {}},
            ["secrets.mapping: is empty; give at least one, it is …"],
            id="nothing",
        ),
        pytest.param(
            partial(ExternalSecrets, store=EXTERNAL_SECRETS.store),
            {"mapping": {"powersync-storage/uri": "powersync/storage-uri"}},
            [f"secrets.mapping.powersync-storage/uri: {NO_REFERENCE}"],
            id="text-for-a-reference",
        ),
        pytest.param(
            partial(ExternalSecrets, store=EXTERNAL_SECRETS.store),
            {"mapping": {f"postgresql://powersync:{CANARY}@db.example.com/app": STORAGE_PASSWORD}},
            [f"secrets.mapping.…: {NO_REFERENCE}"],
            id="the-wrong-way-round",
        ),
        pytest.param(
            partial(ExternalSecrets, store=EXTERNAL_SECRETS.store),
            {"mapping": {SOURCE_PASSWORD: " ", STORAGE_PASSWORD: "storage\n"}},
            [
                f"{IN_MAPPING}: ' ' {NOT_TRIMMED}",
                f"{IN_MAPPING.replace('source', 'storage')}: 'storage\\n' {NOT_TRIMMED}",
            ],
            id="white-space",
        ),
        pytest.param(
            partial(ExternalSecrets, store=EXTERNAL_SECRETS.store),
            {"mapping": {SOURCE_PASSWORD: "", STORAGE_PASSWORD: "<name>"}},
            [
                f"{IN_MAPPING}: '' is empty; give a value, or leave the field out",
                f"{IN_MAPPING.replace('source', 'storage')}: '<name>' is a placeholder; give the real value",
            ],
            id="no-name",
        ),
        pytest.param(
            partial(ExternalSecrets, store=EXTERNAL_SECRETS.store),
            {"mapping": {SOURCE_PASSWORD: SecretValue(CANARY)}},
            [f"{IN_MAPPING}: is no text; it is …"],
            id="a-secret-value",
        ),
        pytest.param(
            EXTERNAL_SECRETS.with_,
            {"store": "aws"},
            ["secrets.store: is no SecretStore; give one, it is …"],
            id="store",
        ),
        pytest.param(
            EXTERNAL_SECRETS.with_,
            {"deletion_policy": "Keep"},
            ["secrets.deletion_policy: 'Keep' is not one of 'Retain', 'Delete' or 'Merge'; use one of these"],
            id="deletion-policy",
        ),
        pytest.param(
            EXTERNAL_SECRETS.with_,
            {"refresh_interval_seconds": "1h"},
            ["secrets.refresh_interval_seconds: '1h' is no whole number; it is …"],
            id="refresh-interval",
        ),
        pytest.param(
            SECRETS_STORE.with_,
            {"mapping": {SOURCE_PASSWORD: RemoteSecret(key="powersync/source")}},
            [f"{IN_MAPPING}: is no text; it is …"],
            id="files-have-no-parts",
        ),
        pytest.param(
            partial(SecretsStoreCsi, provider="aws", mapping=SECRETS_STORE.mapping),
            {"parameters": {}},
            ["secrets.parameters: is empty; give at least one, it is …"],
            id="parameters",
        ),
        pytest.param(
            SECRETS_STORE.with_,
            {"parameters": {"objects": OBJECTS, "address": f"https://role:{CANARY}@vault.example.com"}},
            [f"secrets.parameters.address: {IN_MANIFESTS}"],
            id="a-secret-as-a-parameter",
        ),
        pytest.param(
            INSTANCE.with_,
            {"secrets": {"type": "vault"}},
            ["secrets: 'vault' is not one of 'external-secrets', 'secrets-store-csi'; use one of these"],
            id="another-source",
        ),
        pytest.param(
            INSTANCE.with_,
            {"reloader": {"pause_seconds": 0}},
            ["reloader.pause_seconds: 0 should be greater than or equal to 1; it is …"],
            id="no-pause",
        ),
    ],
)
def test_what_is_refused(make: Any, fields: dict[str, Any], lines: list[str]) -> None:
    """In one line each, which names the reference that it is about."""
    assert refusal(make, **fields) == lines


@pytest.mark.parametrize(
    "name",
    [
        f"postgresql://powersync:{CANARY}@db.example.com/app",
        f"postgresql://powersync:{CANARY}/x@db.example.com/app",
        f"https://{CANARY}@example.com",
    ],
)
@pytest.mark.parametrize("wrap", [str, lambda name: {"key": name}, lambda name: {"key": "a", "property": name}])
def test_a_secret_in_the_place_of_its_name_is_not_shown(name: str, wrap: Any) -> None:
    """Whoever confuses the two learns it without reading the secret in a log."""
    lines = refusal(EXTERNAL_SECRETS.with_, mapping={SOURCE_PASSWORD: wrap(name)})

    assert "is a secret itself; give the name that the store keeps it under" in lines[-1]
    assert CANARY not in str(lines)


@pytest.mark.parametrize("source", [EXTERNAL_SECRETS, SECRETS_STORE], ids=["external-secrets", "secrets-store"])
def test_a_source_can_be_dumped(source: ExternalSecrets | SecretsStoreCsi) -> None:
    """The references are texts in a dump, also in one that is no JSON."""
    assert "powersync-source/password" in source.model_dump()["mapping"]


def test_what_is_in_a_mapping_is_walked() -> None:
    """Whatever looks for a field finds those of a RemoteSecret, too."""
    found = [path for path, _, owner in walk(EXTERNAL_SECRETS) if owner is RemoteSecret]

    assert [path[-1] for path in found] == ["key", "property", "version"]


@pytest.mark.parametrize(
    "source",
    [
        {"type": "external-secrets", "store": {"name": "aws"}, "mapping": {SecretRef("a", "b"): "c"}},
        {
            "type": "secrets-store-csi",
            "provider": "aws",
            "parameters": {"a": "b"},
            "mapping": {SecretRef("a", "b"): "c"},
        },
    ],
    ids=lambda source: source["type"],
)
def test_plain_mappings_are_taken(source: dict[str, Any]) -> None:
    """As everywhere, a model may be given as its fields."""
    made = INSTANCE.with_(secrets=source).secrets

    assert made == {"external-secrets": ExternalSecrets, "secrets-store-csi": SecretsStoreCsi}[source["type"]](**source)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (LEAST.store.kind, "SecretStore"),
        (LEAST.refresh_interval_seconds, 3600),
        (LEAST.deletion_policy, "Retain"),
        (Reloader().pause_seconds, None),
    ],
    ids=["kind", "refresh-interval", "deletion-policy", "pause"],
)
def test_defaults_are_those_of_the_controllers(said: object, value: object) -> None:
    """What is left out is as if it were not there."""
    assert said == value
