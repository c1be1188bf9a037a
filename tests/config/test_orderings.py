"""Orderings: what each has the migration do, and what does not go with it."""

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

from .refusal import refusal

SOURCE = FluxSource(name="flux-system")


def _tool(ordering: Ordering) -> str:
    return type(ordering).__name__


@pytest.mark.parametrize(
    ("ordering", "marks", "ttl_seconds"),
    [
        (Plain(), True, A_DAY),
        (ArgoCD(), False, A_DAY),
        (FluxCD(), True, None),
        (HelmHooks(), False, A_DAY),
        (Kapp(), False, None),
    ],
    ids=lambda value: str(value) if isinstance(value, bool | int) else type(value).__name__,
)
def test_what_a_tool_needs(ordering: Ordering, marks: bool, ttl_seconds: int | None) -> None:
    """Pods wait where the tool does not, and a finished Job goes where the tool does not make it again."""
    props = MigrateProps()

    assert (props.gates(ordering), props.ttl_seconds(ordering)) == (marks, ttl_seconds)


@pytest.mark.parametrize(
    ("props", "ordering", "gates", "ttl_seconds"),
    [
        pytest.param(MigrateProps(gate=False), Plain(), False, A_DAY, id="no-gate"),
        pytest.param(MigrateProps(gate=True), ArgoCD(), True, A_DAY, id="a-gate-beside-argo-cd"),
        pytest.param(MigrateProps(mode="none"), Plain(), False, A_DAY, id="left-out"),
        pytest.param(MigrateProps(ttl_seconds_after_finished=60), Plain(), True, 60, id="a-minute"),
        pytest.param(MigrateProps(ttl_seconds_after_finished=None), Plain(), True, A_DAY, id="default"),
    ],
)
def test_what_is_set_wins(props: MigrateProps, ordering: Ordering, gates: bool, ttl_seconds: int | None) -> None:
    """The ordering gives the defaults."""
    assert (props.gates(ordering), props.ttl_seconds(ordering)) == (gates, ttl_seconds)


def test_a_gate_needs_a_job() -> None:
    """Pods would wait forever for the marker."""
    line = "migrate.gate: True waits for the marker of a Job, and mode 'none' has none; remove it"

    assert refusal(MigrateProps, mode="none", gate=True) == [line]


@pytest.mark.parametrize(
    ("ordering", "fields", "line"),
    [
        *(
            pytest.param(
                ordering,
                {"gate": True},
                f"topology.migrate.gate: True does not go with {_tool(ordering)}, which removes the markers; remove it",
                id=f"gated-{_tool(ordering)}",
            )
            for ordering in (HelmHooks(), Kapp())
        ),
        *(
            pytest.param(
                ordering,
                {"ttl_seconds_after_finished": 600},
                f"topology.migrate.ttl_seconds_after_finished: 600 has {_tool(ordering)} create the Job again whenever "
                "it was removed; remove it",
                id=f"ttl-{_tool(ordering)}",
            )
            for ordering in (FluxCD(), Kapp())
        ),
    ],
)
def test_what_does_not_go_with_it(ordering: Ordering, fields: dict[str, object], line: str) -> None:
    """A gate that never opens, or a Job that is created again and again."""
    assert refusal(INSTANCE.with_, ordering=ordering, topology={"migrate": fields}) == [line]


@pytest.mark.parametrize("wave", [0, -1, 1001, "1"])
def test_a_wave_after_the_configuration(wave: object) -> None:
    """What the Job needs is in wave 0."""
    (line,) = refusal(ArgoCD, wave=wave)

    assert line.startswith("ordering.wave: ")


def test_a_namespace_beside_helm_is_refused() -> None:
    """It would be applied after the hooks that are in it."""
    rule = "would be created after Helm's hooks, which are in it"
    assert refusal(INSTANCE.with_, namespace=NamespaceProps(), ordering=HelmHooks()) == [
        f"namespace: {rule}; remove it, and use `helm install --create-namespace`"
    ]


def test_external_secrets_beside_helm_are_refused() -> None:
    """Each upgrade would take the Secret away for a while."""
    secrets = ExternalSecrets(store=SecretStore(name="vault"), mapping={SecretRef("a", "b"): "c"})

    rule = "Helm deletes its hooks before it creates them again, and with an ExternalSecret its Secret goes"
    assert refusal(INSTANCE.with_, secrets=secrets, ordering=HelmHooks()) == [
        f"ordering: {rule}; keep the ExternalSecrets in a release of their own"
    ]


@pytest.mark.parametrize(
    "changes", [{"ordering": ArgoCD()}, {"topology": {"migrate": {"mode": "none"}}}], ids=["argo", "left-out"]
)
def test_a_job_without_a_mark_needs_no_api_server(changes: dict[str, object]) -> None:
    """Then no workload needs it."""
    rule = "is not needed by any workload; remove it"
    assert refusal(NETWORKED.with_, **changes) == [f"network.api_server: {rule}"]


def test_a_network_without_the_api_server() -> None:
    """Where the Job sets no mark, the rest of the network is right."""
    props = INSTANCE.with_(ordering=ArgoCD(), network=NETWORK.with_(api_server=None))

    assert props.network is not None


@pytest.mark.parametrize("path", ["dist/deploy", "/dist/deploy", ".", "./", "./dist/../deploy", "./dist/", ""])
def test_no_folder_of_a_source(path: str) -> None:
    """Flux takes folders that begin with `./`; others are refused."""
    (line,) = refusal(FluxKustomizationsProps, source=SOURCE, pre_deploy_path="./first", path=path)

    assert line == f"flux.path: '{path}' is no folder of the source; write it like ./dist/powersync"


@pytest.mark.parametrize("path", ["./dist", "./dist/pre-deploy", "./dist/pre-deploy/more"])
def test_folders_are_apart(path: str) -> None:
    """Of one folder in the other, objects would be in both."""
    fields = {"source": SOURCE, "pre_deploy_path": "./dist/pre-deploy", "path": path}

    line = f"flux.path: '{path}' and './dist/pre-deploy' are not apart; give two folders"
    assert refusal(FluxKustomizationsProps, **fields) == [line]
