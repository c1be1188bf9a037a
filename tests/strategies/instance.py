"""Any instance. In each, one part is drawn in full depth: hypothesis seldom draws what is large in all its parts."""

from collections.abc import Iterator
from typing import Any, get_type_hints

from hypothesis import strategies as st
from pydantic import BaseModel

from powersync_constructs.config import (
    ApiProps,
    CompactProps,
    Image,
    MigrateProps,
    PowerSyncProps,
    ReplicationProps,
    Split,
    SyncConfig,
    Unified,
    UnifiedProps,
)
from powersync_constructs.config.configuration import InstanceName
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH
from tests.samples.instance import DEV_POSTGRES, INSTANCE

from . import service as _service  # noqa: F401 - teaches what stands in service.yaml
from .kubernetes import NAMES, with_its_volumes
from .typed import Values, accepted, build, of_model, of_type, said, teach

_DEVELOPMENT = PowerSyncProps(
    client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, dev_postgres=DEV_POSTGRES, topology=Unified()
)
_ALWAYS = ("instance", "namespace", "ingress")
"""Fields that may change beside any other."""

teach(SyncConfig, st.just(SYNC_CONFIG))
teach(InstanceName, accepted(InstanceName, NAMES))
for _model in (ApiProps, ReplicationProps, CompactProps, MigrateProps, UnifiedProps):
    _images = st.none() | of_model(Image, ("tag",), tag=st.just("1.26.0"))
    teach(_model, of_model(_model, tidy=with_its_volumes, image=_images))


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, Values]]:
    """Each field of a model and what may stand there, but None."""
    for name, hint in get_type_hints(model, include_extras=True).items():
        if name in model.model_fields:
            yield name, said(hint)


def _changed(base: PowerSyncProps, field: str, values: Values) -> Values:
    """The instances that differ from another in a field, and in some of those that may always change."""
    others = {name: of_type(_HINTS[name]) for name in _ALWAYS if name != field}
    drawn = st.fixed_dictionaries({field: values}, optional=others)
    return drawn.map(lambda changes: build(base.with_, changes, {field}))


def _parts() -> Iterator[tuple[str, Values]]:
    """The parts of an instance, by their paths, each with the instances that differ in it."""
    for name, values in _fields(Split):
        if name != "type":
            yield f"topology.{name}", _changed(INSTANCE, "topology", st.builds(Split, **{name: values}))
    yield "topology.pod", _changed(_DEVELOPMENT, "topology", st.builds(Unified, pod=of_type(UnifiedProps)))
    for name, values in _fields(PowerSyncProps):
        if name != "topology":
            yield name, _changed(_DEVELOPMENT if name == "dev_postgres" else INSTANCE, name, values)


_HINTS: dict[str, Any] = get_type_hints(PowerSyncProps, include_extras=True)
INSTANCES = dict(_parts())
"""Any instance, by the part that is drawn in full depth."""
