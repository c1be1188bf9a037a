"""Whatever the models accept, the API server accepts: instances that nobody thought of, in a strict dry run.

`make conformance` sends the same in every run, `make fuzz` 5,000 others. A refusal is a check that our models lack.
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
from .objects import GKE_READS_NO_OTHER, make_namespaces

pytestmark = pytest.mark.xdist_group(__name__)

_NAMESPACE = "any"
_DRY_RUN = [("dryRun", "All"), ("fieldValidation", "Strict"), ("fieldManager", "any"), ("force", "true")]

Check = Callable[[str], list[str]]
"""Gives what the server refuses or warns of in an object, which is as it stands in a file."""


@pytest.fixture(scope="module")
def check(kube_api: KubeApi) -> Iterator[Check]:
    """Server-side apply in a dry run, which also refuses what is in a list twice; kubectl would take seconds for it."""
    make_namespaces(kube_api, _NAMESPACE)
    with kube_api.client() as kinds:
        api = kinds.client

        @cache  # most of an instance is as in another
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
            warnings = [
                said for said in answer.headers.getlist("Warning") if GKE_READS_NO_OTHER not in said.replace("\\", "")
            ]
            return [f"{kind}/{name}: {said}" for said in [*refusal, *warnings]]

        yield apply


@pytest.mark.parametrize("part", PARTS)
@settings(max_examples=-(-settings().max_examples // len(PARTS)))
@given(data=st.data())
def test_server_takes_any_instance(check: Check, part: str, data: st.DataObject) -> None:
    """Every object of every instance that the library writes is taken, without a warning."""
    documents = synth(data.draw(instances(part)))

    assert [said for document in documents for said in check(document)] == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("metadata: {name: a_b}", "a lowercase RFC 1123 subdomain"),
        ("metadata: {name: a}\ndata: {a: 1}", "expected string, got"),
        ("metadata: {name: a}\nspec: {}", ".spec: field not declared in schema"),
        ("metadata: {name: a}\ndata: {a: '\x7f'}", "control characters are not allowed"),
    ],
    ids=["name", "type", "field", "character"],
)
def test_server_refuses_what_is_wrong(check: Check, wrong: str, said: str) -> None:
    """The dry run is a real one: it refuses as an apply would."""
    [refusal] = check(f"apiVersion: v1\nkind: ConfigMap\n{wrong}\n")

    assert said in refusal


def synth(props: PowerSyncProps) -> list[str]:
    """Write the objects of an instance as cdk8s does; what the library refuses is no example."""
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
