"""A strategy for any instance: each example varies one field and everything below it.

If all fields varied at once, hypothesis would seldom draw an instance that is large in every field.
"""

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
from powersync_constructs.config.pods.image import ProblemId
from powersync_constructs.config.service.releases._known_problems import KNOWN_PROBLEMS
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH
from tests.samples.instance import DEV_POSTGRES, EXISTING_INSTANCE, FULL_NETWORKED, INSTANCE

from . import (
    service as _service,  # noqa: F401 - registers strategies for service.yaml
    sources as _sources,  # noqa: F401 - registers strategies for the sources of Secrets
)
from .kubernetes import NAMES, with_its_volumes
from .network import with_its_peers
from .typed import Values, accepted, build, not_none, of_model, of_type, register

_DEVELOPMENT = PowerSyncProps(
    client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, dev_postgres=DEV_POSTGRES, topology=Unified()
)
_BASES = {"dev_postgres": _DEVELOPMENT, "network": FULL_NETWORKED}
"""The base instances of fields that need one; other fields use the smallest instance."""
_ALWAYS = ("instance", "namespace", "ingress")
"""Fields that may change together with any other field."""
_IN_SERVICE_YAML = ("source", "storage", "client_auth", "service")
"""Fields that the API server sees only as one text: `tests/service` varies them in full depth."""

register(IngressController, st.one_of(*(of_model(controller) for controller in controller_classes())))
register(SyncConfig, st.just(SYNC_CONFIG))
register(InstanceName, accepted(InstanceName, NAMES))
register(ProblemId, st.sampled_from([problem.id for problem in KNOWN_PROBLEMS]))
register(Image, of_model(Image, ("tag",), tag=st.sampled_from(["1.28.0", "1.29.1-dev.1"])))


_HINTS: dict[str, Any] = get_type_hints(PowerSyncProps, include_extras=True)
register(_HINTS["service"], of_type(ServiceSettings))
_VARIABLES = of_model(EnvVar, name=st.sampled_from(["PS_A", "PS_SOURCE_URI"]))
_EXISTING = of_model(
    ExistingServiceYaml,
    env=st.lists(_VARIABLES, max_size=2, unique_by=lambda env: env.name),
    disable_auto_migration=st.just(True),
)
"""Any existing service.yaml that works with a migration Job."""


def _changed(base: PowerSyncProps, field: str, values: Values) -> Values:
    """Return instances that differ from the base in a field, and in some of the fields that may always change."""
    others = {name: of_type(_HINTS[name]) for name in _ALWAYS if name != field}
    drawn = st.fixed_dictionaries({field: values}, optional=others)
    return drawn.map(lambda changes: build(base.with_, changes, {field}))


def _each_field(model: Any) -> Iterator[tuple[str, Values]]:
    """Yield each field of a model, once per model that it accepts, with values of the model that set the field."""
    adjust = with_its_peers if model is NetworkProps else with_its_volumes if issubclass(model, WorkloadProps) else dict
    hints = get_type_hints(model, include_extras=True)
    for field in model.model_fields:
        kinds = _members(hints[field])
        if len(kinds) > 1:
            yield from (
                (f"{field}.{kind.__name__}", of_model(model, (field,), adjust, **{field: of_type(kind)}))
                for kind in kinds
            )
        elif field != "type":
            yield field, of_model(model, (field,), adjust)


def _members(hint: Any) -> list[Any]:
    """Return the models that a field accepts."""
    if hint == IngressController:
        return list(controller_classes())
    if get_origin(hint) is Annotated:
        return _members(get_args(hint)[0])
    found = [hint] if isinstance(hint, type) else get_args(hint)
    return [part for part in found if isinstance(part, type) and issubclass(part, Props)]


def _parts(model: type[Props]) -> Iterator[tuple[str, Values]]:
    """Yield the path of each field of a model with any of its values; a field of one model is varied by its fields."""
    for name, hint in get_type_hints(model, include_extras=True).items():
        if name not in model.model_fields or name in ("type", "topology", "sync_config"):
            continue
        members = _members(hint)
        if len(members) == 1 and name not in _IN_SERVICE_YAML:
            yield from ((f"{name}.{field}", values) for field, values in _each_field(members[0]))
        else:
            yield name, not_none(hint)


def _instances() -> Iterator[tuple[str, Values]]:
    """Yield each path with the instances that differ in it."""
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
"""The paths of the fields; each drawn instance sets one of them."""


@st.composite  # hypothesis then prints its name: printing the whole strategy takes longer than everything else
def instances(draw: st.DrawFn, part: str) -> PowerSyncProps:
    """Draw any instance that sets a field."""
    drawn: PowerSyncProps = draw(_INSTANCES[part])
    return drawn
