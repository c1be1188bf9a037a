"""Every object that a construct creates is a documented attribute of the construct."""

import ast
import inspect
import pydoc
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest
from cdk8s import ApiObject, App, Chart
from cdk8s_plus_28 import k8s
from constructs import Construct, IConstruct

import powersync_constructs
from powersync_constructs import ConfigError, FluxKustomizations, PowerSync
from powersync_constructs.config import ApiProps, CompactProps, MigrateProps, ReplicationProps, UnifiedProps
from powersync_constructs.config.core._docstrings import attributes
from powersync_constructs.config.pods._workload import WorkloadProps
from tests.samples.instance import (
    EXTERNAL_SECRETS_INSTANCE,
    FULL_INGRESSES,
    FULL_NETWORKED,
    FULL_SPLIT,
    FULL_UNIFIED_INSTANCE,
    INSTANCE,
    SECRETS_STORE_INSTANCE,
)
from tests.samples.operator_databases import FULL_OPERATOR_DATABASES
from tests.samples.orderings import KUSTOMIZATIONS
from tests.samples.source_setup import SOURCE_SETUPS

from .manifests import add_workload, operator_database, pod_template, render, render_props

CONSTRUCTS = [
    made
    for name in dir(powersync_constructs)
    if isinstance(made := getattr(powersync_constructs, name), type) and issubclass(made, Construct)
]
INSTANCES = {
    "split": FULL_SPLIT,
    "unified": FULL_UNIFIED_INSTANCE,
    "networked": FULL_NETWORKED,
    "external-secrets": EXTERNAL_SECRETS_INSTANCE,
    "secrets-store": SECRETS_STORE_INSTANCE,
    **{f"ingress-{name}": INSTANCE.with_(ingress=ingress) for name, ingress in FULL_INGRESSES.items()},
}


@pytest.mark.parametrize("name", INSTANCES)
def test_every_object_of_an_instance_is_an_attribute(chart: Chart, name: str) -> None:
    """Each object is an attribute of a part, and each part is an attribute of the instance."""
    PowerSync(chart, "powersync", INSTANCES[name])

    assert list(_without_attribute(chart)) == []


def test_an_object_without_an_attribute_is_found(chart: Chart) -> None:
    """The search finds an object that is not an attribute, so that the tests here can fail."""
    powersync = PowerSync(chart, "powersync", INSTANCE)

    k8s.KubeConfigMap(powersync.api, "hidden", metadata=k8s.ObjectMeta(name="hidden"))

    assert list(_without_attribute(chart)) == ["chart/powersync/api/hidden"]


@pytest.mark.parametrize("name", FULL_OPERATOR_DATABASES)
def test_every_object_of_a_database_is_an_attribute(chart: Chart, name: str) -> None:
    """Each object of an operator database is an attribute of its construct."""
    operator_database(chart, FULL_OPERATOR_DATABASES[name])

    assert list(_without_attribute(chart)) == []


@pytest.mark.parametrize("name", SOURCE_SETUPS)
def test_every_object_of_a_source_setup_is_an_attribute(chart: Chart, name: str) -> None:
    """Each object of the setup of a source database is an attribute of its construct."""
    render_props(chart, SOURCE_SETUPS[name])

    assert list(_without_attribute(chart)) == []


def test_every_kustomization_is_an_attribute(chart: Chart) -> None:
    """Each of the two Kustomizations is an attribute."""
    FluxKustomizations(chart, "powersync", KUSTOMIZATIONS)

    assert list(_without_attribute(chart)) == []


@pytest.mark.parametrize("name", ["split", "unified"])
def test_every_attribute_is_documented(app: App, name: str) -> None:
    """Each attribute has a docstring below it, which editors and the reference show."""
    chart = Chart(app, "documented", namespace="sync", disable_resource_name_hashes=True)
    PowerSync(chart, "powersync", INSTANCES[name])

    missing = {
        f"{type(construct).__name__}.{attribute}"
        for construct in _ours(chart)
        for attribute in _public(construct)
        if attribute not in _documented(type(construct))
    }
    assert missing == set()


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.__name__)
def test_help_shows_every_attribute(construct: type[Construct]) -> None:
    """`help` shows each attribute with its type and description, below the docstring of the class."""
    shown = " ".join(pydoc.plain(pydoc.render_doc(construct)).replace("|", " ").split())

    for name, declared in attributes(construct).items():
        assert f" {name}: " in shown
        assert declared.description.replace("|", " ") in shown


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.__name__)
def test_signature_has_the_arguments(construct: type[Construct]) -> None:
    """The signature is that of the constructor, and not the generic one of jsii."""
    assert list(inspect.signature(construct).parameters)[:3] == ["scope", "id", "props"]


def test_props_of_another_construct_are_refused(chart: Chart) -> None:
    """Props of another type, or a mapping, are refused in one line."""
    given: Any = {"host": "powersync.example.com"}

    with pytest.raises(ConfigError) as refused:
        PowerSync(chart, "powersync", given)

    assert str(refused.value) == "props: is of type dict, not PowerSyncProps; use PowerSyncProps(...)"


@pytest.mark.parametrize("props", [ApiProps(), ReplicationProps(), CompactProps(), UnifiedProps(), MigrateProps()])
def test_only_a_configuration_is_accepted(chart: Chart, props: WorkloadProps) -> None:
    """Another construct is refused in one line."""
    given: Any = chart

    with pytest.raises(ConfigError) as refused:
        add_workload(given, props)

    rule = "is of type Chart, not PowerSyncConfiguration; pass the PowerSyncConfiguration of the instance"
    assert str(refused.value) == f"configuration: {rule}"


def test_a_migration_has_its_selector_and_account(chart: Chart) -> None:
    """A migration has the labels that select its pod, and the account of the pod."""
    migrate = PowerSync(chart, "powersync", INSTANCE).migrate
    assert migrate is not None

    template = pod_template(render(chart), "migrate")

    assert migrate.selector.items() <= migrate.labels.items() <= template["metadata"]["labels"].items()
    assert migrate.service_account_name == template["spec"]["serviceAccountName"]


def _without_attribute(chart: Chart) -> Iterator[str]:
    """Yield the objects and parts that are not an attribute of the construct around them."""
    for construct in _ours(chart):
        reached = {id(made) for name in _public(construct) for made in _constructs(getattr(construct, name))}
        for child in construct.node.children:
            if id(child) not in reached and (ApiObject.is_api_object(child) or _is_ours(child)):
                yield child.node.path


def _ours(chart: Chart) -> list[IConstruct]:
    return [construct for construct in chart.node.find_all() if _is_ours(construct)]


def _is_ours(construct: object) -> bool:
    return _is_of_ours(type(construct))


def _is_of_ours(construct: type) -> bool:
    return construct.__module__.startswith("powersync_constructs.")


def _public(construct: IConstruct) -> list[str]:
    """Return the attributes of a construct, and the properties of our own classes."""
    ours = [vars(base) for base in type(construct).__mro__ if _is_of_ours(base)]
    properties = [name for base in ours for name, value in base.items() if isinstance(value, property)]
    return [name for name in [*vars(construct), *properties] if not name.startswith("_")]


def _constructs(value: object) -> Iterator[IConstruct]:
    """Yield the constructs of an attribute, which may be in a list or a mapping."""
    if isinstance(value, Construct):
        yield value
    elif isinstance(value, list | tuple | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _constructs(item)


def _documented(construct: type) -> set[str]:
    """Return the attributes and properties with a docstring, of a class and of its bases."""
    bases = [base for base in construct.__mro__ if _is_of_ours(base)]
    return {name for base in bases for name in _documented_in(ast.parse(inspect.getsource(base)))}


def _documented_in(tree: ast.Module) -> Iterator[str]:
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef) and scope.decorator_list and ast.get_docstring(scope):
            yield scope.name
        if isinstance(scope, ast.ClassDef):
            for statement, docstring in pairwise(scope.body):
                target = statement.target if isinstance(statement, ast.AnnAssign) else None
                if isinstance(target, ast.Name) and isinstance(docstring, ast.Expr):
                    yield target.id
