"""A command that the image of the service does not have is reported."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.containers.commands import commands_are_in_the_image
from tests.rules.manifests import container, finding, labeled, objects, part


def pod(version: str = "1.28.0", image: str = "", **fields: Any) -> Manifest:
    """Return a Deployment whose first init container has these fields."""
    service = container("api", version)
    own = {"name": "wait", "image": image or service["image"], **fields}
    spec = {"template": {"spec": {"initContainers": [own], "containers": [service]}}}
    return part("Deployment", "api", spec=spec)


def executes(*command: str) -> dict[str, Any]:
    """Return the action of a probe or a hook."""
    return {"exec": {"command": [*command]}}


@pytest.mark.parametrize(
    ("fields", "command"),
    [
        pytest.param({"command": ["curl", "-f", "http://localhost"]}, "curl", id="program"),
        pytest.param({"command": ["/usr/bin/bash", "-c", "sleep 1"]}, "bash", id="path"),
        pytest.param({"command": ["sh", "-c", "sleep 1 && npm ci"]}, "npm", id="script"),
        pytest.param(
            {"command": ["sh", "-c"], "args": ["until curl -f http://a; do sleep 1; done"]}, "curl", id="until"
        ),
        pytest.param({"command": ["sh", "-ec", "curl -f http://a || exit 1"]}, "curl", id="options-of-the-shell"),
        pytest.param({"livenessProbe": executes("curl", "-f", "http://localhost")}, "curl", id="probe"),
        pytest.param({"lifecycle": {"preStop": executes("bash", "-c", "sleep 20")}}, "bash", id="hook"),
    ],
)
def test_missing_command_is_a_warning(fields: dict[str, Any], command: str) -> None:
    """The image of 1.28 is based on Alpine Linux, without bash, curl and npm."""
    found = commands_are_in_the_image.findings(objects(pod(**fields)))

    reason = f"runs {command} in container 'wait', but the image of service 1.28.0 does not have it"
    assert found == [
        finding("command-in-image", "warning", "Deployment/app-api", reason, "use node or sh, or another image")
    ]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pod(version="1.27.0", command=["bash", "-c", "sleep 1"]), id="debian-has-bash"),
        pytest.param(pod(command=["sh", "-c", "sleep 1"]), id="busybox"),
        pytest.param(pod(command=["node", "-e", "curl()"]), id="script-of-another-language"),
        pytest.param(pod(command=["sh", "-c", "echo curl"]), id="argument"),
        pytest.param(pod(image="curlimages/curl:8", command=["curl", "http://a"]), id="another-image"),
        pytest.param(pod(version="edge", command=["bash"]), id="unknown-version"),
        pytest.param(pod(args=["curl"]), id="arguments-of-the-entry-point"),
        pytest.param(pod(command="curl"), id="not-a-list"),
        pytest.param(labeled(part("ConfigMap", "config"), {"app.kubernetes.io/version": "1.28.0"}), id="no-pods"),
    ],
)
def test_other_commands_are_not_reported(made: Manifest) -> None:
    """Commands of another image, and commands that the image has, are not reported."""
    assert commands_are_in_the_image.findings(objects(made)) == []


def test_debian_image_has_no_curl() -> None:
    """The image of older releases has bash, but neither curl nor wget."""
    made = pod(version="1.27.0", command=["bash", "-c", "wget http://a"])

    assert [finding.reason.split()[1] for finding in commands_are_in_the_image.findings(objects(made))] == ["wget"]


@pytest.mark.parametrize("version", ["latest", "0.1.0"])
def test_no_image_has_curl(version: str) -> None:
    """A command that no image of the service has is reported for an unknown release too."""
    made = pod(version=version, command=["curl", "http://a"])

    [found] = commands_are_in_the_image.findings(objects(made))

    assert found.reason.startswith("runs curl in container 'wait', but the image of ")
