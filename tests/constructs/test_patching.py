"""What the props cannot say is patched, and a wrong path is told in one line."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from cdk8s import ApiObject, App, Chart, JsonPatch
from constructs import IConstruct

from powersync_constructs import ConfigError, PowerSync, patch
from powersync_constructs.config import MonitoringProps
from tests.samples.instance import INSTANCE

from .manifests import render, the

HOST_NETWORK = {"/spec/template/spec/hostNetwork": True}


@pytest.fixture
def powersync(chart: Chart) -> PowerSync:
    """An instance that is watched, so that alerts mention its Job."""
    return PowerSync(chart, "powersync", INSTANCE.with_(monitoring=MonitoringProps()))


def test_a_field_is_set(chart: Chart, powersync: PowerSync) -> None:
    """As if the props had said it."""
    patch(powersync.api.deployment, HOST_NETWORK, {"/metadata/labels/example.com~1team": "sync"})

    deployment = the(render(chart), "Deployment", "powersync-api")
    assert deployment["spec"]["template"]["spec"]["hostNetwork"] is True
    assert deployment["metadata"]["labels"]["example.com/team"] == "sync"


def test_patches_are_made_in_their_order(chart: Chart, powersync: PowerSync) -> None:
    """A later one sees what an earlier one has made."""
    patch(
        powersync.api.deployment,
        {"/metadata/annotations": {"a": "1"}, "/metadata/annotations/b": "2"},
        JsonPatch.copy("/metadata/annotations/b", "/metadata/annotations/c"),
        {"/metadata/annotations/a": None},
    )

    assert the(render(chart), "Deployment", "powersync-api")["metadata"]["annotations"] == {"b": "2", "c": "2"}


def test_a_list_is_changed(chart: Chart, powersync: PowerSync) -> None:
    """An item by its position, and one more behind the last."""
    args = "/spec/template/spec/containers/0/args"

    patch(powersync.api.deployment, {f"{args}/0": "begin", f"{args}/-": "--fast"})

    container = the(render(chart), "Deployment", "powersync-api")["spec"]["template"]["spec"]["containers"][0]
    assert container["args"] == ["begin", "-r", "api", "--fast"]


NEWER = {"/spec/trafficDistribution": "PreferClose", "/spec/clusterIP": "10.0.0.7"}
"""A field of Kubernetes 1.30, and one that cdk8s-plus spells in another way: its typed objects write neither."""


def test_fields_that_typed_objects_drop_are_written(chart: Chart, powersync: PowerSync) -> None:
    """So that a patch never says less than it was given, and a later one adds to it."""
    patch(powersync.api.service, NEWER)
    patch(powersync.api.service, {"/spec/clusterIP": None, "/metadata/annotations": {"a": "b"}})

    service = the(render(chart), "Service", "powersync-api")
    assert (service["spec"].get("clusterIP"), service["spec"]["trafficDistribution"]) == (None, "PreferClose")
    assert service["metadata"]["annotations"] == {"a": "b"}


def test_a_job_with_fields_that_typed_objects_drop(app: App, chart: Chart, powersync: PowerSync) -> None:
    """It is named by them too."""
    assert powersync.migrate is not None

    patch(job_of(powersync), {"/spec/template/spec/setHostnameAsFQDN": True})
    patch(job_of(powersync), {"/spec/template/spec/volumes/1/projected/sources/2/downwardAPI/items": []})

    app.synth()
    job = the(render(chart), "Job")
    assert job["metadata"]["name"] == powersync.migrate.job_name
    assert job["spec"]["template"]["spec"]["setHostnameAsFQDN"] is True


def test_what_is_no_longer_written_must_not_be_changed(app: App, powersync: PowerSync) -> None:
    """A JSON patch of cdk8s on the typed object would be lost."""
    patch(powersync.api.service, NEWER)
    ApiObject.of(powersync.api.service).add_json_patch(JsonPatch.add("/spec/type", "NodePort"))

    with pytest.raises(RuntimeError, match=r"Service/powersync-api: was changed after .* make this change with"):
        app.synth()


def line(made: IConstruct, *patches: Any) -> str:
    """What is told of patches that cannot be."""
    with pytest.raises(ConfigError) as caught:
        patch(made, *patches)
    [found] = caught.value.lines
    return found


@pytest.mark.parametrize(
    ("patches", "told"),
    [
        pytest.param(
            [{"/spec/templat/spec/hostNetwork": True}],
            "'/spec/templat/spec/hostNetwork' is not there: /spec has no 'templat'; did you mean 'template'?",
            id="a-path-that-is-not-there",
        ),
        pytest.param(
            [{"/spec/x": {1, 2}}],
            "'/spec/x' has a value that JSON cannot represent; give texts, numbers, booleans, lists and mappings",
            id="no-json",
        ),
        pytest.param(
            [{"/metadata/name": "mine"}],
            "/metadata/name is what others know it by; say it in the props, or make an object of your own",
            id="another-name",
        ),
        pytest.param(
            [{"/metadata/labels/powersync-constructs~1instance": None}],
            "/metadata/labels/powersync-constructs~1instance is what others know it by; "
            "say it in the props, or make an object of your own",
            id="nobodys",
        ),
        pytest.param(["/spec/replicas"], "a patch is of type str; give {path: value}, or a JsonPatch", id="a-text"),
        pytest.param(
            [{2: 1}], "'2' is not a path into the object; write it like /spec/replicas", id="a-path-that-is-no-text"
        ),
        pytest.param(
            [{"/spec/": 1}], "'/spec/' is not a path into the object; write it like /spec/replicas", id="no-key"
        ),
        pytest.param(
            [JsonPatch.add("/spec/a/b/c", 1)],
            "a JsonPatch cannot be applied: TypeError: Cannot read properties of undefined (reading 'b'); "
            "give {path: value} to be told what is not there",
            id="a-json-patch-that-fails",
        ),
        pytest.param(
            [JsonPatch.remove("/spec/a")],
            "a JsonPatch changes nothing, so that its path may be wrong; give {path: value} to be told",
            id="a-json-patch-without-effect",
        ),
    ],
)
def test_a_wrong_patch_is_told_at_once(powersync: PowerSync, patches: list[Any], told: str) -> None:
    """In one line, with the object."""
    assert line(powersync.api.deployment, *patches) == f"Deployment/powersync-api: {told}"


def test_a_wrong_patch_changes_nothing(chart: Chart, powersync: PowerSync) -> None:
    """Neither by itself, nor by those that came before it."""
    before = render(chart)

    line(powersync.api.deployment, HOST_NETWORK, {"/spec/templat/spec": {}})

    assert render(chart) == before


def test_an_object_that_is_broken_already(powersync: PowerSync) -> None:
    """By a JSON patch of cdk8s, which fails only when it is rendered."""
    ApiObject.of(powersync.api.deployment).add_json_patch(JsonPatch.add("/spec/a/b", 1))

    told = line(powersync.api.deployment, HOST_NETWORK)

    assert told.startswith("chart/powersync/api/Default: Failed serializing construct")


def test_a_construct_is_no_object(powersync: PowerSync) -> None:
    """It has several; which one is meant must be said."""
    assert (
        line(powersync, HOST_NETWORK) == "patch: PowerSync is no object; give one that it made, like ps.api.deployment"
    )


def job_of(powersync: PowerSync) -> IConstruct:
    """The migration Job."""
    assert powersync.migrate is not None
    assert powersync.migrate.job is not None
    return powersync.migrate.job


def test_a_job_is_named_anew(app: App, powersync: PowerSync) -> None:
    """A cluster could not change its spec; alerts and the dashboard follow, and the name is right at synth."""
    assert powersync.migrate is not None
    before = str(powersync.migrate.job_name)

    patch(job_of(powersync), HOST_NETWORK)

    after = str(powersync.migrate.job_name)
    app.synth()
    text = Path(app.outdir, "chart.k8s.yaml").read_text(encoding="utf-8")
    job = the([*yaml.safe_load_all(text)], "Job")
    assert job["metadata"]["name"] == after != before
    assert (before in text, text.count(after) > 2) == (False, True)


def test_a_job_keeps_its_name_with_its_spec(powersync: PowerSync) -> None:
    """What is not in the spec can be changed in a cluster."""
    assert powersync.migrate is not None
    before = powersync.migrate.job_name

    patch(job_of(powersync), {"/metadata/labels/example.com~1team": "sync"})

    assert powersync.migrate.job_name == before


@pytest.mark.filterwarnings("ignore::powersync_constructs.FindingWarning")
def test_a_job_of_another_cluster_keeps_its_alerts(app: App, powersync: PowerSync) -> None:
    """A chart with the same instance may be for another cluster."""
    twin = Chart(app, "twin", namespace="sync", disable_resource_name_hashes=True)
    other = PowerSync(twin, "powersync", powersync.props)
    assert other.migrate is not None

    patch(job_of(powersync), HOST_NETWORK)

    rules = yaml.safe_dump(the(render(twin), "PrometheusRule"))
    assert str(other.migrate.job_name) in rules


def test_alerts_in_another_chart_of_the_cluster_follow(app: App, chart: Chart) -> None:
    """Where the Job is in a chart that is applied before."""
    first = Chart(app, "first", namespace="sync", disable_resource_name_hashes=True)
    powersync = PowerSync(chart, "powersync", INSTANCE.with_(monitoring=MonitoringProps()), pre_deploy=first)
    assert powersync.migrate is not None

    patch(job_of(powersync), HOST_NETWORK)

    assert str(powersync.migrate.job_name) in yaml.safe_dump(the(render(chart), "PrometheusRule"))


def test_the_content_of_a_config_map_is_said_in_the_props(powersync: PowerSync) -> None:
    """Pods mount it by its name, which is the hash of its data."""
    config_map = powersync.configuration.node.find_child("config")

    told = line(config_map, {"/data/service.yaml": "port: 8080\n"})

    assert told.endswith(": is named by its data, and pods mount it by that name; say it in the props instead")


def test_the_labels_of_a_config_map_are_patched(chart: Chart, powersync: PowerSync) -> None:
    """They are not its content."""
    patch(powersync.configuration.node.find_child("config"), {"/metadata/labels/team": "sync"})

    labelled = [each for each in render(chart) if each["metadata"]["labels"].get("team") == "sync"]
    assert [each["kind"] for each in labelled] == ["ConfigMap"]


@pytest.mark.parametrize(
    ("part", "patched", "told"),
    [
        ("migrate", "/spec/backoffLimit", r"Job/powersync-migrate-[0-9a-f]{10}: is named by its spec"),
        (
            "configuration/config",
            "/data/service.yaml",
            r"ConfigMap/powersync-config-[0-9a-f]{10}: is named by its data",
        ),
    ],
)
def test_a_content_that_cdk8s_has_patched_is_found_at_synth(
    app: App, powersync: PowerSync, part: str, patched: str, told: str
) -> None:
    """The name would stay, and a cluster would refuse the object."""
    made: IConstruct = powersync
    for id in part.split("/"):
        made = made.node.find_child(id)
    ApiObject.of(made).add_json_patch(JsonPatch.replace(patched, "9"))

    with pytest.raises(RuntimeError, match=told):
        app.synth()
