"""The difference between snapshots has each changed line in its place."""

import pytest

from powersync_constructs.testing._difference import difference
from powersync_constructs.testing._yaml import to_yaml
from tests.rules.manifests import manifest


def deployment(name: str, *containers: dict[str, object], **spec: object) -> str:
    """Return a Deployment as the snapshots show it."""
    pod = {"template": {"spec": {"containers": list(containers)}}} if containers else {}
    return to_yaml([manifest("Deployment", name, group="apps", spec={**spec, **pod})])


ONE = deployment("one", {"name": "app", "args": ["a", "b"], "image": "app:1"}, replicas=2)
TWO = deployment("two", replicas=2)


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        pytest.param(ONE, ONE, [], id="equal"),
        pytest.param(
            ONE + TWO,
            ONE + TWO.replace("replicas: 2", "replicas: 3"),
            ["  Deployment/two", "  spec:", "-   replicas: 2", "+   replicas: 3"],
            id="a field of the second object",
        ),
        pytest.param(
            ONE,
            ONE.replace("app:1", "app:2").replace("- b", "- c"),
            [
                "  Deployment/one",
                "  spec:",
                "    template:",
                "      spec:",
                "        containers:",
                "          - name: app",
                "            args:",
                "-             - b",
                "-           image: app:1",
                "+             - c",
                "+           image: app:2",
            ],
            id="two fields of a container",
        ),
        pytest.param(
            ONE + TWO,
            ONE.replace("replicas: 2", "replicas: 3") + TWO.replace("replicas: 2", "replicas: 4"),
            [
                *("  Deployment/one", "  spec:", "-   replicas: 2", "+   replicas: 3"),
                *("  Deployment/two", "  spec:", "-   replicas: 2", "+   replicas: 4"),
            ],
            id="two objects",
        ),
        pytest.param(
            ONE,
            ONE + TWO,
            ["  Deployment/two", *(f"+ {line}" for line in TWO.splitlines())],
            id="a new object",
        ),
        pytest.param(
            ONE + TWO,
            ONE,
            ["  Deployment/two", *(f"- {line}" for line in TWO.splitlines())],
            id="a removed object",
        ),
        pytest.param("", "text", ["  ?/?", "+ text"], id="no manifests"),
    ],
)
def test_changed_lines_are_below_their_keys(before: str, after: str, lines: list[str]) -> None:
    """A changed line has its object and its keys above it, which are not repeated for the next line."""
    assert [*difference(before, after)] == lines
