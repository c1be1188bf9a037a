"""`patch` sets what the props cannot set, and reports a wrong path in one line."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from cdk8s import ApiObject, App, Chart, JsonPatch
from constructs import IConstruct

from powersync_constructs import ConfigError, PowerSync, patch
from powersync_constructs.config import MonitoringProps
from tests.samples.instance import INSTANCE

from .manifests import own_databases, render, the

HOST_USERS = {"/spec/template/spec/hostUsers": False}


@pytest.fixture
def powersync(chart: Chart) -> PowerSync:
    """An instance with monitoring, so that alerts contain the name of its Job."""
    return PowerSync(chart, "powersync", INSTANCE.with_(monitoring=MonitoringProps()))


def test_a_field_is_set(chart: Chart, powersync: PowerSync) -> None:
    """A patch sets a field of the manifest."""
    patch(powersync.api.deployment, HOST_USERS, {"/metadata/labels/example.com~1team": "sync"})

    deployment = the(render(chart), "Deployment", "powersync-api")
    assert deployment["spec"]["template"]["spec"]["hostUsers"] is False
    assert deployment["metadata"]["labels"]["example.com/team"] == "sync"


def test_patches_are_applied_in_order(chart: Chart, powersync: PowerSync) -> None:
    """A later patch can use the result of an earlier one."""
    patch(
        powersync.api.deployment,
        {"/metadata/annotations": {"a": "1"}, "/metadata/annotations/b": "2"},
        JsonPatch.copy("/metadata/annotations/b", "/metadata/annotations/c"),
        {"/metadata/annotations/a": None},
    )

    assert the(render(chart), "Deployment", "powersync-api")["metadata"]["annotations"] == {"b": "2", "c": "2"}


def test_a_list_can_be_changed(chart: Chart, powersync: PowerSync) -> None:
    """A path can lead to an item by its index, or append an item."""
    args = "/spec/template/spec/containers/0/args"

    patch(powersync.api.deployment, {f"{args}/-": "--fast"})

    container = the(render(chart), "Deployment", "powersync-api")["spec"]["template"]["spec"]["containers"][0]
    assert container["args"] == ["start", "-r", "api", "--fast"]


NEWER = {"/spec/trafficDistribution": "PreferClose", "/spec/clusterIP": "10.0.0.7"}
"""A field of Kubernetes 1.30, and a field that cdk8s-plus spells differently: its typed objects write neither."""


def test_fields_that_typed_objects_omit_are_written(chart: Chart, powersync: PowerSync) -> None:
    """A patch sets such a field, and a later patch keeps it."""
    patch(powersync.api.service, NEWER)
    patch(powersync.api.service, {"/spec/clusterIP": None, "/metadata/annotations": {"a": "b"}})

    service = the(render(chart), "Service", "powersync-api")
    assert (service["spec"].get("clusterIP"), service["spec"]["trafficDistribution"]) == (None, "PreferClose")
    assert service["metadata"]["annotations"] == {"a": "b"}


def test_a_job_with_fields_that_typed_objects_omit(app: App, chart: Chart, powersync: PowerSync) -> None:
    """The hash in the name of the Job includes such a field."""
    assert powersync.migrate is not None

    patch(job_of(powersync), {"/spec/template/spec/setHostnameAsFQDN": True})
    patch(job_of(powersync), {"/spec/template/spec/volumes/1/projected/sources/2/downwardAPI/items": []})

    app.synth()
    job = the(render(chart), "Job")
    assert job["metadata"]["name"] == powersync.migrate.job_name
    assert job["spec"]["template"]["spec"]["setHostnameAsFQDN"] is True


def test_an_object_that_is_no_longer_written_cannot_be_changed(app: App, powersync: PowerSync) -> None:
    """A JSON patch of cdk8s on the typed object would be lost."""
    patch(powersync.api.service, NEWER)
    ApiObject.of(powersync.api.service).add_json_patch(JsonPatch.add("/spec/type", "NodePort"))

    with pytest.raises(RuntimeError, match=r"Service/powersync-api: was changed after .* make this change with"):
        app.synth()


def line(made: IConstruct, *patches: Any) -> str:
    """Return the one line of the error that the patches raise."""
    with pytest.raises(ConfigError) as caught:
        patch(made, *patches)
    [found] = caught.value.lines
    return found


@pytest.mark.parametrize(
    ("patches", "message"),
    [
        pytest.param(
            [{"/spec/templat/spec/hostNetwork": True}],
            "'/spec/templat/spec/hostNetwork' does not exist: /spec has no 'templat'; did you mean 'template'?",
            id="missing-path",
        ),
        pytest.param(
            [{"/spec/x": {1, 2}}],
            "'/spec/x' has a value that JSON cannot represent; use strings, numbers, booleans, lists and mappings",
            id="not-json",
        ),
        pytest.param(
            [{"/metadata/name": "mine"}],
            "/metadata/name cannot be patched, because other objects and rules use it; "
            "set it in the props, or create a separate object",
            id="name",
        ),
        pytest.param(
            [{"/metadata/labels/powersync-constructs~1instance": None}],
            "/metadata/labels/powersync-constructs~1instance cannot be patched, because other objects and rules use "
            "it; set it in the props, or create a separate object",
            id="instance-label",
        ),
        pytest.param(["/spec/replicas"], "a patch is of type str; use {path: value} or a JsonPatch", id="text"),
        pytest.param([{2: 1}], "'2' is not a JSON pointer; write it like /spec/replicas", id="path-is-a-number"),
        pytest.param([{"/spec/": 1}], "'/spec/' is not a JSON pointer; write it like /spec/replicas", id="empty-key"),
        pytest.param(
            [JsonPatch.add("/spec/a/b/c", 1)],
            "a JsonPatch cannot be applied: TypeError: Cannot read properties of undefined (reading 'b'); "
            "use {path: value}, which reports a wrong path",
            id="json-patch-that-fails",
        ),
        pytest.param(
            [JsonPatch.remove("/spec/a")],
            "a JsonPatch changes nothing, so its path may be wrong; use {path: value}, which reports a wrong path",
            id="json-patch-without-effect",
        ),
    ],
)
def test_a_wrong_patch_is_refused_at_once(powersync: PowerSync, patches: list[Any], message: str) -> None:
    """The error is one line, which names the object."""
    assert line(powersync.api.deployment, *patches) == f"Deployment/powersync-api: {message}"


def test_a_wrong_patch_changes_nothing(chart: Chart, powersync: PowerSync) -> None:
    """A wrong patch is not applied, and neither are the patches before it."""
    before = render(chart)

    line(powersync.api.deployment, HOST_USERS, {"/spec/templat/spec": {}})

    assert render(chart) == before


def test_an_object_that_cannot_be_rendered(powersync: PowerSync) -> None:
    """A wrong JSON patch of cdk8s fails only when the object is rendered."""
    ApiObject.of(powersync.api.deployment).add_json_patch(JsonPatch.add("/spec/a/b", 1))

    message = line(powersync.api.deployment, HOST_USERS)

    assert message.startswith("chart/powersync/api/Default: Failed serializing construct")


def test_a_construct_is_not_an_object(powersync: PowerSync) -> None:
    """A construct has several objects, and a patch must name one of them."""
    assert (
        line(powersync, HOST_USERS)
        == "patch: PowerSync is not a Kubernetes object; pass one of its objects, like ps.api.deployment"
    )


def job_of(powersync: PowerSync) -> IConstruct:
    """Return the migration Job."""
    assert powersync.migrate is not None
    assert powersync.migrate.job is not None
    return powersync.migrate.job


def test_a_patched_job_has_a_new_name(app: App, powersync: PowerSync) -> None:
    """The spec of a Job is immutable; alerts and the dashboard use the new name."""
    assert powersync.migrate is not None
    before = str(powersync.migrate.job_name)

    patch(job_of(powersync), HOST_USERS)

    after = str(powersync.migrate.job_name)
    app.synth()
    text = Path(app.outdir, "chart.k8s.yaml").read_text(encoding="utf-8")
    job = the([*yaml.safe_load_all(text)], "Job")
    assert job["metadata"]["name"] == after != before
    assert (before in text, text.count(after) > 2) == (False, True)


def test_a_job_keeps_its_name_if_its_spec_does_not_change(powersync: PowerSync) -> None:
    """Fields outside the spec can be changed in a cluster."""
    assert powersync.migrate is not None
    before = powersync.migrate.job_name

    patch(job_of(powersync), {"/metadata/labels/example.com~1team": "sync"})

    assert powersync.migrate.job_name == before


@pytest.mark.filterwarnings("ignore::powersync_constructs.FindingWarning")
def test_a_job_of_another_cluster_keeps_its_alerts(app: App, powersync: PowerSync) -> None:
    """A chart with the same instance can be for another cluster."""
    twin = Chart(app, "twin", namespace="sync", disable_resource_name_hashes=True)
    other = PowerSync(twin, "powersync", powersync.props.with_(**own_databases("twin")))
    assert other.migrate is not None

    patch(job_of(powersync), HOST_USERS)

    rules = yaml.safe_dump(the(render(twin), "PrometheusRule"))
    assert str(other.migrate.job_name) in rules


def test_alerts_in_another_chart_use_the_new_name(app: App, chart: Chart) -> None:
    """The Job can be in the `pre_deploy` chart."""
    first = Chart(app, "first", namespace="sync", disable_resource_name_hashes=True)
    powersync = PowerSync(chart, "powersync", INSTANCE.with_(monitoring=MonitoringProps()), pre_deploy=first)
    assert powersync.migrate is not None

    patch(job_of(powersync), HOST_USERS)

    assert str(powersync.migrate.job_name) in yaml.safe_dump(the(render(chart), "PrometheusRule"))


def test_the_content_of_a_config_map_cannot_be_patched(powersync: PowerSync) -> None:
    """Pods mount the ConfigMap by its name, which contains the hash of its data."""
    config_map = powersync.configuration.node.find_child("config")

    message = line(config_map, {"/data/service.yaml": "port: 8080\n"})

    rule = "is named by the hash of its data, and pods mount it by that name"
    assert message.endswith(f": {rule}; set the content in the props instead")


def test_the_labels_of_a_config_map_can_be_patched(chart: Chart, powersync: PowerSync) -> None:
    """Labels are not part of the hash."""
    patch(powersync.configuration.node.find_child("config"), {"/metadata/labels/team": "sync"})

    labeled = [each for each in render(chart) if each["metadata"]["labels"].get("team") == "sync"]
    assert [each["kind"] for each in labeled] == ["ConfigMap"]


@pytest.mark.parametrize(
    ("part", "patched", "message"),
    [
        ("migrate", "/spec/backoffLimit", r"Job/powersync-migrate-[0-9a-f]{10}: is named by the hash of its spec"),
        (
            "configuration/config",
            "/data/service.yaml",
            r"ConfigMap/powersync-config-[0-9a-f]{10}: is named by the hash of its data",
        ),
    ],
)
def test_a_json_patch_of_hashed_content_is_found_at_synth(
    app: App, powersync: PowerSync, part: str, patched: str, message: str
) -> None:
    """The object would keep its name, and a cluster would reject it."""
    made: IConstruct = powersync
    for id in part.split("/"):
        made = made.node.find_child(id)
    ApiObject.of(made).add_json_patch(JsonPatch.replace(patched, "9"))

    with pytest.raises(RuntimeError, match=message):
        app.synth()
