"""Rules about credentials that everyone can read who can read the manifests."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from powersync_constructs.config.core._placeholders import is_placeholder
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.environments import environment_of
from powersync_constructs.rules._lib.manifest import Path, indexed, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._lib.service_files import ServiceFile, service_files
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules._service_yaml import FREE_MAPPINGS, SECRET_FIELDS, Variable, texts_in

_URI_FIELDS = frozenset({"uri", "jwks_uri", "deployment_url", "endpoint"})
_SECRET_NAME = re.compile(
    r"(^|_)(PASS(WORD|WD|PHRASE)?|SECRET|TOKENS?|DEPLOY_KEY|PRIVATE_KEY|ACCESS_KEY|API_KEY)(_\d+)?$"
)
"""The names of variables whose value is a secret."""


@rule(
    "PS607",
    "credentials-in-config-maps",
    "error",
    looks_at="service.yaml in ConfigMaps, and in arguments and variables of the workloads",
    fix="Put the value into a Secret, and refer to it with `!env` and a variable.",
    scope="app",
)
def service_yaml_shows_no_credentials(objects: Objects) -> Iterator[Violation]:
    """A service.yaml outside of a Secret contains no credentials.

    Everyone who can read ConfigMaps or workloads can read the credentials. Each repository and backup with the
    manifests contains them too. The service replaces `!env PS_NAME` with the value of a variable, which can come from a
    Secret. Base64 in `-c64` or in `POWERSYNC_CONFIG_B64` hides nothing.
    """
    for file in service_files(objects):
        if file.by.kind == "Secret":
            continue
        for path, field, written in _settings(file):
            if not isinstance(written, Variable) and not is_placeholder(written) and _is_secret(field, written):
                reason = "contains a credential in plain text"
                yield file.at(path, reason, "move it to a Secret, and write !env with the name of a variable here")


@rule(
    "PS608",
    "credentials-in-variables",
    "error",
    looks_at="the environment variables of the containers of the service",
    fix="Replace `value` with `valueFrom.secretKeyRef`.",
    scope="app",
)
def variables_show_no_credentials(objects: Objects) -> Iterator[Violation]:
    """A variable with a credential takes its value from a Secret.

    A variable contains a credential if service.yaml reads it into a field like `password`, if its name has an ending
    like `_PASSWORD` or `_TOKEN`, or if its value is a URI with a password.
    """
    secret_variables = _secret_variables(service_files(objects))
    for container in objects.services():
        environment = environment_of(container, objects)
        for name, value in environment.values.items():
            if not isinstance(value, str) or name in environment.from_secrets or is_placeholder(value) or not value:
                continue
            if name in secret_variables or _SECRET_NAME.search(name) or _has_password(value):
                reason = f"shows the credential in the variable {name} of container '{container.name}' in plain text"
                yield Violation(container.object, reason, "use valueFrom.secretKeyRef", _path(container, name))


def _secret_variables(files: tuple[ServiceFile, ...]) -> set[str]:
    """Return the names of the variables that service.yaml reads into fields with secrets."""
    return {
        str(written)
        for file in files
        for _, field, written in _settings(file)
        if isinstance(written, Variable) and field in SECRET_FIELDS
    }


def _settings(file: ServiceFile) -> Iterator[tuple[Path, str, str]]:
    """Yield the strings in service.yaml. The settings under `parameters` and `metadata` are not credentials."""
    yield from (each for each in texts_in(file.document.value) if each.path[0] not in FREE_MAPPINGS)


def _is_secret(field: str, written: str) -> bool:
    return bool(written) and (field in SECRET_FIELDS or (field in _URI_FIELDS and _has_password(written)))


def _has_password(written: str) -> bool:
    """Return whether a text is a URI with a password."""
    if "://" not in written:
        return False
    try:
        netloc = urlsplit(written).netloc
    except ValueError:
        return False
    user, at, _ = netloc.rpartition("@")
    return bool(at and user.partition(":")[2])


def _path(container: ServiceContainer, name: str) -> Path:
    """Return the path of a variable; the path of the container if the variable comes from `envFrom`."""
    places = (index for index, env in indexed(container.spec, "env") if text(env.get("name")) == name)
    index = next(places, None)
    return container.path if index is None else (*container.path, "env", index)
