"""What only the whole tree can show is found at synth."""

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

_LARGE = SyncConfig.from_text("streams: {}\n" + f"# {'x' * 97}\n" * 2600)
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
_TWICE = "is defined twice, and only the last one would be left"
_NO_JOB = "turns auto-migration off and no Job migrates the storage; add a MigrateHook"


def _add_twins(chart: Chart) -> PowerSyncConfiguration:
    configuration = CONFIGURATION.with_(instance="twin")
    PowerSyncConfiguration(chart, "one", configuration)
    return PowerSyncConfiguration(chart, "two", configuration)


def _line(configuration: PowerSyncConfiguration) -> str:
    where = f"ConfigMap/{configuration.sync_config_map_name}"
    return f"{where}: {_TWICE}; give each instance another name [unique-names]"


def _config_map_name(configuration: PowerSyncConfiguration) -> str:
    return ApiObject.of(configuration.node.find_child("config")).name


def test_plain_synth_fails_with_the_line_last(app: App, chart: Chart) -> None:
    """Objects that share a name fail `app.synth()`, whose error ends in what is wrong."""
    twins = _add_twins(chart)

    with pytest.raises(RuntimeError) as caught:
        app.synth()

    assert str(caught.value).rstrip().endswith(_line(twins))


def test_synth_prints_the_lines(app: App, chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """`synth(app)` says what is wrong, a line each, and nothing else."""
    twins = _add_twins(chart)

    with pytest.raises(SystemExit):
        synth(app)

    config_map = f"ConfigMap/{_config_map_name(twins)}"
    assert capsys.readouterr().err.splitlines() == [
        _line(twins).replace(f"ConfigMap/{twins.sync_config_map_name}", config_map),
        _line(twins),
    ]


def test_synth_exits_with_1(app: App, chart: Chart) -> None:
    """A user's app that ends with `synth(app)` fails as a program."""
    _add_twins(chart)

    with pytest.raises(SystemExit) as caught:
        synth(app)

    assert caught.value.code == 1


def test_nothing_is_written_where_something_is_wrong(app: App, chart: Chart) -> None:
    """Not even the charts that are right are written."""
    add_configuration(Chart(app, "innocent"))
    _add_twins(chart)

    with pytest.raises(SystemExit):
        synth(app)

    assert list(Path(app.outdir).iterdir()) == []


def test_synth_writes_what_is_right(app: App, chart: Chart) -> None:
    """Where nothing is wrong there is a file for each chart."""
    add_configuration(chart)

    synth(app)

    assert [path.name for path in Path(app.outdir).iterdir()] == ["chart.k8s.yaml"]


def test_other_errors_are_not_hidden(chart: Chart) -> None:
    """What fails for another reason than a rule fails as it is."""
    add_configuration(chart)
    file = Path(App.of(chart).outdir, "a-file")
    file.touch()
    app = App(outdir=str(file))
    add_configuration(Chart(app, "chart"))

    with pytest.raises(RuntimeError, match=r"EEXIST|ENOTDIR"):
        synth(app)


def test_somebody_must_migrate(app: App, chart: Chart) -> None:
    """Replicators that are told not to migrate, without the Job that does, are found."""
    add_configuration(chart, service={"migrations": JOB_MIGRATES})

    with pytest.raises(RuntimeError, match=_NO_JOB):
        app.synth()


def test_rules_look_again_at_what_is_added(app: App, chart: Chart) -> None:
    """A tree that was wrong is right once the missing part is there."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES})
    with pytest.raises(RuntimeError, match=_NO_JOB):
        app.synth()
    MigrateHook(chart, "migrate", MigrateProps(), configuration=configuration)

    app.synth()

    assert [path.name for path in Path(app.outdir).iterdir()] == ["chart.k8s.yaml"]


def test_rules_find_what_is_added_wrong(app: App, chart: Chart) -> None:
    """A tree that was right is wrong once something wrong is added."""
    add_configuration(chart)
    app.synth()
    add_configuration(chart, id="other", instance="powersync")

    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()


def test_second_synth_looks_again_at_what_others_add(app: App, chart: Chart) -> None:
    """The answer is kept for one synth only, since nobody tells the rules of objects that are not ours."""
    configuration = add_configuration(chart)
    app.synth()
    ApiObject(chart, "twin", api_version="v1", kind="ConfigMap", metadata={"name": _config_map_name(configuration)})

    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()


def test_second_synth_looks_again_after_a_failure(app: App, chart: Chart) -> None:
    """What was wrong is right once it is taken away."""
    add_configuration(chart)
    add_configuration(chart, id="other", instance="powersync")
    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()
    chart.node.try_remove_child("other")

    app.synth()

    assert [path.name for path in Path(app.outdir).iterdir()] == ["chart.k8s.yaml"]


def test_text_that_the_cluster_would_read_as_a_number(app: App, chart: Chart) -> None:
    """cdk8s writes some texts without quotes; they are found where they would be lost."""
    add_workload(add_configuration(chart), ApiProps(env=[EnvVar(name="MODE", value="0o17")]))

    with pytest.raises(
        RuntimeError, match=r"Deployment/powersync-api\.spec\..*\.value: '0o17' would be read as a number"
    ):
        app.synth()


def test_equal_names_in_two_charts_are_warned_of(app: App) -> None:
    """Charts may be for different clusters, or for one, where the last of them would win."""
    for id in ("staging", "production"):
        add_configuration(Chart(app, id, namespace="sync"))

    with pytest.warns(FindingWarning, match="is defined in chart 'staging' and in chart 'production'") as caught:
        app.synth()

    assert (len(caught), len(list(Path(app.outdir).iterdir()))) == (1, 2)


def test_charts_for_one_cluster_may_be_treated_as_one(app: App) -> None:
    """An object that is in both is then an error, as in one chart."""
    charts = [Chart(app, id, namespace="sync") for id in ("first", "second")]
    for chart in charts:
        add_configuration(chart)._validation.treat_as_one(*charts)

    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()


def test_objects_of_others_are_left_alone(app: App, chart: Chart, tmp_path: Path) -> None:
    """What somebody else puts into the app, however odd, does not trip the rules."""
    add_configuration(chart)
    foreign = tmp_path / "foreign.yaml"
    foreign.write_text(_FOREIGN)
    Include(chart, "foreign", url=str(foreign))

    app.synth()

    assert Path(app.outdir, "chart.k8s.yaml").exists()


def test_large_sync_config_is_warned_of(app: App, chart: Chart) -> None:
    """What a client-side apply cannot take is told, once."""
    configuration = add_configuration(chart, sync_config=_LARGE)

    with pytest.warns(FindingWarning, match="kubectl apply --server-side") as caught:
        app.synth()

    assert [str(warning.message).partition(":")[0] for warning in caught] == [
        f"ConfigMap/{configuration.sync_config_map_name}"
    ]


def test_large_sync_config_is_written(app: App, chart: Chart) -> None:
    """A warning is no error."""
    add_configuration(chart, sync_config=_LARGE)

    with pytest.warns(FindingWarning, match="too large"):
        synth(app)

    assert [path.name for path in Path(app.outdir).iterdir()] == ["chart.k8s.yaml"]


@pytest.mark.filterwarnings("error::powersync_constructs.FindingWarning")
def test_warnings_may_be_made_errors(app: App, chart: Chart) -> None:
    """By Python's own filters: they are then told like other errors, and nothing is written."""
    add_configuration(chart, sync_config=_LARGE)

    with pytest.raises(RuntimeError, match=r"too large .* \[client-side-apply\]"):
        app.synth()

    assert list(Path(app.outdir).iterdir()) == []


def _add_foreign_twins(chart: Chart) -> None:
    for id in ("one", "two"):
        ApiObject(chart, id, api_version="v1", kind="ConfigMap", metadata={"name": "twin"})


@pytest.mark.parametrize(
    "earlier",
    [
        pytest.param(lambda _, chart: chart.to_json(), id="chart.to_json()"),
        pytest.param(lambda _, chart: Testing.synth(chart), id="Testing.synth(chart)"),
        pytest.param(lambda app, _: app.synth(), id="app.synth()"),
        pytest.param(lambda app, _: app.synth_yaml(), id="app.synth_yaml()"),
    ],
)
def test_no_earlier_rendering_hides_what_came_after_it(app: App, earlier: Callable[[App, Chart], object]) -> None:
    """A third chart that becomes wrong after another one was rendered fails the synth before anything is written."""
    charts = [Chart(app, id, namespace=id) for id in ("first", "second", "third")]
    add_configuration(charts[0])
    earlier(app, charts[0])
    for path in Path(app.outdir).iterdir():
        path.unlink()
    _add_foreign_twins(charts[2])

    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()

    assert list(Path(app.outdir).iterdir()) == []


def test_a_synth_that_others_have_stopped_hides_nothing(app: App, chart: Chart) -> None:
    """What became wrong after another validation had refused the tree is found when that one is content."""
    add_configuration(chart)
    other = _Other(["not yet"])
    chart.node.add_validation(other)
    with pytest.raises(RuntimeError, match="not yet"):
        app.synth()
    other.errors.clear()
    _add_foreign_twins(chart)

    with pytest.raises(RuntimeError, match=_TWICE):
        app.synth()


@jsii.implements(IValidation)
class _Other:
    def __init__(self, errors: list[str]) -> None:
        self.errors = errors

    def validate(self) -> list[str]:
        """Say what is wrong."""
        return self.errors


def test_what_others_refuse_is_told_once(app: App, chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """`synth(app)` prints the lines of other validations too, with the path of their construct."""
    add_configuration(chart)
    chart.node.add_validation(_Other(["is wrong"]))

    with pytest.raises(SystemExit):
        synth(app)

    assert capsys.readouterr().err == "[chart] is wrong\n"


def test_a_synth_renders_each_chart_once(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """For all rules together: cdk8s validates the tree once for the app and once for each chart."""
    for id in ("first", "second", "third"):
        add_configuration(Chart(app, id, namespace=id))
    rendered, to_json = [], Chart.to_json

    def render(chart: Chart) -> list[Any]:
        rendered.append(chart.node.id)
        return to_json(chart)

    monkeypatch.setattr(Chart, "to_json", render)

    app.synth()

    assert rendered == ["first", "second", "third"]


def test_a_construct_may_have_something_checked(app: App, chart: Chart) -> None:
    """At every synth, as it is then."""
    found: list[Finding] = []
    add_configuration(chart)._validation.add_check(lambda: found)
    app.synth()
    found.append(Finding("own", "error", "here", "is wrong", "correct it"))

    with pytest.raises(RuntimeError, match=r"here: is wrong; correct it \[own\]"):
        app.synth()


def test_a_check_may_render_charts(app: App, chart: Chart) -> None:
    """Though to render one validates the tree again."""
    rendered: list[Any] = []

    def check() -> list[Finding]:
        rendered.extend(chart.to_json())
        return []

    add_configuration(chart)._validation.add_check(check)

    app.synth()

    assert [each["kind"] for each in rendered] == ["ConfigMap", "ConfigMap"]


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside-rules"])
def test_an_object_that_cannot_be_rendered(
    app: App, chart: Chart, beside: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """A JSON patch of cdk8s with a wrong path ends `synth(app)` in one line, before anything is written."""
    if beside:
        add_configuration(Chart(app, "another"))
    made = ApiObject(chart, "theirs", api_version="v1", kind="ConfigMap", metadata={"name": "theirs"})
    made.add_json_patch(JsonPatch.add("/spec/template/x", 1))

    with pytest.raises(SystemExit):
        synth(app)

    reason = (
        "the object 'theirs' cannot be rendered: TypeError: Cannot read properties of undefined (reading 'template')"
    )
    fix = "correct its JSON patches; powersync_constructs.patch checks each path where it is given"
    assert capsys.readouterr().err == f"chart/theirs: {reason}; {fix} [object-renders]\n"
    assert [path.name for path in Path(app.outdir).iterdir() if beside] == []
