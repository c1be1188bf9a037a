"""Known problems of the release are reported if the configuration has them."""

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.configuration.releases import release_has_no_known_problem
from tests.rules.configuration.test_sync_configs import PATH, replicator, sync_config
from tests.rules.manifests import of_instance
from tests.rules.service_files import CLIENT_AUTH, COMPLETE, config_map, lines, reasons, workload

MONGODB = f"storage: {{type: mongodb, uri: mongodb://a/b}}\n{CLIENT_AUTH}"


def service(version: str, *args: str) -> Manifest:
    """Return a workload with a version of the image."""
    return workload(*args, image=f"journeyapps/powersync-service:{version}")


def ids(*manifests: Manifest) -> list[str]:
    """Return the ids of the reported problems."""
    return [each.rpartition("(")[2].partition(",")[0] for each in reasons(release_has_no_known_problem, *manifests)]


def test_finding_names_the_fix() -> None:
    """The finding names the effect, the problem and the release with the fix, once for all workloads."""
    manifests = [config_map(COMPLETE), service("1.26.1"), service("1.26.1", "start", "-r", "sync")]

    assert lines(release_has_no_known_problem, *manifests)[0] == (
        "warning: Deployment/powersync-api: runs service 1.26.1, which can send operations twice, and clients then "
        "download their data repeatedly because the checksums differ (powersync-service#814, fixed in 1.27.0); use "
        "1.27.0 or newer"
    )
    assert len(ids(*manifests)) == len(set(ids(*manifests)))


@pytest.mark.parametrize(
    ("problem", "manifests", "is_reported"),
    [
        pytest.param("powersync-service#814", [config_map(MONGODB), service("1.26.1")], False, id="other-storage"),
        pytest.param("powersync-service#718", [config_map(COMPLETE), service("1.23.3")], True, id="api-pods"),
        pytest.param(
            "powersync-service#718",
            [config_map(COMPLETE), service("1.23.3", "start", "-r", "unified")],
            False,
            id="unified",
        ),
        pytest.param(
            "powersync-service#625",
            [config_map(PATH), replicator(image="powersync-service:1.20.5"), sync_config()],
            True,
            id="edition-3",
        ),
        pytest.param(
            "powersync-service#625",
            [
                config_map(PATH),
                replicator(image="powersync-service:1.20.5"),
                sync_config("bucket_definitions: {a: {data: [SELECT * FROM a]}}\n"),
            ],
            False,
            id="edition-1",
        ),
        pytest.param("powersync-service#814", [config_map(COMPLETE), service("latest")], False, id="unknown-version"),
        pytest.param("powersync-service#700", [config_map(COMPLETE), service("1.29.1")], False, id="only-mentioned"),
    ],
)
def test_conditions_decide(problem: str, manifests: list[Manifest], is_reported: bool) -> None:
    """A problem is reported only for its versions, with the configuration that has it."""
    assert (problem in ids(*manifests)) is is_reported


@pytest.mark.parametrize(("ours", "severity"), [(False, "error"), (True, "warning")])
def test_unsafe_release_is_an_error(ours: bool, severity: str) -> None:
    """The props of this library reject an unsafe release, unless the user accepts the problem."""
    api = of_instance(service("1.23.3")) if ours else service("1.23.3")

    assert lines(release_has_no_known_problem, config_map(COMPLETE), api)[0].startswith(f"{severity}: ")
