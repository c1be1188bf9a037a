"""A real API server accepts the operator databases, and the StatefulSet that MongoDB's operator creates.

Pod Security `restricted` admits the pods of MongoDB; the pods of CloudNativePG depend on its operator alone.
"""

import warnings

import pytest
from cdk8s import App, Chart
from hypothesis import given, reject, settings, strategies as st

from powersync_constructs import ConfigError
from powersync_constructs.config.databases._operator_database import OperatorDatabase
from tests.constructs.manifests import Manifest, operator_database
from tests.mongo_operator import stateful_set_of
from tests.samples.operator_databases import FULL_OPERATOR_DATABASES, OPERATOR_DATABASES
from tests.strategies.operator_databases import ANY_OPERATOR_DATABASE

from .kube_api import KubeApi
from .objects import as_list, make_namespaces

pytestmark = pytest.mark.xdist_group(__name__)

SAMPLES = [*OPERATOR_DATABASES.values(), *FULL_OPERATOR_DATABASES.values()]


@pytest.mark.parametrize("props", SAMPLES, ids=lambda props: props.name or props.error_path)
def test_server_accepts_the_samples(kube_api: KubeApi, namespace: str, props: OperatorDatabase) -> None:
    """The server accepts the minimal and the full samples without a warning of Pod Security."""
    assert dry_run(kube_api, namespace, props) == (0, "")


@pytest.mark.parametrize("kind", ANY_OPERATOR_DATABASE)
@settings(max_examples=settings().max_examples // 20)  # kubectl takes half a second
@given(data=st.data())
def test_server_accepts_any_operator_database(kube_api: KubeApi, kind: str, data: st.DataObject) -> None:
    """The server accepts arbitrary operator databases without a warning."""
    make_namespaces(kube_api, "databases")

    assert dry_run(kube_api, "databases", data.draw(ANY_OPERATOR_DATABASE[kind])) == (0, "")


def dry_run(kube_api: KubeApi, namespace: str, props: OperatorDatabase) -> tuple[int, str]:
    """Return the answer of the server to a dry run: the return code, and what it refuses or warns about."""
    objects = rendered(props, namespace)
    objects += [stateful_set_of(each) for each in objects if each["kind"] == "MongoDBCommunity"]
    answer = kube_api.kubectl("apply", "--dry-run=server", "--validate=strict", "-f", "-", input=as_list(objects))
    return answer.returncode, answer.stderr


def rendered(props: OperatorDatabase, namespace: str) -> list[Manifest]:
    """Render an operator database; hypothesis skips what the library refuses."""
    app = App()
    chart = Chart(app, "chart", namespace=namespace, disable_resource_name_hashes=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = operator_database(chart, props)
            app.synth_yaml()
    except ConfigError:
        reject()
    except RuntimeError as error:
        if "Validation failed" not in str(error):
            raise
        reject()
    return made
