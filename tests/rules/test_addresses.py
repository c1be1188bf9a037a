"""Two spellings of one host are equal."""

import pytest

from powersync_constructs.rules._lib.addresses import canonical_host, is_same_from_everywhere


@pytest.mark.parametrize(
    ("host", "canonical"),
    [
        ("DB.Example.com", "db.example.com"),
        ("db.example.com.", "db.example.com"),
        ("db", "db.sync.svc"),
        ("db.data", "db.data.svc"),
        ("db.data.svc", "db.data.svc"),
        ("db.data.svc.cluster.local", "db.data.svc"),
        ("db.data.svc.cluster.local.", "db.data.svc"),
        ("mongo-0.mongo", "mongo-0.mongo.sync.svc"),
        ("mongo-0.mongo.sync.svc.cluster.local", "mongo-0.mongo.sync.svc"),
        ("10.20.0.5", "10.20.0.5"),
        ("[2001:DB8:0:0::1]", "2001:db8::1"),
        ("::ffff:10.20.0.5", "10.20.0.5"),
    ],
)
def test_host_has_one_spelling(host: str, canonical: str) -> None:
    """A host is compared in lower case, without a final dot, and with the namespace of a Service."""
    assert canonical_host(host, "sync") == canonical


def test_short_name_without_a_namespace_is_a_service() -> None:
    """If the chart has no namespace, the namespace of a short name stays open."""
    assert canonical_host("db", "") == "db.svc"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "db.localhost", "127.0.0.1", "127.1.2.3", "::1", ""])
def test_localhost_is_not_compared(host: str) -> None:
    """Localhost is another server in each pod."""
    assert canonical_host(host, "sync") is None


@pytest.mark.parametrize(
    ("canonical", "same"),
    [
        ("db.example.com", True),
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("db.data.svc", False),
        ("10.20.0.5", False),
        ("fd00::5", False),
    ],
)
def test_only_public_hosts_are_the_same_from_every_cluster(canonical: str, same: bool) -> None:
    """A Service and a private address can be another server in another cluster."""
    assert is_same_from_everywhere(canonical) is same
