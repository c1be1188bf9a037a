"""The effect of each field on the manifests, found in one sample that sets the field.

The field is removed from the sample. If the sample is invalid without it, the field, or something within it, gets
another value. `make effects` records the effects of all fields for the reference pages.
"""

import warnings
from contextlib import suppress
from functools import cache, partial
from typing import NamedTuple

import yaml

from powersync_constructs import ConfigError, SecretRef
from powersync_constructs.config import (
    ApiProps,
    ClientAuth,
    ConfigurationProps,
    Container,
    EmptyDirVolume,
    HealthCheck,
    HealthCheckProbes,
    MigrateProps,
    PowerSyncProps,
    ReplicationProps,
    Scheduling,
    ServiceConfig,
    ServiceProps,
    Spread,
    StorageCredentials,
    Volume,
    VolumeMount,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.service._service_yaml import render
from powersync_constructs.config.service._variables import variables
from tests.fields import ABSENT, MODELS, Path, choices, others, replaced, written_in
from tests.reference.effects import FILE, around, changed_places
from tests.rendered import rendered_anew, replicated
from tests.samples.configuration import (
    CONFIGURATION,
    EXISTING,
    FULL_CONFIGURATIONS,
    FULL_EXISTING,
    FULL_IMAGE,
    IN_SECRET,
    SYNC_CONFIG,
)
from tests.samples.databases import SOURCE, STORAGE
from tests.samples.instance import (
    EXTERNAL_SECRETS_INSTANCE,
    FULL_CONFIGURATION,
    FULL_DEV_POSTGRES,
    FULL_INGRESS,
    FULL_INGRESSES,
    FULL_NETWORKED,
    FULL_SPLIT,
    FULL_UNIFIED_INSTANCE,
    IN_SECRET_INSTANCE,
    INSTANCE,
    REPORTING_INSTANCE,
    SECRETS_STORE_INSTANCE,
)
from tests.samples.monitoring import MONITORING, SHARED_MONITORING
from tests.samples.operator_databases import FULL_OPERATOR_DATABASES
from tests.samples.orderings import FULL_KUSTOMIZATIONS, LEFT_OUT
from tests.samples.pods import (
    AUTOSCALED_API,
    FULL_API,
    FULL_COMPACT,
    FULL_MIGRATE,
    FULL_REPLICATION,
    FULL_UNIFIED,
    KEDA_API,
)
from tests.samples.secrets import EXTERNAL_SECRETS, RELOADER
from tests.samples.source_setup import FULL_SOURCE_SETUP, LISTED_SOURCE_SETUP

from .manifests import Manifest, render_props

_MOUNTED = [Volume(name=name, source=EmptyDirVolume()) for name in ("scratch", "scratch2")]
_MOUNTING = Container(
    name="mounting",
    image="mounting:1",
    restart_policy="Always",
    volume_mounts=[VolumeMount(name="scratch", mount_path="/scratch")],
)
SAMPLES: dict[str, Props] = {
    **{f"service-{name}": configuration.service for name, configuration in FULL_CONFIGURATIONS.items()},
    "service-supabase": ServiceConfig(
        source=SOURCE,
        storage=STORAGE,
        client_auth=ClientAuth(jwks_uri="https://auth.example.com/jwks.json", audience=["app"], supabase=True),
        healthcheck=HealthCheck(probes=HealthCheckProbes(use_filesystem=True)),
    ),
    "configuration": FULL_CONFIGURATION.with_(secrets=None, reloader=None),
    "configuration-in-secret": IN_SECRET,
    "configuration-external": CONFIGURATION.with_(secrets=EXTERNAL_SECRETS, reloader=RELOADER),
    "api": FULL_API,
    "api-autoscaled": AUTOSCALED_API,
    "api-keda": KEDA_API,
    "api-spread": ApiProps(
        scheduling=Scheduling(spread=[Spread(topology_key="zone", when_unsatisfiable="DoNotSchedule")]),
        service=ServiceProps(type="LoadBalancer"),
        volumes=_MOUNTED,
        init_containers=[_MOUNTING],
    ),
    "replication": FULL_REPLICATION,
    "replication-recreate": ReplicationProps(strategy="Recreate"),
    "replication-fast": ReplicationProps(max_unavailable=1),
    "compact": FULL_COMPACT,
    "migrate-without-gate": MigrateProps(gate=False),
    "migrate": FULL_MIGRATE,
    "migrate-left-out": LEFT_OUT,
    "flux": FULL_KUSTOMIZATIONS,
    "unified": FULL_UNIFIED,
    "ingress": FULL_INGRESS,
    **FULL_INGRESSES,
    "monitoring": SHARED_MONITORING,
    "dev_postgres": FULL_DEV_POSTGRES,
    **FULL_OPERATOR_DATABASES,
    "source-setup": FULL_SOURCE_SETUP,
    "source-setup-listed": LISTED_SOURCE_SETUP,
    "networked": FULL_NETWORKED,
    "in-secret": IN_SECRET_INSTANCE,
    "external-secrets": EXTERNAL_SECRETS_INSTANCE,
    "secrets-store": SECRETS_STORE_INSTANCE,
    "reporting": REPORTING_INSTANCE,
    "existing": PowerSyncProps(
        service=FULL_EXISTING.with_(disable_auto_migration=True), sync_config=SYNC_CONFIG, monitoring=MONITORING
    ),
    "existing-probes": PowerSyncProps(
        service=EXISTING.with_(probes=HealthCheckProbes(use_filesystem=True)), sync_config=SYNC_CONFIG
    ),
    "credentials-user": INSTANCE.with_(
        storage={"username": SecretRef("runtime", "username"), "password": SecretRef("runtime", "password")},
        topology={
            "migrate": MigrateProps(
                credentials=StorageCredentials(
                    username=SecretRef("owner", "username"), password=SecretRef("owner", "password")
                )
            )
        },
    ),
    "credentials-uri": INSTANCE.with_(
        storage={
            "uri": SecretRef("runtime", "uri"),
            **dict.fromkeys(("hostname", "database", "username", "password")),
        },
        topology={"migrate": MigrateProps(credentials=StorageCredentials(uri=SecretRef("owner", "uri")))},
    ),
    "image": INSTANCE.with_(image=FULL_IMAGE),
    "split": FULL_SPLIT,
    "unified-instance": FULL_UNIFIED_INSTANCE,
}
NOT_CHECKED = {
    "Alb.certificate_discovery",  # allows HTTPS without an ARN: tests/config/test_controllers.py
    "Image.accepted_problems",  # accepts known problems: tests/config/test_releases.py
    "SyncConfig.file",  # is in errors and findings: tests/config/test_sync_config.py
    "SyncConfig.parser",  # sets when the parser runs: tests/constructs/test_sync_config_parser.py
    # these change findings, and add annotations to all objects: tests/constructs/test_rule_settings.py
    *("PowerSyncProps.rules", "RuleSettings.ignore", "RuleSettings.severity"),
    "SourceSetupProps.all_tables",  # excludes `tables`, which is required without it: tests/config/test_source_setup.py
    "ExistingServiceYaml.disable_auto_migration",  # must match the topology: tests/config/test_existing_service_yaml.py
}
"""The fields that only permit something. Each comment names the test of the field."""
PLACES: dict[tuple[type, str], list[tuple[str, Path]]] = {}
"""The places where samples set a field, by model and name: the sample and the path in it."""
for _name, _sample in SAMPLES.items():
    for _model, _path in written_in(_sample):
        PLACES.setdefault((_model, _path[-1]), []).append((_name, _path))


class Variant(NamedTuple):
    """A sample, and its props with one field removed or changed."""

    sample: str
    props: Props
    depth: int
    """The number of levels between the field and the changed value inside it."""


def variant(model: type[Props], name: str) -> Variant | None:
    """Return a sample without the field, or with another value if no sample is valid without it."""
    found = PLACES.get((model, name), [])
    without = [(sample, path, path, ABSENT) for sample, path in found]
    instead = ((sample, path, *other) for sample, path in found for other in others(SAMPLES[sample], path))
    for sample, path, changed, value in (*without, *instead):
        with suppress(ConfigError):
            return Variant(sample, replaced(SAMPLES[sample], changed, value), len(changed) - len(path))
    return None


FIELDS = {f"{model.__name__}.{name}": (model, name) for model in MODELS for name in choices(model)}


def effect(field: str) -> list[str]:
    """Return the places in the manifests that differ without the field, or with another value of it."""
    found = variant(*FIELDS[field])
    assert found, f"no sample sets {field}"
    return around(changed_places(sample_manifests(found.sample), manifests(found.props)), found.depth)


@cache
def sample_manifests(sample: str) -> list[Manifest]:
    """Return the manifests of an unchanged sample."""
    return manifests(SAMPLES[sample])


def manifests(props: Props) -> list[Manifest]:
    """Render the construct that takes these props; for a configuration, also the pods that read it."""
    match props:
        case ServiceConfig():
            return [{"service.yaml": render(props), "variables": variables(props)}]
        case ConfigurationProps():
            return rendered_anew(replicated(props))
        case _:
            return rendered_anew(partial(render_props, props=props))


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # findings
    recorded = {field: effect(field) for field in sorted(FIELDS) if field not in NOT_CHECKED}
    FILE.write_text(yaml.safe_dump(recorded, width=200, allow_unicode=True), encoding="utf-8")
