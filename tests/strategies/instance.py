"""Any instance. In each, one model is drawn in full depth: hypothesis seldom draws what is large in all its parts."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from powersync_constructs.config import (
    EnvVar,
    ExistingServiceYaml,
    Image,
    IngressController,
    NetworkProps,
    PowerSyncProps,
    ServiceSettings,
    Split,
    SyncConfig,
    Unified,
)
from powersync_constructs.config.configuration import InstanceName
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.ingress.controllers import controller_classes
from powersync_constructs.config.pods._workload import WorkloadProps
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH
from tests.samples.instance import DEV_POSTGRES, EXISTING_INSTANCE, FULL_NETWORKED, INSTANCE

from . import (
    service as _service,  # noqa: F401 - teaches what stands in service.yaml
    sources as _sources,  # noqa: F401 - teaches who fills Secrets
)
from .kubernetes import NAMES, with_its_volumes
from .network import with_its_peers
from .typed import Values, accepted, build, of_model, of_type, said, teach

_DEVELOPMENT = PowerSyncProps(
    client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, dev_postgres=DEV_POSTGRES, topology=Unified()
)
_BASES = {"dev_postgres": _DEVELOPMENT, "network": FULL_NETWORKED}
"""Instances that a field needs; others go with the smallest one."""
_ALWAYS = ("instance", "namespace", "ingress")
"""Fields that may change beside any other."""
_IN_SERVICE_YAML = ("source", "storage", "client_auth", "service")
"""Fields of which the API server sees no more than a text: `tests/service` draws them in full depth."""

teach(IngressController, st.one_of(*(of_model(controller) for controller in controller_classes())))
teach(SyncConfig, st.just(SYNC_CONFIG))
teach(InstanceName, accepted(InstanceName, NAMES))
teach(Image, of_model(Image, ("tag",), tag=st.sampled_from(["1.26.0", "1.26.1-dev.1"])))


_HINTS: dict[str, Any] = get_type_hints(PowerSyncProps, include_extras=True)
teach(_HINTS["service"], of_type(ServiceSettings))
_VARIABLES = of_model(EnvVar, name=st.sampled_from(["PS_A", "PS_SOURCE_URI"]))
_EXISTING = of_model(
    ExistingServiceYaml,
    env=st.lists(_VARIABLES, max_size=2, unique_by=lambda env: env.name),
    disable_auto_migration=st.just(True),
)
"""Any service.yaml of somebody else's that goes with a migration Job."""


def _changed(base: PowerSyncProps, field: str, values: Values) -> Values:
    """The instances that differ from another in a field, and in some of those that may always change."""
    others = {name: of_type(_HINTS[name]) for name in _ALWAYS if name != field}
    drawn = st.fixed_dictionaries({field: values}, optional=others)
    return drawn.map(lambda changes: build(base.with_, changes, {field}))


def _each_field(model: Any) -> Iterator[tuple[str, Values]]:
    """For each field of a model, and each model that may stand there, any values of the model that have it."""
    tidy = with_its_peers if model is NetworkProps else with_its_volumes if issubclass(model, WorkloadProps) else dict
    hints = get_type_hints(model, include_extras=True)
    for field in model.model_fields:
        kinds = _members(hints[field])
        if len(kinds) > 1:
            yield from (
                (f"{field}.{kind.__name__}", of_model(model, (field,), tidy, **{field: of_type(kind)}))
                for kind in kinds
            )
        elif field != "type":
            yield field, of_model(model, (field,), tidy)


def _members(hint: Any) -> list[Any]:
    """The models that may stand in a field."""
    if hint == IngressController:
        return list(controller_classes())
    if get_origin(hint) is Annotated:
        return _members(get_args(hint)[0])
    found = [hint] if isinstance(hint, type) else get_args(hint)
    return [part for part in found if isinstance(part, type) and issubclass(part, Props)]


def _parts(model: type[Props]) -> Iterator[tuple[str, Values]]:
    """For each field of a model: its path and any of its values, drawn by the fields of what stands there."""
    for name, hint in get_type_hints(model, include_extras=True).items():
        if name not in model.model_fields or name in ("type", "topology", "sync_config"):
            continue
        members = _members(hint)
        if len(members) == 1 and name not in _IN_SERVICE_YAML:
            yield from ((f"{name}.{field}", values) for field, values in _each_field(members[0]))
        else:
            yield name, said(hint)


def _instances() -> Iterator[tuple[str, Values]]:
    """What an instance is made of, by its path, each with the instances that differ in it."""
    for topology, base in ((Split, INSTANCE), (Unified, _DEVELOPMENT)):
        for path, values in _parts(topology):
            role = path.partition(".")[0]
            yield f"topology.{path}", _changed(base, "topology", st.builds(topology, **{role: values}))
    for path, values in _parts(PowerSyncProps):
        field = path.partition(".")[0]
        yield path, _changed(_BASES.get(field, INSTANCE), field, values)
    yield "service.ExistingServiceYaml", _changed(EXISTING_INSTANCE, "service", _EXISTING)


_INSTANCES = dict(_instances())
PARTS = list(_INSTANCES)
"""The paths of the fields, one of which each instance is sure to have."""


@st.composite  # which hypothesis can name: to show the whole would take it longer than all the rest
def instances(draw: st.DrawFn, part: str) -> PowerSyncProps:
    """Any instance that has a field."""
    drawn: PowerSyncProps = draw(_INSTANCES[part])
    return drawn
