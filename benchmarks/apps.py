"""One measured app, in its own process: `python -m benchmarks.apps library 20` prints its figures as JSON.

`seconds` is the time to construct and synthesize, after all imports. `parts` contains two times for each step of the
library: for its first run and for its last run. `python` and `node` are the peak memory of each process, in MiB.
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

SYNC_CONFIG = (
    "config:\n  edition: 3\nstreams:\n  lists:\n    query: SELECT * FROM lists WHERE owner_id = auth.user_id()\n"
)

Work = Callable[[int], None]
"""The function that is timed. Its argument is the number of instances to create."""

PARTS: dict[str, list[float]] = {}
"""The seconds of each step, with one figure per run of the step."""


@contextmanager
def part(name: str) -> Iterator[None]:
    """Measure the time of a step."""
    began = time.perf_counter()
    yield
    PARTS.setdefault(name, []).append(time.perf_counter() - began)


def floor() -> Work:
    """The minimum of any app: import cdk8s-plus and synthesize an empty chart."""
    from cdk8s import App, Chart

    import_module("cdk8s_plus_28")

    def synth(_: int) -> None:
        app = App()
        Chart(app, "instances", namespace="instances")
        app.synth()

    return synth


def library() -> Work:
    """Highly available instances, created with this library."""
    from cdk8s import App, Chart

    import_module("cdk8s_plus_28")  # part of the floor, so not measured as an import of the library
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
                slot_name_prefix=f"{name}_",
            ),
            storage=PostgresStorage(
                hostname="storage.example.com",
                database=name,
                username="powersync_storage",
                password=SecretRef("powersync-storage", "password"),
            ),
            client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=[name]),
            sync_config=SyncConfig.from_text(SYNC_CONFIG, parser="off"),
        )

    def synth(count: int) -> None:
        app = App()
        chart = Chart(app, "instances", namespace="instances", disable_resource_name_hashes=True)
        for name in names(count):
            with part("props"):
                instance = props(name)
            with part("constructs"):
                PowerSync(chart, name, instance)
        with part("synth"):
            app.synth()

    return synth


def by_hand() -> Work:
    """The same objects, created with cdk8s-plus only."""
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
    """The import of pydantic, which loads each name when it is first used."""
    import_module("pydantic")
    return lambda _: None


def base_model() -> Work:
    """The import that every pydantic model needs."""
    import_module("pydantic.main")
    return lambda _: None


def config() -> Work:
    """The import of the configuration models, which also loads each name when it is first used."""
    import_module("powersync_constructs.config")
    return lambda _: None


def instance_props() -> Work:
    """The import of all models in the props of an instance, which must not start Node."""
    import_module("powersync_constructs.config.instance")
    assert "jsii" not in sys.modules, "powersync_constructs.config has started Node"
    return lambda _: None


def names(count: int) -> list[str]:
    """Return the names of the given number of instances."""
    return [f"app{index}" for index in range(count)]


def main(app: str, count: str) -> None:
    """Run one of the apps, and print its figures at exit, after jsii has waited for Node to end."""
    figures: dict[str, Any] = {}

    def report() -> None:
        for process, usage in (("python", resource.RUSAGE_SELF), ("node", resource.RUSAGE_CHILDREN)):
            figures[process] = resource.getrusage(usage).ru_maxrss / 1024
        figures["parts"] = {name: (seconds[0], seconds[-1]) for name, seconds in PARTS.items()}
        print(json.dumps(figures))

    os.environ.setdefault("CDK8S_OUTDIR", tempfile.mkdtemp())  # so that it does not write to dist/ of the reference app
    atexit.register(report)  # before jsii registers its handler: the last registered handler runs first
    apps = (floor, library, by_hand, pydantic, base_model, config, instance_props)
    work = {each.__name__: each for each in apps}[app]()
    began = time.perf_counter()
    work(int(count))
    figures["seconds"] = time.perf_counter() - began


if __name__ == "__main__":
    main(*sys.argv[1:])
