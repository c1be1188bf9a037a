"""Containers run the program of the service, with commands that it has."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules._lib.service_containers import service_containers
from powersync_constructs.rules.containers.programs import command_is_known, commands_are_in_args, program_is_in_place
from tests.rules.manifests import manifest, objects

IMAGE = "ghcr.io/mirror/powersync-service:1.28.0"


def pod(image: str = IMAGE, **container: Any) -> Manifest:
    """Return a Pod with one container."""
    return manifest("Pod", "sync", spec={"containers": [{"name": "sync", "image": image, **container}]})


def test_command_in_place_of_args_is_reported() -> None:
    """A command of the service replaces the entry point of the image."""
    [found] = commands_are_in_args.findings(objects(pod(command=["start", "-r", "api"])))

    assert found.path == ("spec", "containers", 0, "command")


def test_container_with_a_replaced_entry_point_is_recognized() -> None:
    """Other rules check the container too, although it cannot start."""
    [each] = objects(pod(command=["start"], args=["-r", "sync"]))

    assert [container.role for container in service_containers(each)] == ["replication"]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pod(args=["start", "-r", "api"]), id="args"),
        pytest.param(pod(command=["node", "service/lib/entry.js"], args=["start"]), id="entry-point"),
        pytest.param(pod(command=["sh", "-c", "sleep 1"]), id="another-program"),
        pytest.param(pod("golang-migrate/migrate", command=["migrate"]), id="another-image"),
        pytest.param(pod(command="start"), id="not-a-list"),
    ],
)
def test_other_commands_are_not_reported(made: Manifest) -> None:
    """Programs that exist in the image, and other images, are not reported."""
    assert commands_are_in_args.findings(objects(made)) == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"args": ["serve"]}, "runs the command 'serve', which the service does not have"),
        ({"args": ["-r", "api"]}, "runs the command '-r', which the service does not have"),
        ({"args": ["start", "-r", "replication"]}, "starts the runner type 'replication', which the service does not"),
        ({"args": ["start", "--runner-type=web"]}, "starts the runner type 'web', which the service does not have"),
        ({"env": [{"name": "PS_RUNNER_TYPE", "value": "all"}]}, "starts the runner type 'all', which the service does"),
        ({"args": ["migrate", "Up"]}, "runs migrate with the direction 'Up', which migrates nothing"),
        ({"args": ["migrate"]}, "runs migrate without a direction"),
        ({"args": ["teardown"]}, "runs teardown without the word that confirms it"),
        ({"command": ["node", "/app/service/lib/entry.js", "sync"]}, "runs the command 'sync', which the service does"),
    ],
)
def test_unknown_arguments_are_reported(fields: dict[str, Any], reason: str) -> None:
    """Arguments that the service does not accept are reported."""
    [found] = command_is_known.findings(objects(pod(**fields)))

    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pod(), id="default-of-the-image"),
        pytest.param(pod(args=["start"]), id="unified-by-default"),
        pytest.param(pod(args=["start", "--runner-type", "sync", "-c", "/powersync/service.yaml"]), id="options"),
        pytest.param(pod(args=["migrate", "-c", "/powersync/service.yaml", "up"]), id="option-before-the-direction"),
        pytest.param(pod(args=["migrate", "down"]), id="other-direction"),
        pytest.param(pod(args=["teardown", "TEARDOWN"]), id="confirmed"),
        pytest.param(pod(args=["--help"]), id="help"),
        pytest.param(pod(args=["start", "-r", "$(RUNNER)"]), id="variable"),
        pytest.param(pod(command=["node", "-e", "fetch()"], args=["serve"]), id="another-program"),
        pytest.param(pod("acme/powersync-service-tools:1", args=["serve"]), id="another-image"),
    ],
)
def test_known_arguments_are_not_reported(made: Manifest) -> None:
    """Arguments that the service accepts, and those of other programs, are not reported."""
    assert command_is_known.findings(objects(made)) == []


def mounted(path: str, **mount: Any) -> dict[str, Any]:
    """Return the fields of a container with a volume."""
    return {"volumeMounts": [{"name": "files", "mountPath": path, **mount}]}


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(mounted("/app"), id="working-directory"),
        pytest.param(mounted("/app/"), id="slash-at-the-end"),
        pytest.param(mounted("/app/node_modules"), id="modules"),
        pytest.param({"workingDir": "/powersync"}, id="another-directory"),
        pytest.param({"workingDir": "/", "command": ["node", "service/lib/entry.js"]}, id="relative-path"),
    ],
)
def test_hidden_program_is_reported(fields: dict[str, Any]) -> None:
    """A volume or a working directory that hides the program is reported."""
    assert len(program_is_in_place.findings(objects(pod(**fields)))) == 1


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pod(**mounted("/app/.probes")), id="probe-files"),
        pytest.param(pod(**mounted("/app/powersync.yaml", subPath="powersync.yaml")), id="one-file"),
        pytest.param(pod(workingDir="/app"), id="same-directory"),
        pytest.param(pod(workingDir="/", command=["node", "/app/service/lib/entry.js"]), id="absolute-path"),
        pytest.param(pod("busybox", workingDir="/", **mounted("/app")), id="another-image"),
    ],
)
def test_program_in_place_is_not_reported(made: Manifest) -> None:
    """Volumes below the working directory, absolute paths and other images are not reported."""
    assert program_is_in_place.findings(objects(made)) == []
