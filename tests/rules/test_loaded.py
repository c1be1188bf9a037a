"""The variables, the files and the volumes of a container of the service, as the manifests show them."""

from typing import Any

import pytest

from powersync_constructs.rules._lib.environments import environment_of
from powersync_constructs.rules._lib.loaded import loaded_by, volume_at
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from tests.rules.manifests import manifest, objects
from tests.rules.service_files import COMPLETE, config_map, workload


def loading(*others: Any, **fields: Any) -> tuple[ServiceContainer, Objects]:
    """Return the container of a workload with these fields, and all objects."""
    every = objects(workload(**fields), *others)
    [container] = every.services()
    return container, every


def test_variable_of_env_is_not_from_a_secret_of_env_from() -> None:
    """A variable of `env` overrides the variable of a Secret with the same name."""
    secret = manifest("Secret", "variables", stringData={"PS_A": "a", "PS_B": "b"})
    container, every = loading(
        secret, env=({"name": "PS_A", "value": "plain"},), envFrom=[{"secretRef": {"name": "variables"}}]
    )

    environment = environment_of(container, every)

    assert (environment.values["PS_A"], environment.values["PS_B"]) == ("plain", "b")
    assert environment.from_secrets == {"PS_B"}


@pytest.mark.parametrize(
    ("mount", "path", "expected"),
    [
        pytest.param({"mountPath": "/data"}, "/data/a/b", ("files", "a/b"), id="below"),
        pytest.param({"mountPath": "data/"}, "/data/a", ("files", "a"), id="relative"),
        pytest.param({"mountPath": "/"}, "/data/a", ("files", "data/a"), id="root"),
        pytest.param({"mountPath": "/data/a", "subPath": "b"}, "/data/a", ("files", "b"), id="sub-path"),
        pytest.param({"mountPath": "/data", "subPathExpr": "$(A)"}, "/data/a", (None, "a"), id="unknown-path"),
        pytest.param({"mountPath": "/data", "name": "other"}, "/data/a", (None, "a"), id="undefined"),
        pytest.param({"mountPath": "/data"}, "/database", None, id="elsewhere"),
    ],
)
def test_volume_at_a_path(mount: dict[str, str], path: str, expected: tuple[str | None, str] | None) -> None:
    """The volume of the innermost mount contains a path."""
    container, _ = loading(mounts=({"name": "files", **mount},), volumes=({"name": "files", "emptyDir": {}},))

    found = volume_at(container, path)

    assert (found and (found[0].get("name"), found[1])) == expected


def test_config_map_without_a_namespace_is_found() -> None:
    """A Helm chart may set the namespace of the workload only. Both are then installed in one namespace."""
    stored = config_map(COMPLETE)
    del stored["metadata"]["namespace"]
    container, every = loading(stored)

    found = loaded_by(container, every)

    assert found is not None
    assert found.text == COMPLETE


def test_path_from_other_variables_is_not_known() -> None:
    """The default path does not apply to a container whose path comes from other variables."""
    container, every = loading(
        config_map(COMPLETE, "powersync.yaml"),
        key="powersync.yaml",
        env=({"name": "POWERSYNC_CONFIG_PATH", "value": "$(FOLDER)/a.yaml"},),
        volumeMounts=[{"name": "config", "mountPath": "/app"}],
    )

    assert loaded_by(container, every) is None


@pytest.mark.parametrize("names", [("other", "config"), ("config", "other")])
def test_source_with_the_file_counts_in_a_projected_volume(names: tuple[str, str]) -> None:
    """The order of the sources of a projected volume makes no difference."""
    projected = {"sources": [{"configMap": {"name": name}} for name in names]}
    container, every = loading(
        config_map(COMPLETE),
        manifest("ConfigMap", "other", data={"sync.yaml": "streams: {}"}),
        mounts=({"name": "both", "mountPath": "/both"},),
        volumes=({"name": "both", "projected": projected},),
        env=({"name": "POWERSYNC_CONFIG_PATH", "value": "/both/service.yaml"},),
    )

    loaded = loaded_by(container, every)

    assert loaded is not None
    assert (loaded.source, loaded.text) == ("ConfigMap/config/service.yaml", COMPLETE)


@pytest.mark.parametrize("value", ["%", "\ud800", "gA=="], ids=["other-letters", "not-unicode", "not-a-text"])
def test_text_that_is_not_base64_has_no_content(value: str) -> None:
    """No value of the variable with base64 makes a rule fail."""
    container, every = loading(env=({"name": "POWERSYNC_CONFIG_B64", "value": value},))

    loaded = loaded_by(container, every)

    assert loaded is not None
    assert not loaded.text
