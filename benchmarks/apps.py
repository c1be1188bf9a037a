"""One measured app, in a process of its own: `python -m benchmarks.apps library 20` prints its figures as JSON.

`seconds` are those of constructing and synthesizing, after all imports. `parts` are those of each step of the library:
the first time that it ran, and the last. `python` and `node` are the most memory, in MiB, that either process took.
"""

import atexit
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

SYNC_CONFIG = "streams:\n  lists:\n    query: SELECT * FROM lists WHERE owner_id = auth.user_id()\n"

Work = Callable[[int], None]
"""What is timed: it makes so many instances."""

PARTS: dict[str, list[float]] = {}
"""The seconds of each step, one figure each time that it ran."""


@contextmanager
def part(name: str) -> Iterator[None]:
    """Measure a step."""
    began = time.perf_counter()
    yield
    PARTS.setdefault(name, []).append(time.perf_counter() - began)


def floor() -> Work:
    """What any app pays: cdk8s-plus is imported and an empty chart synthesized."""
    from cdk8s import App, Chart

    import_module("cdk8s_plus_28")

    def synth(_: int) -> None:
        app = App()
        Chart(app, "instances", namespace="instances")
        app.synth()

    return synth


def library() -> Work:
    """Highly available instances, by this library."""
    from cdk8s import App, Chart

    import_module("cdk8s_plus_28")  # which is of the floor
    with part("imports"):
        from powersync_constructs import PowerSync, SecretRef, presets
        from powersync_constructs.config import ClientAuth, PostgresSource, PostgresStorage, PowerSyncProps, SyncConfig

    def props(name: str) -> PowerSyncProps:
        return presets.ha(
            host=f"{name}.example.com",
            source=PostgresSource(
                hostname="db.example.com",
                database=name,
                username="powersync_role",
                password=SecretRef("powersync-source", "password"),
            ),
            storage=PostgresStorage(
                hostname="storage.example.com",
                database=name,
                username="powersync_storage",
                password=SecretRef("powersync-storage", "password"),
            ),
            client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=[name]),
            sync_config=SyncConfig.from_text(SYNC_CONFIG),
        )

    def synth(count: int) -> None:
        app = App()
        chart = Chart(app, "instances", namespace="instances", disable_resource_name_hashes=True)
        for name in names(count):
            with part("props"):
                given = props(name)
            with part("constructs"):
                PowerSync(chart, name, given)
        with part("synth"):
            app.synth()

    return synth


def by_hand() -> Work:
    """The same objects with cdk8s-plus alone."""
    from cdk8s import App, Chart

    from benchmarks.by_hand import Instance

    def synth(count: int) -> None:
        app = App()
        chart = Chart(app, "instances", namespace="instances", disable_resource_name_hashes=True)
        for name in names(count):
            Instance(chart, name, SYNC_CONFIG)
        app.synth()

    return synth


def pydantic() -> Work:
    """The import of pydantic, which loads a name when it is first used."""
    import_module("pydantic")
    return lambda _: None


def base_model() -> Work:
    """What any model pays."""
    import_module("pydantic.main")
    return lambda _: None


def config() -> Work:
    """The import of the configuration models, which loads a name when it is first used, too."""
    import_module("powersync_constructs.config")
    return lambda _: None


def instance_props() -> Work:
    """All that stands in the props of an instance; none of it may start Node."""
    import_module("powersync_constructs.config.instance")
    assert "jsii" not in sys.modules, "powersync_constructs.config has started Node"
    return lambda _: None


def names(count: int) -> list[str]:
    """The names of so many instances."""
    return [f"app-{index}" for index in range(count)]


def main(app: str, count: str) -> None:
    """Run one of the apps; print its figures at the very end, when jsii has waited for Node."""
    figures: dict[str, Any] = {}

    def report() -> None:
        for who, usage in (("python", resource.RUSAGE_SELF), ("node", resource.RUSAGE_CHILDREN)):
            figures[who] = resource.getrusage(usage).ru_maxrss / 1024
        figures["parts"] = {name: (seconds[0], seconds[-1]) for name, seconds in PARTS.items()}
        print(json.dumps(figures))

    os.environ.setdefault("CDK8S_OUTDIR", tempfile.mkdtemp())  # never the reference app's dist/
    atexit.register(report)  # before the import of jsii registers its own: what is registered last is called first
    apps = (floor, library, by_hand, pydantic, base_model, config, instance_props)
    work = {made.__name__: made for made in apps}[app]()
    began = time.perf_counter()
    work(int(count))
    figures["seconds"] = time.perf_counter() - began


if __name__ == "__main__":
    main(*sys.argv[1:])
