"""Strategies for the sources of Secrets: names in a store, and the references of the instance that needs them."""

from typing import Any

from hypothesis import strategies as st

from powersync_constructs.config import ExternalSecrets, RemoteSecret, SecretsStoreCsi
from powersync_constructs.config.core._types import MapKey
from powersync_constructs.config.delivery.secret_sources import MappedReference, RemoteName
from tests.samples.secrets import SECRETS_STORE

from . import kubernetes as _kubernetes  # noqa: F401 - registers strategies for the parts of references
from .texts import HOSTILE, TEXTS
from .typed import Values, accepted, of_model, of_type, register


def _filled(kind: Any) -> Values:
    """Return any mapping that has the references of the smallest instance."""
    needed = st.fixed_dictionaries({reference: of_type(kind) for reference in SECRETS_STORE.mapping})
    more = st.dictionaries(of_type(MappedReference), of_type(kind))
    return st.builds(lambda more, needed: {**more, **needed}, more, needed)


register(RemoteName, accepted(RemoteName, [*HOSTILE, "powersync/storage-uri", "arn:aws:secretsmanager:eu-west-1:1:a"]))
_PARAMETERS = st.dictionaries(of_type(MapKey), TEXTS, min_size=1, max_size=3)
register(ExternalSecrets, of_model(ExternalSecrets, mapping=_filled(RemoteName | RemoteSecret)))
register(SecretsStoreCsi, of_model(SecretsStoreCsi, parameters=_PARAMETERS, mapping=_filled(RemoteName)))
