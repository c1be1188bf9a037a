"""The container of a `SourceSetup` without a cluster: its command, its variables and its files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from powersync_constructs import SecretRef
from powersync_constructs.config import SourceSetupProps
from powersync_constructs.config.databases._setup_clients import SETUP
from tests import CHECKOUT

FOLDER = CHECKOUT / "powersync_constructs" / "constructs" / "databases"
HOSTILE = """it's "so" $HOME $(id) `id` \\ :x :'y' = é"""
"""A name that a careless script would not quote."""
SOURCE_PASSWORD, ADMIN_PASSWORD = SecretRef("source", "password"), SecretRef("administrator", "password")

Secrets = Mapping[SecretRef, str]
SECRETS: Secrets = {ADMIN_PASSWORD: "admin password", SOURCE_PASSWORD: f"source {HOSTILE}"}
"""The passwords that the tests use."""


def command_of(props: SourceSetupProps, folder: Path) -> list[str]:
    """Write the files of the container into a folder, and return its command."""
    client = props.client
    texts = {name: text for name, text in client.files.items() if isinstance(text, str)}
    for name, text in {**texts, client.script: (FOLDER / client.script).read_text(encoding="utf-8")}.items():
        folder.joinpath(name).write_text(_moved(text, folder), encoding="utf-8")
    return [*client.command, str(folder / client.script)]


def variables_of(props: SourceSetupProps, secrets: Secrets, folder: Path) -> dict[str, str]:
    """Return the variables of the container, with the values that Kubernetes would set."""
    client, administrator = props.client, props.administrator
    login = dict(zip(client.administrator, (administrator.username, administrator.password), strict=True))
    given = {**client.environment, **login, "CHECK": str(props.check).lower()}
    return {name: _moved(_value(value, secrets), folder) for name, value in given.items()}


def _value(value: Any, secrets: Secrets) -> str:
    return secrets[value] if isinstance(value, SecretRef) else str(value).replace("$$", "$")


def _moved(text: str, folder: Path) -> str:
    return text.replace(SETUP.path, str(folder))
