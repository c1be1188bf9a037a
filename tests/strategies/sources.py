"""What says who fills Secrets: names in a store, and the references of the instance that it is drawn for."""

from typing import Any

from hypothesis import strategies as st

from powersync_constructs.config import ExternalSecrets, RemoteSecret, SecretsStoreCsi
from powersync_constructs.config.core._types import MapKey
from powersync_constructs.config.delivery.secret_sources import MappedReference, RemoteName
from tests.samples.secrets import SECRETS_STORE

from . import kubernetes as _kubernetes  # noqa: F401 - teaches what references are made of
from .texts import HOSTILE, TEXTS
from .typed import Values, accepted, of_model, of_type, teach


def _filled(kind: Any) -> Values:
    """Any mapping, which has what the smallest instance refers to."""
    needed = st.fixed_dictionaries({reference: of_type(kind) for reference in SECRETS_STORE.mapping})
    more = st.dictionaries(of_type(MappedReference), of_type(kind))
    return st.builds(lambda more, needed: {**more, **needed}, more, needed)


teach(RemoteName, accepted(RemoteName, [*HOSTILE, "powersync/storage-uri", "arn:aws:secretsmanager:eu-west-1:1:a"]))
_PARAMETERS = st.dictionaries(of_type(MapKey), TEXTS, min_size=1, max_size=3)
teach(ExternalSecrets, of_model(ExternalSecrets, mapping=_filled(RemoteName | RemoteSecret)))
teach(SecretsStoreCsi, of_model(SecretsStoreCsi, parameters=_PARAMETERS, mapping=_filled(RemoteName)))
