"""`manifests` returns what a synth writes."""

from pathlib import Path

import pytest
import yaml
from cdk8s import ApiObject, ApiObjectMetadata, App, Chart, YamlOutputType

from powersync_constructs import FindingWarning, PowerSync
from powersync_constructs.config.core._labels import INSTANCE_LABEL
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.testing import manifests
from tests.samples.instance import INSTANCE

SAME = ApiObjectMetadata(name="powersync-migrations", labels={INSTANCE_LABEL: "powersync"})
"""The metadata of an object that an instance has too."""


def add_config_map(scope: Chart, name: str) -> ApiObject:
    """Add a ConfigMap to a chart."""
    return ApiObject(scope, name, api_version="v1", kind="ConfigMap", metadata=ApiObjectMetadata(name=name))


def test_app_has_what_its_synth_writes(tmp_path: Path) -> None:
    """The manifests of an app are the documents of its file, in the same order."""
    app = App(outdir=str(tmp_path), yaml_output_type=YamlOutputType.FILE_PER_APP)
    first, second = (Chart(app, name, namespace=name, disable_resource_name_hashes=True) for name in ("one", "two"))
    second.add_dependency(PowerSync(first, "powersync", INSTANCE))
    later, earlier = (add_config_map(second, name) for name in ("later", "earlier"))
    later.add_dependency(earlier)

    made = manifests(app)

    written = list(tmp_path.iterdir())
    app.synth()
    [file] = tmp_path.iterdir()
    assert made == [*yaml.safe_load_all(file.read_text(encoding="utf-8"))]
    assert written == []


def test_chart_has_no_object_of_another_chart() -> None:
    """The manifests of a chart contain no object of the other charts of its app."""
    app = App()
    own, other = Chart(app, "own"), Chart(app, "other")
    add_config_map(own, "one")
    add_config_map(other, "two")

    assert [each["metadata"]["name"] for each in manifests(own)] == ["one"]


def test_chart_has_the_objects_of_charts_inside_it(chart: Chart) -> None:
    """A chart inside a chart is below it, although it has its own file."""
    add_config_map(chart, "outer")
    add_config_map(Chart(chart, "inner"), "inner")

    assert sorted(each["metadata"]["name"] for each in manifests(chart)) == ["inner", "outer"]


def test_construct_has_only_the_objects_below_it(chart: Chart) -> None:
    """The manifests of a construct are those of its own objects, as they are in the chart."""
    powersync = PowerSync(chart, "powersync", INSTANCE)
    add_config_map(chart, "other")

    made = manifests(powersync.api)

    assert [str(KubeObject(each)) for each in made] == [
        "ServiceAccount/powersync-api",
        "Deployment/powersync-api",
        "Service/powersync-api",
        "PodDisruptionBudget/powersync-api",
    ]
    assert [each for each in manifests(chart) if each in made] == made


def test_object_has_its_own_manifest(chart: Chart) -> None:
    """The manifests of one object are a list of one."""
    powersync = PowerSync(chart, "powersync", INSTANCE)

    assert [each["kind"] for each in manifests(powersync.api.deployment)] == ["Deployment"]


def test_error_of_the_app_has_one_line(chart: Chart) -> None:
    """If a synth of the app fails, the error contains the lines of the synth, and nothing of Node."""
    powersync = PowerSync(chart, "powersync", INSTANCE)
    add_config_map(chart, "twice")
    ApiObject(
        chart, "again", api_version="v1", kind="ConfigMap", metadata=ApiObjectMetadata(name="twice", labels={"a": "b"})
    )

    with pytest.raises(AssertionError) as raised:
        manifests(powersync.api)

    first, problem = str(raised.value).splitlines()
    assert first == "a synth of the app fails:"
    assert problem.startswith("ConfigMap/twice: is defined twice")


def test_warning_is_issued_once() -> None:
    """A warning about an app of several charts becomes one Python warning, as in a synth."""
    app = App()
    one, two = (Chart(app, name, namespace="sync", disable_resource_name_hashes=True) for name in ("one", "two"))
    PowerSync(one, "powersync", INSTANCE)
    ApiObject(two, "same", api_version="v1", kind="ConfigMap", metadata=SAME)

    with pytest.warns(FindingWarning) as warned:
        manifests(app)

    assert ["is defined in chart 'one' and in chart 'two'" in str(each.message) for each in warned] == [True]
