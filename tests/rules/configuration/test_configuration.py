"""service.yaml is checked as the service reads it, in whatever object it is."""

from base64 import b64encode

import pytest

from powersync_constructs.rules import Manifest, check
from powersync_constructs.rules.configuration.service_yaml import (
    clients_are_accepted,
    service_yaml_fits_the_release,
    service_yaml_has_known_keys,
    service_yaml_is_accepted,
    service_yaml_is_readable,
    sync_config_has_its_name,
    telemetry_is_complete,
)
from tests.rules.manifests import of_instance
from tests.rules.service_files import (
    CLIENT_AUTH,
    COMPLETE,
    PASSWORD,
    STORAGE,
    config_map,
    lines,
    reasons,
    secret,
    workload,
)

WRONG = COMPLETE + "port: http\n"
PROBLEM = "service.yaml line 3: port is not a port number"
JSON = '{\n"storage": {"type": "mongodb", "uri": "mongodb://a/b"},\n"port": true\n}'


def source(host: str) -> str:
    """Return the settings of a Postgres source database."""
    fields = f"type: postgresql, hostname: {host}, username: a, password: !env PS_PASSWORD, database: b"
    return f"replication: {{connections: [{{{fields}}}]}}\n"


def encoded(text: str) -> Manifest:
    """Return a workload that loads service.yaml from a variable with base64."""
    variable = {"name": "POWERSYNC_CONFIG_B64", "value": b64encode(text.encode()).decode()}
    return workload(env=(variable, PASSWORD))


@pytest.mark.parametrize(
    ("manifests", "reason"),
    [
        pytest.param([config_map(WRONG), workload()], PROBLEM, id="config-map"),
        pytest.param([secret(WRONG), workload(kind="secret")], PROBLEM, id="secret"),
        pytest.param(
            [{**secret(""), "data": {}, "stringData": {"service.yaml": WRONG}}, workload(kind="secret")],
            PROBLEM,
            id="string-data",
        ),
        pytest.param(
            [config_map(WRONG, "powersync.yaml"), workload(key="powersync.yaml")],
            "powersync.yaml line 3: port is not a port number",
            id="other-name",
        ),
        pytest.param(
            [config_map(JSON, "config.json"), workload(key="config.json")],
            "config.json line 3: port is not a port number",
            id="json",
        ),
        pytest.param([encoded(WRONG)], "POWERSYNC_CONFIG_B64 line 3: port is not a port number", id="base64"),
        pytest.param([of_instance(config_map(WRONG), "config")], PROBLEM, id="of-this-library-without-a-workload"),
    ],
)
def test_file_is_found(manifests: list[Manifest], reason: str) -> None:
    """The finding names the file, the line and the field."""
    assert reasons(service_yaml_is_accepted, *manifests) == [reason]


def test_file_that_nothing_loads_is_ignored() -> None:
    """A ConfigMap of another origin is not checked unless a container of the service loads it."""
    assert check({"app": [config_map(WRONG)]}) == []


def test_file_is_reported_once_for_all_its_workloads() -> None:
    """A problem of the file is one finding, about the object that contains the file."""
    manifests = [
        config_map(WRONG),
        workload("start", "-r", "api"),
        workload("start", "-r", "sync"),
        workload("compact"),
    ]

    assert lines(service_yaml_is_accepted, *manifests) == [f"error: ConfigMap/config: {PROBLEM}; write a number"]


def test_each_base64_of_a_pod_is_read() -> None:
    """If two containers of a pod load different base64, each of them is checked."""
    pod = encoded(COMPLETE)
    pod["spec"]["template"]["spec"]["containers"] += encoded(WRONG)["spec"]["template"]["spec"]["containers"]

    found = reasons(service_yaml_is_accepted, pod)

    assert found == ["POWERSYNC_CONFIG_B64 line 3: port is not a port number"]


def test_oldest_image_decides() -> None:
    """If the images differ, a setting must be in all of them."""
    old = workload("start", "-r", "sync", image="powersync-service:1.25.0")
    manifests = [config_map(COMPLETE + "sync_config: {version_label: a}\n"), workload(), old]

    assert reasons(service_yaml_fits_the_release, *manifests) == [
        (
            "service.yaml line 3: sync_config.version_label needs service 1.26.0, but the image has 1.25.0, "
            "which ignores it"
        )
    ]


def test_image_without_a_version_has_every_setting() -> None:
    """A digest, or a tag like `latest`, shows no version."""
    manifests = [config_map(COMPLETE + "sync_config: {version_label: a}\n"), workload(image="powersync-service:latest")]

    assert reasons(service_yaml_fits_the_release, *manifests) == []


@pytest.mark.parametrize(
    ("key", "image", "severity"),
    [
        pytest.param("prot", "1.28.0", "warning", id="similar"),
        pytest.param("cache", "1.26.1", "warning", id="unknown"),
        pytest.param("cache", "1.28.0", "note", id="perhaps-in-a-newer-release"),
        pytest.param("cache", "latest", "note", id="perhaps-in-an-unknown-release"),
    ],
)
def test_severity_of_an_unknown_key(key: str, image: str, severity: str) -> None:
    """An unknown key is only a note if a release may have it that the library does not know completely."""
    manifests = [config_map(f"{COMPLETE}{key}: 1\n"), workload(image=f"powersync-service:{image}")]

    assert [each.partition(":")[0] for each in lines(service_yaml_has_known_keys, *manifests)] == [severity]


def test_unreadable_file_has_no_other_finding() -> None:
    """If the service cannot read the file, the other rules about its content report nothing."""
    found = check({"app": [config_map(f"{COMPLETE}port: [\n"), workload()]})

    assert {each.rule for each in found if each.rule.startswith("PS1")} == {"PS101"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("password: *hunter2", "service.yaml line 1: is an alias without an anchor before it", id="alias"),
        pytest.param(
            "password: !env hunter2",
            "service.yaml line 1: password has !env with a name that does not begin with PS_",
            id="variable",
        ),
        pytest.param(
            "password: @hunter2",
            "service.yaml line 1: is not YAML: found character '@' that cannot start any token",
            id="character",
        ),
        pytest.param("password: !hunter2!x", "service.yaml line 1: is not YAML: found undefined tag handle", id="tag"),
    ],
)
def test_finding_does_not_show_the_value(text: str, reason: str) -> None:
    """No text of the file is in a finding, because it may be a password."""
    [found] = reasons(service_yaml_is_readable, config_map(f"{text}\n"), workload())

    assert found == reason
    assert "hunter2" not in found


@pytest.mark.parametrize(
    ("client_auth", "reason"),
    [
        pytest.param("", "service.yaml: client_auth has no keys, so the service rejects every client", id="nothing"),
        pytest.param(
            "client_auth: {jwks: {keys: []}, audience: [app]}\n",
            "service.yaml line 2: client_auth has no keys, so the service rejects every client",
            id="empty-keys",
        ),
        pytest.param(
            f"client_auth: {{supabase: true}}\n{source('db.example.com')}",
            "service.yaml line 2: client_auth.supabase leaves the service without keys, because the source host is not "
            "db.<project>.supabase.co",
            id="supabase-of-another-host",
        ),
        pytest.param(
            "client_auth: {jwks_uri: 'https://a.example.com'}\n",
            "service.yaml line 2: client_auth.audience is missing, so the service rejects every token (PSYNC_S2105)",
            id="no-audience",
        ),
        pytest.param(
            "client_auth: {jwks_uri: 'https://a.example.com', allow_local_jwks: true}\n",
            "service.yaml line 2: client_auth.audience is missing, so the service rejects every token (PSYNC_S2105)",
            id="no-audience-and-an-ignored-key",
        ),
        pytest.param(
            "client_auth: {supabase: true, jwks_uri: 'https://a.example.com', audience: []}\n",
            "service.yaml line 2: client_auth.audience is missing, so the service rejects every token that is not from "
            "Supabase (PSYNC_S2105)",
            id="supabase-and-others",
        ),
    ],
)
def test_clients_are_rejected(client_auth: str, reason: str) -> None:
    """Without keys, or without an audience, no client can connect."""
    assert reasons(clients_are_accepted, config_map(STORAGE + client_auth), workload()) == [reason]


@pytest.mark.parametrize(
    "client_auth",
    [
        pytest.param(CLIENT_AUTH, id="url"),
        pytest.param(
            f"client_auth: {{supabase: true}}\n{source('db.abcdefghijklmnopqrst.supabase.co')}", id="supabase"
        ),
        pytest.param(f"client_auth: {{supabase: true}}\n{source('!env PS_HOST')}", id="supabase-perhaps"),
        pytest.param("client_auth: {supabase: true, supabase_jwt_secret: !env PS_JWT}\n", id="supabase-secret"),
        pytest.param("client_auth: {jwks_uri: !env PS_URL, audience: [!env PS_AUDIENCE]}\n", id="variables"),
    ],
)
def test_clients_are_accepted(client_auth: str) -> None:
    """The audience of Supabase is fixed, and a variable counts as a value."""
    assert reasons(clients_are_accepted, config_map(STORAGE + client_auth), workload()) == []


@pytest.mark.parametrize("role", [("start", "-r", "sync"), ("compact",), ("migrate", "up")])
def test_file_without_clients_needs_no_keys(role: tuple[str, ...]) -> None:
    """Clients connect only to API pods and unified pods, which may load another file."""
    assert reasons(clients_are_accepted, config_map(STORAGE), workload(*role)) == []


def test_telemetry_is_reported_by_its_own_rule() -> None:
    """Incomplete telemetry is not reported by the rule for refused values too."""
    manifests = [config_map(f"{COMPLETE}telemetry: {{prometheus_port: 9464}}\n"), workload()]

    assert reasons(service_yaml_is_accepted, *manifests) == []
    assert lines(telemetry_is_complete, *manifests) == [
        (
            "error: ConfigMap/config: service.yaml line 3: telemetry.disable_telemetry_sharing is missing, so the "
            "service does not start; set it to true or false"
        )
    ]


@pytest.mark.parametrize(("image", "count"), [("1.20.0", 1), ("1.19.0", 0), ("latest", 1)])
def test_old_name_of_the_sync_config(image: str, count: int) -> None:
    """Releases before 1.20.0 have only the old name."""
    manifests = [config_map(f"{COMPLETE}sync_rules: {{}}\n"), workload(image=f"powersync-service:{image}")]

    assert len(reasons(sync_config_has_its_name, *manifests)) == count
