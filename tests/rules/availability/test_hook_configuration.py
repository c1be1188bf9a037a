"""The configuration of long-running pods is not a hook of Helm."""

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.availability.hook_configuration import configuration_is_no_hook
from tests.rules.manifests import annotated, finding, manifest, objects
from tests.rules.sample_instances import instance, workload

HOOK = {"helm.sh/hook": "pre-install,pre-upgrade"}
ENV = annotated(manifest("ConfigMap", "env", data={"A": "b"}), HOOK)


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
def test_mounted_hook_is_reported(kind: str) -> None:
    """Helm neither deletes a hook nor restores it."""
    config, pods = instance(kind=kind)

    found = configuration_is_no_hook.findings(objects(annotated(config, HOOK), pods))

    reason = "is a Helm hook, but Deployment/one-api needs it all the time"
    fix = "remove the annotation helm.sh/hook"
    assert found == [finding("configuration-is-no-hook", "warning", f"{kind}/one-config", reason, fix)]


def test_hook_with_variables_is_reported() -> None:
    """The variables of `envFrom` count too."""
    pods = workload()
    pods["spec"]["template"]["spec"]["containers"][0]["envFrom"] = [{"configMapRef": {"name": "env"}}]

    assert len(configuration_is_no_hook.findings(objects(ENV, pods))) == 1


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param(instance(), id="no-hook"),
        pytest.param([ENV, workload()], id="unused"),
        pytest.param([annotated(instance()[0], HOOK), workload(component="migrate")], id="only-the-migration-needs-it"),
    ],
)
def test_other_objects_are_not_reported(manifests: list[Manifest]) -> None:
    """A hook may need configuration that is a hook too."""
    assert configuration_is_no_hook.findings(objects(*manifests)) == []
