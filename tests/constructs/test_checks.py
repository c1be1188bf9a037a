"""What only the whole tree can show is found at synth."""

from pathlib import Path

import pytest
from cdk8s import ApiObject, App, Chart, Include

from powersync_constructs import MigrateHook, PowerSyncConfiguration, synth
from powersync_constructs.config import ApiProps, EnvVar, MigrateProps, SyncConfig
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
_NO_JOB = "turns auto-migration off and no Job migrates the storage; add a MigrateHook"


def _add_twins(chart: Chart) -> PowerSyncConfiguration:
    configuration = CONFIGURATION.with_(instance="twin")
    PowerSyncConfiguration(chart, "one", configuration)
    return PowerSyncConfiguration(chart, "two", configuration)


def _line(configuration: PowerSyncConfiguration) -> str:
    where = f"ConfigMap/{configuration.sync_config_map_name}"
    return f"{where}: is there 2 times, and only the last would be left; give each instance another name"


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

    with pytest.raises(RuntimeError, match="is there 2 times"):
        app.synth()


def test_second_synth_looks_again_at_what_others_add(app: App, chart: Chart) -> None:
    """The answer is kept for one synth only, since nobody tells the rules of objects that are not ours."""
    configuration = add_configuration(chart)
    app.synth()
    ApiObject(chart, "twin", api_version="v1", kind="ConfigMap", metadata={"name": _config_map_name(configuration)})

    with pytest.raises(RuntimeError, match="is there 2 times"):
        app.synth()


def test_second_synth_looks_again_after_a_failure(app: App, chart: Chart) -> None:
    """What was wrong is right once it is taken away."""
    add_configuration(chart)
    add_configuration(chart, id="other", instance="powersync")
    with pytest.raises(RuntimeError, match="is there 2 times"):
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


def test_equal_names_in_two_charts_are_no_clash(app: App) -> None:
    """Charts may be for different clusters."""
    for id in ("staging", "production"):
        add_configuration(Chart(app, id, namespace="sync"))

    app.synth()

    assert len(list(Path(app.outdir).iterdir())) == 2


def test_objects_of_others_are_left_alone(app: App, chart: Chart, tmp_path: Path) -> None:
    """What somebody else puts into the app, however odd, does not trip the rules."""
    add_configuration(chart)
    foreign = tmp_path / "foreign.yaml"
    foreign.write_text(_FOREIGN)
    Include(chart, "foreign", url=str(foreign))

    app.synth()

    assert Path(app.outdir, "chart.k8s.yaml").exists()


def test_large_sync_config_is_warned_of(app: App, chart: Chart) -> None:
    """What a client-side apply cannot take is said, once."""
    configuration = add_configuration(chart, sync_config=_LARGE)

    with pytest.warns(UserWarning, match="kubectl apply --server-side") as caught:
        app.synth()

    assert [str(warning.message).partition(":")[0] for warning in caught] == [
        f"ConfigMap/{configuration.sync_config_map_name}"
    ]


def test_large_sync_config_is_written(app: App, chart: Chart) -> None:
    """A warning is no error."""
    add_configuration(chart, sync_config=_LARGE)

    with pytest.warns(UserWarning, match="too large"):
        synth(app)

    assert [path.name for path in Path(app.outdir).iterdir()] == ["chart.k8s.yaml"]
