"""The API server accepts everything that the models accept: arbitrary instances, in a strict dry run.

`make conformance` sends the same instances in every run, `make fuzz` 5,000 others. If the server refuses one, a model
lacks a check.
"""

import re
import warnings
from collections.abc import Callable, Iterator
from functools import cache

import pytest
import yaml
from cdk8s import App, Chart
from hypothesis import given, reject, settings, strategies as st

from powersync_constructs import ConfigError, PowerSync
from powersync_constructs.config import PowerSyncProps
from tests.strategies.instance import PARTS, instances

from .kube_api import KubeApi
from .objects import GKE_WARNING, make_namespaces

pytestmark = pytest.mark.xdist_group(__name__)

_NAMESPACE = "any"
_DRY_RUN = [("dryRun", "All"), ("fieldValidation", "Strict"), ("fieldManager", "any"), ("force", "true")]

Check = Callable[[str], list[str]]
"""A function that returns what the server refuses or warns about in an object, given as the text of a file."""


@pytest.fixture(scope="module")
def check(kube_api: KubeApi) -> Iterator[Check]:
    """Return a dry run of server-side apply, which also refuses duplicate list items.

    It does not use kubectl, which would take seconds for each instance.
    """
    make_namespaces(kube_api, _NAMESPACE)
    with kube_api.client() as kinds:
        api = kinds.client

        @cache  # most objects are the same in many instances
        def apply(document: str) -> list[str]:
            try:
                manifest = yaml.load(document, yaml.CBaseLoader)
            except yaml.YAMLError as error:
                return [str(error)]
            kind, name = manifest["kind"], manifest["metadata"]["name"]
            request = api.param_serialize(
                "PATCH",
                kinds.resources.get(api_version=manifest["apiVersion"], kind=kind).path(name, _NAMESPACE),
                query_params=_DRY_RUN,
                header_params={"Content-Type": "application/apply-patch+yaml"},
                body=document.encode(),
                auth_settings=["BearerToken"],
            )
            answer = api.call_api(*request)
            refusal = [answer.read().decode()] if answer.status >= 400 else []
            warnings = [text for text in answer.headers.getlist("Warning") if GKE_WARNING not in text.replace("\\", "")]
            return [f"{kind}/{name}: {message}" for message in [*refusal, *warnings]]

        yield apply


@pytest.mark.parametrize("part", PARTS)
@settings(max_examples=-(-settings().max_examples // len(PARTS)))
@given(data=st.data())
def test_server_accepts_any_instance(check: Check, part: str, data: st.DataObject) -> None:
    """The API server accepts every object of every instance, without a warning."""
    documents = synth(data.draw(instances(part)))

    assert [message for document in documents for message in check(document)] == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("metadata: {name: a_b}", "a lowercase RFC 1123 subdomain"),
        ("metadata: {name: a}\ndata: {a: 1}", "expected string, got"),
        ("metadata: {name: a}\nspec: {}", ".spec: field not declared in schema"),
        ("metadata: {name: a}\ndata: {a: '\x7f'}", "control characters are not allowed"),
    ],
    ids=["name", "type", "field", "character"],
)
def test_server_refuses_a_wrong_object(check: Check, wrong: str, message: str) -> None:
    """The dry run refuses a wrong object, as an apply would."""
    [refusal] = check(f"apiVersion: v1\nkind: ConfigMap\n{wrong}\n")

    assert message in refusal


def synth(props: PowerSyncProps) -> list[str]:
    """Return the objects of an instance as cdk8s writes them; hypothesis skips what the library refuses."""
    app = App()
    chart = Chart(app, "chart", namespace=_NAMESPACE, disable_resource_name_hashes=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            PowerSync(chart, "powersync", props)
            text = app.synth_yaml()
    except ConfigError:
        reject()
    except RuntimeError as error:
        if "Validation failed" not in str(error):
            raise
        reject()
    return re.split(r"^---\n", text, flags=re.MULTILINE)
