"""The variables that service.yaml reads are set in every container that loads it."""

from typing import Any

import pytest

from powersync_constructs.rules.configuration.variables_of_service_yaml import (
    settings_are_read,
    variables_of_service_yaml_are_set,
)
from tests.judges import JudgeError, Judges
from tests.rules.manifests import manifest, of_instance
from tests.rules.service_files import COMPLETE, PASSWORD, config_map, lines, reasons, workload

NAMES = {"name": "variables"}
TEXTS = ["12", " 12 ", "", " ", "1.5", ".5", "5.", "1e3", "-1", "+1", "0x1F", "0o17", "0b11", "Infinity", "-Infinity"]
NOT_NUMBERS = ["a", "1_000", "1,5", "inf", "nan", "1 2", "20s", "0x", "--1", "\u0661", "NaN"]


def with_value(cast: str, value: str) -> list[str]:
    """Return the findings for a variable with a cast and a value."""
    text = f"{COMPLETE}metadata: {{team: !env 'PS_TEAM::{cast}'}}\n"
    return reasons(
        variables_of_service_yaml_are_set,
        config_map(text),
        workload(env=(PASSWORD, {"name": "PS_TEAM", "value": value})),
    )


def service_casts(judges: Judges, cast: str, value: str) -> bool:
    """Return whether the service can cast a value."""
    try:
        judges.read_service_yaml(f"a: !env 'PS_TEAM::{cast}'", {"PS_TEAM": value})
    except JudgeError:
        return False
    return True


def test_missing_variable_names_the_container_and_the_field() -> None:
    """The finding names the container without the variable, and the field that reads it."""
    manifests = [config_map(COMPLETE), workload(), workload("migrate", "up", env=())]

    assert lines(variables_of_service_yaml_are_set, *manifests) == [
        (
            "error: Deployment/powersync-up: container 'powersync' has no variable PS_PASSWORD, which "
            "service.yaml reads for storage.password; set PS_PASSWORD in every container that loads the file"
        )
    ]


@pytest.mark.parametrize("role", [("start", "-r", "api"), ("start", "-r", "sync"), ("compact",), ("migrate", "up")])
def test_every_role_needs_every_variable(role: tuple[str, ...]) -> None:
    """The service resolves the whole file in every role."""
    assert len(reasons(variables_of_service_yaml_are_set, config_map(COMPLETE), workload(*role, env=()))) == 1


@pytest.mark.parametrize(("envs", "count"), [([(), ()], 0), ([(PASSWORD,), ()], 1)])
def test_variable_may_be_injected_into_all_pods_of_this_library(envs: list[tuple[Any, ...]], count: int) -> None:
    """The props of this library set every variable, except for one that something else injects into all pods."""
    workloads = [
        of_instance(workload("start", "-r", role, env=env)) for role, env in zip(("api", "sync"), envs, strict=True)
    ]

    assert len(reasons(variables_of_service_yaml_are_set, config_map(COMPLETE), *workloads)) == count


@pytest.mark.parametrize(
    ("stored", "count"),
    [
        pytest.param([], 0, id="not-in-the-manifests"),
        pytest.param([{**manifest("Secret", "variables"), "stringData": {"PS_PASSWORD": "a"}}], 0, id="with-it"),
        pytest.param([{**manifest("Secret", "variables"), "stringData": {"OTHER": "a"}}], 1, id="without-it"),
    ],
)
def test_variables_may_come_from_a_whole_secret(stored: list[dict[str, object]], count: int) -> None:
    """A Secret of `envFrom` that is not in the manifests may contain every variable."""
    service = workload(env=(), envFrom=[{"secretRef": NAMES}])

    assert len(reasons(variables_of_service_yaml_are_set, config_map(COMPLETE), service, *stored)) == count


@pytest.mark.parametrize("value", [*TEXTS, *NOT_NUMBERS])
def test_both_agree_on_numbers(judges: Judges, value: str) -> None:
    """The rule reports a value exactly if the service cannot cast it to a number."""
    assert bool(with_value("number", value)) is not service_casts(judges, "number", value)


@pytest.mark.parametrize("value", ["true", "True", "FALSE", "yes", "1", "", " true"])
def test_both_agree_on_booleans(judges: Judges, value: str) -> None:
    """The rule reports a value exactly if the service cannot cast it to a boolean."""
    assert bool(with_value("boolean", value)) is not service_casts(judges, "boolean", value)


def test_value_of_a_secret_is_not_shown() -> None:
    """The finding for an impossible cast does not contain the value."""
    [reason] = with_value("number", "hunter2")

    assert reason == (
        "container 'powersync' sets PS_TEAM, which service.yaml reads for metadata.team, "
        "to a value that cannot be cast to a number"
    )


def test_unread_variables_are_one_finding_per_container() -> None:
    """The finding names all variables that the service does not read, and the settings for their purpose."""
    names = ("METRICS_PORT", "MICRO_PROBE_TYPE", "PS_LOG_LEVEL")
    service = workload(env=(PASSWORD, *({"name": name, "value": "a"} for name in names)))

    assert lines(settings_are_read, config_map(COMPLETE), service) == [
        (
            "warning: Deployment/powersync-api: sets MICRO_PROBE_TYPE and METRICS_PORT in container 'powersync', "
            "which no release of the service reads; remove them; for the same purpose, service.yaml has "
            "healthcheck.probes and telemetry.prometheus_port"
        )
    ]


def test_unread_variables_of_a_config_map_are_found() -> None:
    """Variables of `envFrom` count too."""
    stored = manifest("ConfigMap", "variables", data={"LOG_FORMAT": "json"})
    service = workload(envFrom=[{"configMapRef": NAMES}])

    assert len(reasons(settings_are_read, config_map(COMPLETE), service, stored)) == 1
