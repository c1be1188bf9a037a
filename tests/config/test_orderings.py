"""Orderings: how each one treats the migration, and the fields that it does not allow."""

import pytest

from powersync_constructs.config import (
    ArgoCD,
    ExternalSecrets,
    FluxCD,
    FluxKustomizationsProps,
    FluxSource,
    HelmHooks,
    Kapp,
    MigrateProps,
    NamespaceProps,
    Plain,
    SecretRef,
    SecretStore,
)
from powersync_constructs.config.delivery.orderings import A_DAY, Ordering
from tests.samples.instance import INSTANCE, NETWORKED
from tests.samples.network import NETWORK

from .validation import errors_of

SOURCE = FluxSource(name="flux-system")


def _tool(ordering: Ordering) -> str:
    return type(ordering).__name__


@pytest.mark.parametrize(
    ("ordering", "gates", "ttl_seconds"),
    [
        (Plain(), True, A_DAY),
        (ArgoCD(), False, A_DAY),
        (FluxCD(), True, None),
        (HelmHooks(), False, A_DAY),
        (Kapp(), False, None),
    ],
    ids=lambda value: str(value) if isinstance(value, bool | int) else type(value).__name__,
)
def test_defaults_of_an_ordering(ordering: Ordering, gates: bool, ttl_seconds: int | None) -> None:
    """Pods wait at the gate if the tool does not wait, and a Job has a TTL if the tool does not create it again."""
    props = MigrateProps()

    assert (props.gates(ordering), props.ttl_seconds(ordering)) == (gates, ttl_seconds)


@pytest.mark.parametrize(
    ("props", "ordering", "gates", "ttl_seconds"),
    [
        pytest.param(MigrateProps(gate=False), Plain(), False, A_DAY, id="no-gate"),
        pytest.param(MigrateProps(gate=True), ArgoCD(), True, A_DAY, id="gate-with-argo-cd"),
        pytest.param(MigrateProps(mode="none"), Plain(), False, A_DAY, id="no-migration"),
        pytest.param(MigrateProps(ttl_seconds_after_finished=60), Plain(), True, 60, id="ttl-of-a-minute"),
        pytest.param(MigrateProps(ttl_seconds_after_finished=None), Plain(), True, A_DAY, id="default"),
    ],
)
def test_set_values_override_the_ordering(
    props: MigrateProps, ordering: Ordering, gates: bool, ttl_seconds: int | None
) -> None:
    """Values that are set override the defaults of the ordering."""
    assert (props.gates(ordering), props.ttl_seconds(ordering)) == (gates, ttl_seconds)


def test_gate_without_a_job_is_refused() -> None:
    """A migration gate needs a Job, because otherwise pods would wait forever for the migration marker."""
    line = "migrate.gate: True needs a Job that sets the migration marker, but mode 'none' has no Job; remove it"

    assert errors_of(MigrateProps, mode="none", gate=True) == [line]


@pytest.mark.parametrize(
    ("ordering", "fields", "line"),
    [
        *(
            pytest.param(
                ordering,
                {"gate": True},
                f"topology.migrate.gate: True does not work with {_tool(ordering)}, which removes the migration "
                "markers; remove this field",
                id=f"gated-{_tool(ordering)}",
            )
            for ordering in (HelmHooks(), Kapp())
        ),
        *(
            pytest.param(
                ordering,
                {"ttl_seconds_after_finished": 600},
                f"topology.migrate.ttl_seconds_after_finished: 600 makes {_tool(ordering)} create the Job again after "
                "each removal; remove this field",
                id=f"ttl-{_tool(ordering)}",
            )
            for ordering in (FluxCD(), Kapp())
        ),
    ],
)
def test_invalid_migration_of_an_ordering_is_refused(ordering: Ordering, fields: dict[str, object], line: str) -> None:
    """A gate that never opens is refused, and so is a Job that the tool creates again and again."""
    assert errors_of(INSTANCE.with_, ordering=ordering, topology={"migrate": fields}) == [line]


@pytest.mark.parametrize("wave", [0, -1, 1001, "1"])
def test_invalid_wave_is_refused(wave: object) -> None:
    """The wave of the Job is from 1 to 1000, because the objects that it needs are in wave 0."""
    (line,) = errors_of(ArgoCD, wave=wave)

    assert line.startswith("ordering.wave: ")


def test_namespace_with_helm_hooks_is_refused() -> None:
    """Helm would apply the Namespace after the hooks, which are in that namespace."""
    rule = "would be created after the Helm hooks, which need it"
    assert errors_of(INSTANCE.with_, namespace=NamespaceProps(), ordering=HelmHooks()) == [
        f"namespace: {rule}; remove it, and use `helm install --create-namespace`"
    ]


def test_external_secrets_with_helm_hooks_are_refused() -> None:
    """Each upgrade would delete the Secret for some time."""
    secrets = ExternalSecrets(store=SecretStore(name="vault"), mapping={SecretRef("a", "b"): "c"})

    rule = "HelmHooks recreates ExternalSecrets at each upgrade, which deletes their Secrets"
    assert errors_of(INSTANCE.with_, secrets=secrets, ordering=HelmHooks()) == [
        f"ordering: {rule}; install the ExternalSecrets in a separate release"
    ]


@pytest.mark.parametrize(
    "changes", [{"ordering": ArgoCD()}, {"topology": {"migrate": {"mode": "none"}}}], ids=["argo-cd", "no-migration"]
)
def test_unneeded_api_server_is_refused(changes: dict[str, object]) -> None:
    """If no Job sets a migration marker, no workload connects to the API server."""
    rule = "is not needed by any workload; remove it"
    assert errors_of(NETWORKED.with_, **changes) == [f"network.api_server: {rule}"]


def test_network_without_the_api_server_is_accepted() -> None:
    """If no Job sets a migration marker, the network needs no API server."""
    props = INSTANCE.with_(ordering=ArgoCD(), network=NETWORK.with_(api_server=None))

    assert props.network is not None


@pytest.mark.parametrize("path", ["dist/deploy", "/dist/deploy", ".", "./", "./dist/../deploy", "./dist/", ""])
def test_invalid_flux_path_is_refused(path: str) -> None:
    """A path must begin with `./` and name a folder, without `..`."""
    (line,) = errors_of(FluxKustomizationsProps, source=SOURCE, pre_deploy_path="./first", path=path)

    assert line == f"flux.path: '{path}' is not a folder in the source; write it like ./dist/powersync"


@pytest.mark.parametrize("path", ["./dist", "./dist/pre-deploy", "./dist/pre-deploy/more"])
def test_overlapping_flux_paths_are_refused(path: str) -> None:
    """If one folder contained the other, two Kustomizations would apply the same objects."""
    fields = {"source": SOURCE, "pre_deploy_path": "./dist/pre-deploy", "path": path}

    line = f"flux.path: '{path}' and './dist/pre-deploy' overlap; use two separate folders"
    assert errors_of(FluxKustomizationsProps, **fields) == [line]
