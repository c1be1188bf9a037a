"""Synth runs the rules over the whole tree."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsii
import pytest
from cdk8s import ApiObject, App, Chart, Include, JsonPatch, Testing
from constructs import IValidation

from powersync_constructs import FindingWarning, MigrateHook, PowerSyncConfiguration, synth
from powersync_constructs.config import ApiProps, EnvVar, MigrateProps, SyncConfig
from powersync_constructs.rules import Finding
from tests.samples.configuration import CONFIGURATION

from .manifests import JOB_MIGRATES, add_configuration, add_workload

_LARGE = SyncConfig.from_text("config: {edition: 3}\nstreams: {}\n" + f"# {'x' * 97}\n" * 2600)
_FOREIGN = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: odd, labels: null}
data: {number: 1}
---
apiVersion: v1
kind: Pod
metadata: {generateName: probe-}
"""
_TWICE = "is defined twice, and only the last one applied would remain"
_NO_JOB = "disables auto-migration, but no Job migrates the bucket storage; add a MigrateHook"


_IN_CLUSTER = CONFIGURATION.service.with_(source={"hostname": "db"}, storage={"hostname": "storage"})
"""Databases that each namespace and each cluster has of its own."""


def _add_twins(chart: Chart) -> PowerSyncConfiguration:
    configuration = CONFIGURATION.with_(instance="twin")
    PowerSyncConfiguration(chart, "one", configuration)
    return PowerSyncConfiguration(chart, "two", configuration)


def _line(configuration: PowerSyncConfiguration) -> str:
    where = f"ConfigMap/{configuration.sync_config_map_name}"
    return f"{where}: {_TWICE}; give each instance its own name [PS010 unique-names]"


def _config_map_name(configuration: PowerSyncConfiguration) -> str:
    return ApiObject.of(configuration.node.find_child("config")).name


def test_app_synth_fails_with_the_finding_last(app: App, chart: Chart) -> None:
    """`app.synth()` fails if two objects share a name, and its error ends with the finding."""
    twins = _add_twins(chart)

    with pytest.raises(RuntimeError) as caught:
        app.synth()

    assert str(caught.value).rstrip().endswith(_line(twins))


def test_synth_prints_the_findings(app: App, chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """`synth(app)` prints one line per finding, and nothing else."""
    twins = _add_twins(chart)

    with pytest.raises(SystemExit):
        synth(app)

    config_map = f"ConfigMap/{_config_map_name(twins)}"
    assert capsys.readouterr().err.splitlines() == [
        _line(twins).replace(f"ConfigMap/{twins.sync_config_map_name}", config_map),
        _line(twins),
    ]


def test_synth_exits_with_1(app: App, chart: Chart) -> None:
    """An app that ends with `synth(app)` exits with 1 if there is an error."""
    _add_twins(chart)

    with pytest.raises(SystemExit) as caught:
        synth(app)

    assert caught.value.code == 1


def test_an_error_prevents_all_output(app: App, chart: Chart) -> None:
    """If one chart has an error, no chart is written."""
    add_configuration(Chart(app, "innocent"))
    _add_twins(chart)

    with pytest.raises(SystemExit):
        synth(app)

    assert list(Path(app.outdir).iterdir()) == []


def test_synth_writes_each_chart(app: App, chart: Chart) -> None:
    """Without errors, synth writes one file per chart."""
    add_configuration(chart)

    synth(app)

    assert [path.name for path in Path(app.outdir).iterdir()] == ["chart.k8s.yaml"]


def test_other_errors_are_not_hidden(chart: Chart) -> None:
    """An error that does not come from a rule is raised unchanged."""
    add_configuration(chart)
    file = Path(App.of(chart).outdir, "a-file")
    file.touch()
    app = App(outdir=str(file))
    add_configuration(Chart(app, "chart"))

    with pytest.raises(RuntimeError, match=r"EEXIST|ENOTDIR"):
        synth(app)


def test_a_missing_migration_is_found(app: App, chart: Chart) -> None:
    """Synth fails if the replicators do not migrate and there is no migration Job."""
    add_configuration(chart, service={"migrations": JOB_MIGRATES})

    with pytest.raises(RuntimeError, match=_NO_JOB):
        app.synth()


def test_synth_succeeds_once_the_missing_part_is_added(app: App, chart: Chart) -> None:
    """A tree that failed passes once the missing part is added."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES})
    with pytest.raises(RuntimeError, match=_NO_JOB):
        app.synth()
    MigrateHook(chart, "migrate", MigrateProps(), configuration=configuration)

    app.synth()

    assert [path.name for path in Path(app.outdir).iterdir()] == ["chart.k8s.yaml"]


def test_synth_fails_once_an_error_is_added(app: App, chart: Chart) -> None:
    """A tree that passed fails once a wrong object is added."""
    add_configuration(chart)
    app.synth()
    add_configuration(chart, id="other", instance="powersync")

    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()


def test_second_synth_checks_foreign_objects_again(app: App, chart: Chart) -> None:
    """A result is kept for one synth only, because foreign objects do not notify the rules."""
    configuration = add_configuration(chart)
    app.synth()
    ApiObject(chart, "twin", api_version="v1", kind="ConfigMap", metadata={"name": _config_map_name(configuration)})

    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()


def test_synth_succeeds_once_the_wrong_object_is_removed(app: App, chart: Chart) -> None:
    """A tree that failed passes once the wrong object is removed."""
    add_configuration(chart)
    add_configuration(chart, id="other", instance="powersync")
    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()
    chart.node.try_remove_child("other")

    app.synth()

    assert [path.name for path in Path(app.outdir).iterdir()] == ["chart.k8s.yaml"]


def test_text_that_a_cluster_reads_as_a_number_is_found(app: App, chart: Chart) -> None:
    """cdk8s writes some texts without quotes; synth fails if a cluster would read one as a number."""
    add_workload(add_configuration(chart), ApiProps(env=[EnvVar(name="MODE", value="0o17")]))

    with pytest.raises(
        RuntimeError, match=r"Deployment/powersync-api\.spec\..*\.value: '0o17' would be read as a number"
    ):
        app.synth()


def test_equal_names_in_two_charts_are_a_warning(app: App) -> None:
    """The charts may be for different clusters, or for one cluster, where one object would overwrite the other."""
    for id in ("staging", "production"):
        add_configuration(Chart(app, id, namespace="sync"), service=_IN_CLUSTER)

    with pytest.warns(FindingWarning, match="is defined in chart 'staging' and in chart 'production'") as caught:
        app.synth()

    assert (len(caught), len(list(Path(app.outdir).iterdir()))) == (1, 2)


def test_two_charts_can_be_treated_as_one(app: App) -> None:
    """An object that is in both charts is then an error, as in a single chart."""
    charts = [Chart(app, id, namespace="sync") for id in ("first", "second")]
    for chart in charts:
        add_configuration(chart)._validation.treat_as_one(*charts)

    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()


def test_foreign_objects_do_not_break_the_rules(app: App, chart: Chart, tmp_path: Path) -> None:
    """Rules accept any manifest that is not ours, however unusual."""
    add_configuration(chart)
    foreign = tmp_path / "foreign.yaml"
    foreign.write_text(_FOREIGN)
    Include(chart, "foreign", url=str(foreign))

    app.synth()

    assert Path(app.outdir, "chart.k8s.yaml").exists()


def test_large_sync_config_is_a_warning(app: App, chart: Chart) -> None:
    """A sync config that is too large for a client-side apply gives one warning."""
    configuration = add_configuration(chart, sync_config=_LARGE)

    with pytest.warns(FindingWarning, match="kubectl apply --server-side") as caught:
        app.synth()

    assert [str(warning.message).partition(":")[0] for warning in caught] == [
        f"ConfigMap/{configuration.sync_config_map_name}"
    ]


def test_large_sync_config_is_written(app: App, chart: Chart) -> None:
    """A warning does not prevent the output."""
    add_configuration(chart, sync_config=_LARGE)

    with pytest.warns(FindingWarning, match="too large"):
        synth(app)

    assert [path.name for path in Path(app.outdir).iterdir()] == ["chart.k8s.yaml"]


@pytest.mark.filterwarnings("error::powersync_constructs.FindingWarning")
def test_warnings_can_be_errors(app: App, chart: Chart) -> None:
    """Python's warning filters can turn a finding into an error, which prevents the output."""
    add_configuration(chart, sync_config=_LARGE)

    with pytest.raises(RuntimeError, match=r"too large .* \[PS014 client-side-apply\]"):
        app.synth()

    assert list(Path(app.outdir).iterdir()) == []


def _add_foreign_twins(chart: Chart) -> None:
    for id in ("one", "two"):
        ApiObject(chart, id, api_version="v1", kind="ConfigMap", metadata={"name": "twin", "labels": {"id": id}})


@pytest.mark.parametrize(
    "earlier",
    [
        pytest.param(lambda _, chart: chart.to_json(), id="chart.to_json()"),
        pytest.param(lambda _, chart: Testing.synth(chart), id="Testing.synth(chart)"),
        pytest.param(lambda app, _: app.synth(), id="app.synth()"),
        pytest.param(lambda app, _: app.synth_yaml(), id="app.synth_yaml()"),
    ],
)
def test_an_earlier_rendering_hides_no_error(app: App, earlier: Callable[[App, Chart], object]) -> None:
    """Synth fails if a chart becomes wrong after another chart was rendered, before anything is written."""
    charts = [Chart(app, id, namespace=id) for id in ("first", "second", "third")]
    add_configuration(charts[0])
    earlier(app, charts[0])
    for path in Path(app.outdir).iterdir():
        path.unlink()
    _add_foreign_twins(charts[2])

    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()

    assert list(Path(app.outdir).iterdir()) == []


def test_another_validation_hides_no_error(app: App, chart: Chart) -> None:
    """An error that was added after another validation failed is found once that validation passes."""
    add_configuration(chart)
    other = _OtherValidation(["not yet"])
    chart.node.add_validation(other)
    with pytest.raises(RuntimeError, match="not yet"):
        app.synth()
    other.errors.clear()
    _add_foreign_twins(chart)

    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()


@jsii.implements(IValidation)
class _OtherValidation:
    def __init__(self, errors: list[str]) -> None:
        self.errors = errors

    def validate(self) -> list[str]:
        """Return the errors."""
        return self.errors


def test_errors_of_other_validations_are_printed_once(
    app: App, chart: Chart, capsys: pytest.CaptureFixture[str]
) -> None:
    """`synth(app)` also prints the errors of other validations, with the path of their construct."""
    add_configuration(chart)
    chart.node.add_validation(_OtherValidation(["is wrong"]))

    with pytest.raises(SystemExit):
        synth(app)

    assert capsys.readouterr().err == "[chart] is wrong\n"


def test_a_synth_renders_each_chart_once(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """All rules share one rendering, although cdk8s validates the tree once for the app and once per chart."""
    for id in ("first", "second", "third"):
        add_configuration(Chart(app, id, namespace=id), service=_IN_CLUSTER)
    rendered, to_json = [], Chart.to_json

    def render(chart: Chart) -> list[Any]:
        rendered.append(chart.node.id)
        return to_json(chart)

    monkeypatch.setattr(Chart, "to_json", render)

    app.synth()

    assert rendered == ["first", "second", "third"]


def test_a_construct_can_add_a_check(app: App, chart: Chart) -> None:
    """A check that a construct adds runs at every synth."""
    found: list[Finding] = []
    add_configuration(chart)._validation.add_check(lambda: found, chart)
    app.synth()
    found.append(Finding("PS999", "own", "error", "here", "is wrong", "correct it"))

    with pytest.raises(RuntimeError, match=r"here: is wrong; correct it \[PS999 own\]"):
        app.synth()


def test_a_check_can_render_charts(app: App, chart: Chart) -> None:
    """A check can render a chart, although each rendering validates the tree again."""
    rendered: list[Any] = []

    def check() -> list[Finding]:
        rendered.extend(chart.to_json())
        return []

    add_configuration(chart)._validation.add_check(check, chart)

    app.synth()

    assert [each["kind"] for each in rendered] == ["ConfigMap", "ConfigMap"]


@pytest.mark.parametrize("with_rules", [False, True], ids=["alone", "with-rules"])
def test_an_object_that_cannot_be_rendered_is_found(
    app: App, chart: Chart, with_rules: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """A JSON patch of cdk8s with a wrong path ends `synth(app)` with one line, before anything is written."""
    if with_rules:
        add_configuration(Chart(app, "another"))
    made = ApiObject(chart, "theirs", api_version="v1", kind="ConfigMap", metadata={"name": "theirs"})
    made.add_json_patch(JsonPatch.add("/spec/template/x", 1))

    with pytest.raises(SystemExit):
        synth(app)

    reason = (
        "the object 'theirs' cannot be rendered: TypeError: Cannot read properties of undefined (reading 'template')"
    )
    fix = "correct its JSON patches, or use powersync_constructs.patch, which checks each path immediately"
    assert capsys.readouterr().err == f"chart/theirs: {reason}; {fix} [PS020 object-renders]\n"
    assert [path.name for path in Path(app.outdir).iterdir() if with_rules] == []
