"""Sources of Secrets, and Reloader: which props are accepted."""

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
from powersync_constructs.config.core._fields import walk
from powersync_constructs.config.delivery.secret_sources import RemoteName
from tests.samples.instance import INSTANCE
from tests.samples.secrets import EXTERNAL_SECRETS, SECRETS_STORE, SOURCE_PASSWORD, STORAGE_PASSWORD

from .validation import errors_of, validated

CANARY = "c4n4ry-s3cr3t"
MINIMAL = ExternalSecrets(store=SecretStore(name="aws"), mapping={SOURCE_PASSWORD: "powersync/source"})
IN_MAPPING = "secrets.mapping.SecretRef(name='powersync-source', key='password')"
NOT_A_REFERENCE = "is not a reference to a Secret; use SecretRef(name, key)"
IN_MANIFESTS = "contains a URI with a secret, which the manifests would show; use SecretRef(name, key)"
OBJECTS = "- objectName: powersync/storage-uri\n  objectAlias: storage\n- objectName: a@b\n"
NOT_TRIMMED = "begins or ends with white space; remove it"


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
def test_name_in_a_store_is_kept(name: str) -> None:
    """Each store has its own rules for names, so any name is accepted."""
    assert validated(RemoteName, name) == name


@pytest.mark.parametrize(
    ("make", "fields", "lines"),
    [
        pytest.param(
            partial(ExternalSecrets, store=EXTERNAL_SECRETS.store),
            {"mapping": {}},
            ["secrets.mapping: is empty; add at least one item"],
            id="empty-mapping",
        ),
        pytest.param(
            partial(ExternalSecrets, store=EXTERNAL_SECRETS.store),
            {"mapping": {"powersync-storage/uri": "powersync/storage-uri"}},
            [f"secrets.mapping.powersync-storage/uri: {NOT_A_REFERENCE}"],
            id="text-instead-of-a-reference",
        ),
        pytest.param(
            partial(ExternalSecrets, store=EXTERNAL_SECRETS.store),
            {"mapping": {f"postgresql://powersync:{CANARY}@db.example.com/app": STORAGE_PASSWORD}},
            [f"secrets.mapping.…: {NOT_A_REFERENCE}"],
            id="keys-and-values-swapped",
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
                f"{IN_MAPPING}: '' is empty; set a value, or remove the field",
                f"{IN_MAPPING.replace('source', 'storage')}: '<name>' is a placeholder; replace it with the real value",
            ],
            id="empty-name",
        ),
        pytest.param(
            partial(ExternalSecrets, store=EXTERNAL_SECRETS.store),
            {"mapping": {SOURCE_PASSWORD: SecretValue(CANARY)}},
            [f"{IN_MAPPING}: is not a string; set it to …"],
            id="a-secret-value",
        ),
        pytest.param(
            EXTERNAL_SECRETS.with_,
            {"store": "aws"},
            ["secrets.store: is not of type SecretStore; use such an object, or a mapping of its fields"],
            id="invalid-store",
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
            ["secrets.refresh_interval_seconds: '1h' is not an integer; set it to …"],
            id="refresh-interval",
        ),
        pytest.param(
            SECRETS_STORE.with_,
            {"mapping": {SOURCE_PASSWORD: RemoteSecret(key="powersync/source")}},
            [f"{IN_MAPPING}: is not a string; set it to …"],
            id="property-with-the-csi-driver",
        ),
        pytest.param(
            partial(SecretsStoreCsi, provider="aws", mapping=SECRETS_STORE.mapping),
            {"parameters": {}},
            ["secrets.parameters: is empty; add at least one item"],
            id="no-parameters",
        ),
        pytest.param(
            SECRETS_STORE.with_,
            {"parameters": {"objects": OBJECTS, "address": f"https://role:{CANARY}@vault.example.com"}},
            [f"secrets.parameters.address: {IN_MANIFESTS}"],
            id="secret-in-a-parameter",
        ),
        pytest.param(
            INSTANCE.with_,
            {"secrets": {"type": "vault"}},
            ["secrets: 'vault' is not one of 'external-secrets', 'secrets-store-csi'; use one of these"],
            id="unknown-source",
        ),
        pytest.param(
            INSTANCE.with_,
            {"reloader": {"pause_seconds": 0}},
            ["reloader.pause_seconds: 0 should be greater than or equal to 1; set it to …"],
            id="pause-of-0",
        ),
    ],
)
def test_invalid_source_is_refused(make: Any, fields: dict[str, Any], lines: list[str]) -> None:
    """Each error is one line, and names the reference."""
    assert errors_of(make, **fields) == lines


@pytest.mark.parametrize(
    "name",
    [
        f"postgresql://powersync:{CANARY}@db.example.com/app",
        f"postgresql://powersync:{CANARY}/x@db.example.com/app",
        f"https://{CANARY}@example.com",
    ],
)
@pytest.mark.parametrize("wrap", [str, lambda name: {"key": name}, lambda name: {"key": "a", "property": name}])
def test_secret_instead_of_its_name_is_not_shown(name: str, wrap: Any) -> None:
    """A secret instead of the name of a secret is refused, and the error does not show it."""
    lines = errors_of(EXTERNAL_SECRETS.with_, mapping={SOURCE_PASSWORD: wrap(name)})

    assert "looks like a secret itself; use the name of the secret in the store" in lines[-1]
    assert CANARY not in str(lines)


@pytest.mark.parametrize("source", [EXTERNAL_SECRETS, SECRETS_STORE], ids=["external-secrets", "secrets-store"])
def test_a_source_can_be_dumped(source: ExternalSecrets | SecretsStoreCsi) -> None:
    """A dump has the references as strings, also if it is not JSON."""
    assert "powersync-source/password" in source.model_dump()["mapping"]


def test_walk_includes_mappings() -> None:
    """`walk` also finds the fields of models in mappings."""
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
def test_mapping_for_a_source_is_accepted(source: dict[str, Any]) -> None:
    """A source may be a mapping of its fields."""
    made = INSTANCE.with_(secrets=source).secrets

    assert made == {"external-secrets": ExternalSecrets, "secrets-store-csi": SecretsStoreCsi}[source["type"]](**source)


@pytest.mark.parametrize(
    ("actual", "value"),
    [
        (MINIMAL.store.kind, "SecretStore"),
        (MINIMAL.refresh_interval_seconds, 3600),
        (MINIMAL.deletion_policy, "Retain"),
        (Reloader().pause_seconds, None),
    ],
    ids=["kind", "refresh-interval", "deletion-policy", "pause"],
)
def test_defaults_match_the_controllers(actual: object, value: object) -> None:
    """The defaults equal those of External Secrets and Reloader."""
    assert actual == value
