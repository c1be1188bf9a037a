"""Rules about the content of service.yaml: what the service cannot read, refuses, or ignores."""

from collections.abc import Iterator
from dataclasses import replace

from powersync_constructs.config.service._hosts import is_supabase_project
from powersync_constructs.config.service.releases._lookup import first_with
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.manifest import Manifest, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import SERVING
from powersync_constructs.rules._lib.service_files import ServiceFile, service_files, shown_hosts
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules._service_yaml import Kind, Problem, source_of

_FILES = "the service.yaml that the containers of the service load"
_SHARING = ("telemetry", "disable_telemetry_sharing")


@rule(
    "PS101",
    "service-yaml-readable",
    "error",
    looks_at=_FILES,
    fix="Correct the line that the finding names.",
)
def service_yaml_is_readable(objects: Objects) -> Iterator[Violation]:
    """The service can read service.yaml.

    The service reads YAML 1.2: `yes` is a string, a key must not occur twice, and the file has one document. `!env`
    reads an environment variable whose name begins with `PS_`, with the cast `::number` or `::boolean` if the field is
    not a string. `!env` works only in YAML: in a file whose name ends in `.json`, every reference is an error or a
    plain string. If the service cannot read the file, each container that loads it exits with code 150.
    """
    for file in service_files(objects):
        yield from (file.violation(problem) for problem in file.document.problems if problem.kind == "unreadable")


@rule(
    "PS102",
    "service-yaml-accepted",
    "error",
    looks_at=_FILES,
    fix="Correct the field that the finding names.",
)
def service_yaml_is_accepted(objects: Objects) -> Iterator[Violation]:
    """The service accepts every value of service.yaml.

    The service checks the types of all fields when it starts, and then the fields of the source database and of the
    bucket storage by their type. If it refuses one value, each container that loads the file exits with code 150.
    Examples of such values are `sslmode: require`, a number in quotes, a variable without a cast, an empty value, a
    database port below 1024, a MongoDB URI without a database, and two connections. The published JSON Schema does not
    find most of these errors.
    """
    for file in service_files(objects):
        for problem in file.decoded:
            if problem.kind == "refused" and problem.path[:2] != _SHARING:
                yield file.violation(problem)


@rule(
    "PS103",
    "service-yaml-keys",
    "warning",
    "note",
    looks_at=_FILES,
    fix="Correct the name of the key, or remove it.",
)
def service_yaml_has_known_keys(objects: Objects) -> Iterator[Violation]:
    """service.yaml has only keys that the service reads.

    The service ignores every other key without a message, so a misspelled setting has no effect. The rule accepts
    `_type`, which the PowerSync CLI needs. The finding is a note if no known key is similar, and the image is newer
    than the newest release whose settings this library knows. The rule does not report an object of this library,
    because its other keys come from `extra`.
    """
    for file in (each for each in service_files(objects) if not each.by.instance):
        for problem in _of_kind(file, "ignored"):
            yield file.violation(problem, None if problem.is_certain else "note")


@rule(
    "PS104",
    "service-yaml-release",
    "warning",
    looks_at=_FILES,
    fix="Use a newer image, or remove the setting.",
)
def service_yaml_fits_the_release(objects: Objects) -> Iterator[Violation]:
    """The release in the image supports every setting of service.yaml.

    An older release ignores a setting that it does not support, and logs no message.
    """
    for file in service_files(objects):
        yield from (file.violation(problem) for problem in _of_kind(file, "newer"))


@rule(
    "PS105",
    "telemetry-complete",
    "error",
    looks_at=_FILES,
    fix="Set `telemetry.disable_telemetry_sharing` to true or false.",
)
def telemetry_is_complete(objects: Objects) -> Iterator[Violation]:
    """If service.yaml has `telemetry`, it sets `disable_telemetry_sharing`.

    Otherwise, the service exits with code 150. The PowerSync guide about metrics leaves the key out.
    """
    for file in service_files(objects):
        for problem in file.decoded:
            if problem.kind == "refused" and problem.path[:2] == _SHARING:
                reason = f"{problem.reason}, so the service does not start"
                yield file.violation(replace(problem, reason=reason, fix="set it to true or false"))


@rule(
    "PS106",
    "client-auth",
    "error",
    looks_at=_FILES,
    fix="Set `client_auth.jwks_uri` or `client_auth.jwks`, and `client_auth.audience`.",
)
def clients_are_accepted(objects: Objects) -> Iterator[Violation]:
    """service.yaml sets a key that verifies client tokens, and the accepted audience.

    Without keys, the service rejects every client. With `supabase`, it finds keys only if the host of the source
    database is that of a Supabase project. Without an audience, it rejects every token that is not from Supabase, with
    status 401 and PSYNC_S2105. The service starts in all these cases. A file that only replicators and Jobs load needs
    no keys.
    """
    for file in service_files(objects):
        serves = not file.containers or any(each.role in SERVING for each in file.containers)
        if (
            serves
            and file.document.is_readable
            and not any(problem.path[:1] == ("client_auth",) for problem in _of_kind(file, "refused"))
        ):
            yield from _client_auth(file, mapping(file.document.value, "client_auth"))


def _client_auth(file: ServiceFile, client_auth: Manifest) -> Iterator[Violation]:
    keys = client_auth.get("jwks_uri") or mapping(client_auth, "jwks").get("keys")
    supabase = client_auth.get("supabase")
    if not keys and not supabase:
        reason = "has no keys, so the service rejects every client"
        yield file.at(("client_auth",), reason, "set jwks_uri, jwks or supabase")
    elif not keys and "supabase_jwt_secret" not in client_auth and not _may_be_supabase(file):
        reason = "leaves the service without keys, because the source host is not db.<project>.supabase.co"
        yield file.at(("client_auth", "supabase"), reason, "set jwks_uri or supabase_jwt_secret")
    elif keys and not client_auth.get("audience"):
        reason = "is missing, so the service rejects every token (PSYNC_S2105)"
        if supabase:
            reason = "is missing, so the service rejects every token that is not from Supabase (PSYNC_S2105)"
        yield file.at(("client_auth", "audience"), reason, "set the list of audiences of your tokens")


def _may_be_supabase(file: ServiceFile) -> bool:
    """Return whether the source database may be that of a Supabase project. A variable may contain its host."""
    source = source_of(file.document.value)
    hosts = shown_hosts(source)
    may_be_project = hosts is None or any(is_supabase_project(each.host) for each in hosts)
    return source.get("type") == "postgresql" and may_be_project


@rule(
    "PS108",
    "sync-config-errors-stop",
    "warning",
    "note",
    looks_at=_FILES,
    fix="Remove `exit_on_error`, whose default is true.",
)
def errors_of_the_sync_config_stop(objects: Objects) -> Iterator[Violation]:
    """A replicator exits if the sync config is invalid.

    With `exit_on_error: false`, an invalid sync config only causes log messages, and the rollout succeeds. For objects
    of this library, the finding is a note, because the props set it on purpose.
    """
    for file in service_files(objects):
        for key in ("sync_config", "sync_rules"):
            if mapping(file.document.value, key).get("exit_on_error") is False:
                reason = "is false, so a rollout with an invalid sync config succeeds"
                severity: Severity = "note" if file.by.instance else "warning"
                yield file.at((key, "exit_on_error"), reason, "remove it, or set it to true", severity)


@rule(
    "PS114",
    "sync-rules-alias",
    "warning",
    looks_at=_FILES,
    fix="Rename `sync_rules` to `sync_config`.",
)
def sync_config_has_its_name(objects: Objects) -> Iterator[Violation]:
    """service.yaml uses `sync_config`, not the deprecated name `sync_rules`.

    The service refuses a file with both names, and a later release may remove the old one.
    """
    for file in service_files(objects):
        value = file.document.value
        has_new_name = file.version is None or file.version >= first_with("sync_config").version
        if "sync_rules" in value and "sync_config" not in value and has_new_name:
            yield file.at(("sync_rules",), "has been deprecated since service 1.20.0", "rename it to sync_config")


def _of_kind(file: ServiceFile, kind: Kind) -> Iterator[Problem]:
    yield from (problem for problem in (*file.document.problems, *file.decoded) if problem.kind == kind)
