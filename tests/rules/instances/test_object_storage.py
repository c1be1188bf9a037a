"""Instances do not share a prefix of an S3 bucket."""

from collections.abc import Mapping
from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.instances.object_storage import (
    object_prefix_is_of_one_instance,
    object_storage_has_a_prefix,
)
from tests.rules.manifests import app, finding, objects
from tests.rules.sample_instances import from_secret, instance

OWN_PREFIX = "set a different storage.object_storage.prefix for the new instance"


def stored(name: str, object_storage: str, env: Mapping[str, Any] | None = None) -> list[Manifest]:
    """Return an instance with its own database and this object storage."""
    storage = f"{{type: mongodb, uri: 'mongodb://m.example.com/{name}', object_storage: {object_storage}}}"
    return instance(name, storage=storage, env=env)


@pytest.mark.parametrize(
    ("object_storage", "place"),
    [
        ("{type: s3, bucket: sync}", "'sync' without a prefix"),
        ("{type: s3, bucket: sync, prefix: apps/orders}", "'sync/apps/orders'"),
    ],
)
def test_prefix_of_two_instances_is_an_error(object_storage: str, place: str) -> None:
    """A teardown of one instance would delete the objects of both, even if neither has a prefix."""
    found = [
        *object_prefix_is_of_one_instance.findings(
            objects(*stored("one", object_storage), *stored("two", object_storage))
        )
    ]

    reason = f"stores its objects in the S3 bucket {place}, as ConfigMap/one-config of another instance does"
    assert found == [finding("object-prefix-of-one-instance", "error", "ConfigMap/two-config", reason, OWN_PREFIX)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(
            "{bucket: a, region: eu-west-1}",
            "{bucket: a, endpoint: 'https://s3.eu-west-1.amazonaws.com'}",
            id="endpoint-of-aws",
        ),
        pytest.param(
            "{bucket: a, endpoint: 'http://minio:80'}",
            "{bucket: a, endpoint: 'http://MINIO.sync.svc/'}",
            id="service",
        ),
    ],
)
def test_two_spellings_of_an_endpoint_are_one_endpoint(one: str, two: str) -> None:
    """A bucket of AWS is the same through each endpoint; other endpoints are compared by host and port."""
    assert len(object_prefix_is_of_one_instance.findings(objects(*stored("one", one), *stored("two", two)))) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param("{bucket: a, prefix: one}", "{bucket: a, prefix: two}", id="other-prefixes"),
        pytest.param("{bucket: a, prefix: apps}", "{bucket: a, prefix: apps/two}", id="prefix-in-a-prefix"),
        pytest.param("{bucket: a}", "{bucket: a, prefix: two}", id="one-without-a-prefix"),
        pytest.param("{bucket: a}", "{bucket: b}", id="other-buckets"),
        pytest.param("{bucket: a}", "{bucket: a, endpoint: 'https://r2.example.com'}", id="other-endpoints"),
        pytest.param(*["{bucket: a, endpoint: 'http://localhost:9000'}"] * 2, id="localhost"),
        pytest.param(*["{bucket: a, endpoint: 'http://[a'}"] * 2, id="not-a-url"),
        pytest.param("{}", "{}", id="without-a-bucket"),
    ],
)
def test_two_prefixes_are_not_reported(one: str, two: str) -> None:
    """The service deletes only `<prefix>/bucket-data/`, so a prefix may contain another prefix."""
    assert object_prefix_is_of_one_instance.findings(objects(*stored("one", one), *stored("two", two))) == []


@pytest.mark.parametrize(
    ("object_storage", "severity"),
    [
        ("{bucket: a}", "error"),
        ("{bucket: a, endpoint: 'http://minio.data:9000'}", "warning"),
        ('{bucket: !env "PS_BUCKET"}', "warning"),
    ],
    ids=["aws", "service", "secret"],
)
def test_prefix_of_two_charts_depends_on_the_endpoint(object_storage: str, severity: str) -> None:
    """A bucket of AWS is the same from every cluster; a server in the cluster or a Secret may be another one."""
    env = {"PS_BUCKET": from_secret("bucket")}
    charts = {name: stored(name, object_storage, env=env) for name in ("one", "two")}

    [found] = object_prefix_is_of_one_instance.findings(app(charts))

    assert (found.severity, found.fix.startswith("if both charts")) == (severity, severity == "warning")
    assert "ConfigMap/one-config of another instance in chart 'one' does" in found.reason


def test_object_storage_without_a_prefix_is_noted() -> None:
    """Other apps may use the bucket, so a bucket without a prefix gives a note."""
    found = object_storage_has_a_prefix.findings(objects(*stored("one", "{bucket: a}")))

    reason = "has object storage without a prefix, and teardown deletes the objects of all such instances"
    fix = "set storage.object_storage.prefix for a new instance, or use the bucket for this instance only"
    assert found == [finding("object-storage-without-prefix", "note", "ConfigMap/one-config", reason, fix)]


@pytest.mark.parametrize("object_storage", ["{bucket: a, prefix: one}", "{}", "[]", '{bucket: a, prefix: !env "PS_P"}'])
def test_object_storage_with_a_prefix_is_not_noted(object_storage: str) -> None:
    """A bucket with a prefix, and an instance without object storage, give no note."""
    assert object_storage_has_a_prefix.findings(objects(*stored("one", object_storage))) == []
