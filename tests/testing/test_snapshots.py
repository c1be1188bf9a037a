"""Snapshots are readable YAML, in an order that does not depend on content hashes, and parts can be masked."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from cdk8s import App, Chart
from syrupy.assertion import SnapshotAssertion
from syrupy.filters import props

from powersync_constructs import PowerSync
from powersync_constructs.config import Image
from powersync_constructs.rules import Manifest
from powersync_constructs.testing import YamlExtension, assert_each_matches, manifests
from tests.rules.manifests import manifest
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.instance import INSTANCE

from .conftest import RunPytest

TESTS = """
from powersync_constructs.testing import YamlExtension, assert_each_matches

def config_map(name, value):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"key": value}}

OBJECTS = [config_map("app-config-0123456789", "one"), config_map("app-migrations", "two")]

def test_file(snapshot):
    assert OBJECTS == snapshot.use_extension(YamlExtension)

def test_files(snapshot):
    assert_each_matches(OBJECTS, snapshot.use_extension(YamlExtension))
"""

DIFFERENCE = ["ConfigMap/app-migrations", "data:", "-   key: two", "+   key: three"]


class WithoutHashes(YamlExtension):
    """The extension with hashes masked."""

    mask_hashes = True


class WithoutTags(YamlExtension):
    """The extension with image tags masked."""

    mask_image_tags = True


class WithoutBoth(WithoutHashes, WithoutTags):
    """The extension with both masked."""


def rendered(**changes: Any) -> list[Manifest]:
    """Return the manifests of an instance with changes."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    PowerSync(chart, "powersync", INSTANCE.with_(**changes))
    return manifests(chart)


def changed_lines(before: str, after: str) -> set[str]:
    """Return the lines that only one of two texts has."""
    return {line.strip() for line in {*before.splitlines()} ^ {*after.splitlines()}}


def test_objects_are_sorted() -> None:
    """The documents are sorted by kind, namespace and name, in any order of the list."""
    made = [
        manifest("Service", "b"),
        manifest("ConfigMap", "z"),
        manifest("Service", "a"),
        manifest("Service", "c", namespace="d"),
    ]

    written = yaml.safe_load_all(YamlExtension().serialize(made))

    assert [each["metadata"]["name"] for each in written] == ["z", "c", "a", "b"]


def test_hash_does_not_move_an_object() -> None:
    """An object with another content hash keeps its place."""
    before, after = (
        YamlExtension().serialize(
            [manifest("ConfigMap", f"app-config-{digits}"), manifest("ConfigMap", "app-config-b")]
        )
        for digits in ("0123456789", "fedcba9876")
    )

    assert changed_lines(before, after) == {"name: app-config-0123456789", "name: app-config-fedcba9876"}
    assert after == before.replace("0123456789", "fedcba9876")


def test_identity_comes_first() -> None:
    """An object begins with what identifies it. All other keys are sorted."""
    made = manifest("ConfigMap", "app", data={"b": "1", "a": "2"}, immutable=True)

    text = YamlExtension().serialize(made)

    assert re.findall(r"^ *(\w+):", text, re.MULTILINE) == [
        *("apiVersion", "kind", "metadata", "name", "namespace", "data", "a", "b", "immutable")
    ]


def test_text_of_lines_is_a_block() -> None:
    """A file in a ConfigMap has a line of the snapshot for each of its lines."""
    made = manifest("ConfigMap", "app", data={"service.yaml": "port: 8080\nhost: a\n"})

    assert "  service.yaml: |\n    port: 8080\n    host: a\n" in YamlExtension().serialize([made])


def test_filter_of_syrupy_applies_to_each_object() -> None:
    """A filter leaves out a field of every object."""
    text = YamlExtension().serialize([manifest("Service", "a"), manifest("Service", "b")], exclude=props("namespace"))

    assert "namespace" not in text


@pytest.mark.parametrize("data", ["text", 1, [1], [{"name": "no kind"}], None], ids=repr)
def test_other_data_is_an_error(data: Any) -> None:
    """A value that is not a manifest or a list of manifests is a TypeError."""
    with pytest.raises(TypeError, match=r"^YamlExtension compares manifests, not"):
        YamlExtension().serialize(data)


def test_new_content_changes_no_masked_name() -> None:
    """With hashes masked, another sync config changes only its own text, and no name or reference."""
    sync_config = SYNC_CONFIG.with_(text=f"{SYNC_CONFIG.text}# a comment\n")

    before, after = (WithoutHashes().serialize(rendered(**changes)) for changes in ({}, {"sync_config": sync_config}))

    assert changed_lines(before, after) == {"# a comment"}


def test_unmasked_name_shows_new_content() -> None:
    """By default, another sync config changes the name of its ConfigMap in the snapshot."""
    sync_config = SYNC_CONFIG.with_(text=f"{SYNC_CONFIG.text}# a comment\n")

    before, after = (YamlExtension().serialize(rendered(**changes)) for changes in ({}, {"sync_config": sync_config}))

    assert any(line.startswith("name: powersync-sync-config-") for line in changed_lines(before, after))


def test_new_image_changes_nothing_that_is_masked() -> None:
    """With both masked, another image of the service changes nothing."""
    before, after = (
        WithoutBoth().serialize(rendered(image=Image(tag=tag, digest=digest)))
        for tag, digest in (("1.28.0", f"sha256:{'a' * 64}"), ("1.27.0", f"sha256:{'b' * 64}"))
    )

    assert changed_lines(before, after) == set()


@pytest.mark.parametrize(
    ("image", "masked"),
    [
        ("nginx:1.27", "nginx:<tag>"),
        ("nginx", "nginx"),
        ("registry:5000/team/nginx", "registry:5000/team/nginx"),
        ("registry:5000/nginx:1.27-alpine", "registry:5000/nginx:<tag>"),
        ("nginx@sha256:0123abcd", "nginx@<digest>"),
        ("nginx:1.27@sha256:0123abcd", "nginx:<tag>@<digest>"),
    ],
)
def test_image_keeps_its_repository(image: str, masked: str) -> None:
    """Only the tag and the digest of an image are masked."""
    pod = manifest("Pod", "app", spec={"containers": [{"name": "app", "image": image}]})

    [written] = yaml.safe_load_all(WithoutTags().serialize(pod))

    assert written["spec"]["containers"] == [{"name": "app", "image": masked}]


def test_image_of_a_database_is_masked() -> None:
    """CloudNativePG has another key for the image."""
    cluster = manifest("Cluster", "app", group="postgresql.cnpg.io", spec={"imageName": "postgresql:18.6"})

    [written] = yaml.safe_load_all(WithoutTags().serialize(cluster))

    assert written["spec"] == {"imageName": "postgresql:<tag>"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("app-config-0123456789", "app-config-<hash>"),
        ("see app-config-0123456789.", "see app-config-<hash>."),
        ("job=~'app-migrate-0123456789'", "job=~'app-migrate-<hash>'"),
        ("app-0123456789.example.com", "app-0123456789.example.com"),
        ("app-0123456789-extra", "app-0123456789-extra"),
        ("app-0123456789ab", "app-0123456789ab"),
        ("0123456789", "0123456789"),
    ],
)
def test_hash_is_only_at_the_end_of_a_name(text: str, masked: str) -> None:
    """Ten hexadecimal digits are masked at the end of a name, and nowhere else."""
    [written] = yaml.safe_load_all(WithoutHashes().serialize(manifest("ConfigMap", "app", data={"text": text})))

    assert written["data"]["text"] == masked


@pytest.fixture
def recorded(tmp_path: Path, run_pytest: RunPytest) -> Path:
    """Return the test module of a user whose snapshots are recorded."""
    module = tmp_path / "test_app.py"
    module.write_text(TESTS, encoding="utf-8")
    ended = run_pytest("--snapshot-update")
    assert ended.code == 0, ended.out
    return module


def files(module: Path) -> set[str]:
    """Return the names of the snapshot files of a test module."""
    return {path.name for path in (module.parent / "__snapshots__" / module.stem).iterdir()}


def test_files_are_named_after_the_test_and_the_object(recorded: Path, run_pytest: RunPytest) -> None:
    """There is one file for a list, or one file per object, and an unchanged test passes."""
    assert files(recorded) == {
        "test_file.yaml",
        "test_files[ConfigMap.app-config-hash].yaml",
        "test_files[ConfigMap.app-migrations].yaml",
    }
    assert run_pytest("-W", "error").code == 0


def test_difference_is_shown(recorded: Path, run_pytest: RunPytest) -> None:
    """A changed value fails both tests, and the output has the old and the new line of each."""
    recorded.write_text(TESTS.replace('"two"', '"three"'), encoding="utf-8")

    ended = run_pytest("--color=no")

    shown = [line.lstrip("E ") for line in ended.out.splitlines()]
    assert (ended.code, [shown.count(line) for line in DIFFERENCE]) == (1, [2, 2, 2, 2]), ended.out


def test_new_hash_keeps_the_file(recorded: Path, run_pytest: RunPytest) -> None:
    """An object with another content hash is compared with the file that it had before."""
    recorded.write_text(TESTS.replace("0123456789", "fedcba9876"), encoding="utf-8")

    ended = run_pytest("--snapshot-update")

    assert "2 snapshots updated" in ended.out
    assert len(files(recorded)) == 3


def test_removed_object_leaves_an_unused_file(recorded: Path, run_pytest: RunPytest) -> None:
    """If an object is removed, the run fails because its file is unused, and an update removes the file."""
    recorded.write_text(TESTS.replace(', config_map("app-migrations", "two")', ""), encoding="utf-8")

    ended = run_pytest("-k", "test_files")
    updated = run_pytest("--snapshot-update")

    assert (ended.code, "1 snapshot unused" in ended.out) == (1, True), ended.out
    assert updated.code == 0
    assert files(recorded) == {"test_file.yaml", "test_files[ConfigMap.app-config-hash].yaml"}


def test_objects_of_one_name_have_own_files(tmp_path: Path, run_pytest: RunPytest) -> None:
    """Two objects that differ only in the hash, the namespace or the API group have a file each."""
    objects = [
        *(manifest("Secret", "app", namespace=namespace) for namespace in ("one", "two")),
        *(manifest("Job", f"app-{digits}") for digits in ("0123456789", "fedcba9876")),
        *(manifest("Gateway", "app", group=group) for group in ("a.example.com", "b.example.com")),
    ]
    module = tmp_path / "test_app.py"
    module.write_text(re.sub(r"OBJECTS = .*", f"OBJECTS = {objects}", TESTS), encoding="utf-8")

    run_pytest("--snapshot-update", "-k", "test_files")

    assert files(module) == {
        "test_files[Gateway.a.example.com.sync.app].yaml",
        "test_files[Gateway.b.example.com.sync.app].yaml",
        "test_files[Job.sync.app-0123456789].yaml",
        "test_files[Job.sync.app-fedcba9876].yaml",
        "test_files[Secret.one.app].yaml",
        "test_files[Secret.two.app].yaml",
    }


def test_same_object_twice_is_an_error(snapshot: SnapshotAssertion) -> None:
    """Two manifests of one object cannot have one file."""
    with pytest.raises(AssertionError, match=r"^Service/a is in the manifests twice; pass each object once$"):
        assert_each_matches([manifest("Service", "a"), manifest("Service", "a")], snapshot)
