"""Names, labels, annotations and selectors."""

import re

import pytest
from cdk8s import Chart

from powersync_constructs import DevPostgres
from powersync_constructs.config import Image, ObjectMetadata, ServiceProps
from tests.samples.configuration import CONFIGURATION
from tests.samples.instance import DEV_POSTGRES, FULL_SPLIT, INGRESS, INSTANCE

from .manifests import WORKLOADS, Manifest, instance, label, pod_template, pod_templates, the, workload

_OURS = {
    "app.kubernetes.io/name": "powersync",
    "app.kubernetes.io/instance": "powersync",
    "app.kubernetes.io/part-of": "powersync",
    "app.kubernetes.io/managed-by": "cdk8s",
    "app.kubernetes.io/version": "1.28.0",
    "powersync-constructs/instance": "powersync",
}
_MINE = ObjectMetadata(
    labels={"example.com/team": "sync"}, annotations={"example.com/a": "b"}, pod_annotations={"example.com/p": "q"}
)


def _selectors(manifests: list[Manifest]) -> dict[str, Manifest]:
    found = {}
    for manifest in manifests:
        selector = manifest.get("spec", {}).get("selector", {})
        if selector:
            found[f"{manifest['kind']}/{manifest['metadata']['name']}"] = selector.get("matchLabels", selector)
    return found


def test_every_object_is_labeled(chart: Chart) -> None:
    """Every object has labels for its instance, its component and its version."""
    manifests = instance(chart, INSTANCE)

    wrong = [
        manifest["metadata"]["name"]
        for manifest in manifests
        if manifest["metadata"]["labels"] != {**_OURS, "app.kubernetes.io/component": label(manifest, "component")}
    ]

    assert wrong == []


def test_every_object_has_the_label_of_this_library(chart: Chart) -> None:
    """Objects, the Namespace and pods have a label that nothing else sets."""
    made = instance(chart, FULL_SPLIT)

    labels = [each["metadata"]["labels"] for each in (*made, *(template for _, template in pod_templates(made)))]
    assert {each["powersync-constructs/instance"] for each in labels} == {"tasks"}


@pytest.mark.parametrize("component", WORKLOADS)
def test_pods_have_all_labels(chart: Chart, component: str) -> None:
    """Pods have the labels of the object that creates them, including the component."""
    found = pod_template(workload(chart, component), component)["metadata"]["labels"]

    assert found == {**_OURS, "app.kubernetes.io/component": component}


def test_selectors_never_change(chart: Chart) -> None:
    """Selectors are immutable, so that they contain neither the version nor labels of the user."""
    selectors = _selectors(instance(chart, INSTANCE.with_(metadata=_MINE)))
    expected = {
        name: {
            "app.kubernetes.io/name": "powersync",
            "app.kubernetes.io/instance": "powersync",
            "app.kubernetes.io/component": name.rpartition("-")[2],
        }
        for name in selectors
    }

    assert selectors == expected


def test_selectors_match_the_pods_of_one_component(chart: Chart) -> None:
    """Each selector matches the pods of one component."""
    manifests = instance(chart, INSTANCE)
    pods = {owner: template["metadata"]["labels"] for owner, template in pod_templates(manifests)}

    found = {
        name: [owner for owner, labels in pods.items() if selector.items() <= labels.items()]
        for name, selector in _selectors(manifests).items()
    }

    assert found == {
        "Deployment/powersync-api": ["api"],
        "Service/powersync-api": ["api"],
        "PodDisruptionBudget/powersync-api": ["api"],
        "Deployment/powersync-replication": ["replication"],
        "PodDisruptionBudget/powersync-replication": ["replication"],
    }


def test_selectors_match_the_labels_of_pods_only(chart: Chart) -> None:
    """Every selector, also that of the PodMonitor, matches pods, whose labels Argo CD does not change."""
    manifests = instance(chart, FULL_SPLIT)
    pods = [template["metadata"]["labels"] for _, template in pod_templates(manifests)]

    matches = {
        name: any(selector.items() <= labels.items() for labels in pods)
        for name, selector in _selectors(manifests).items()
    }
    assert "PodMonitor/tasks" in matches
    assert [name for name, is_match in matches.items() if not is_match] == []


@pytest.mark.filterwarnings("ignore:.*image-version")
def test_version_label_is_the_version_of_the_image(chart: Chart) -> None:
    """A workload with its own image has the version of that image as a label."""
    manifests = workload(chart, "api", image=Image(tag="edge", service_version="1.27.2"))

    assert pod_template(manifests, "api")["metadata"]["labels"]["app.kubernetes.io/version"] == "1.27.2"


@pytest.mark.parametrize("component", WORKLOADS)
def test_labels_of_a_workload(chart: Chart, component: str) -> None:
    """The labels of a workload are on its objects and pods, and on no others."""
    manifests = workload(chart, component, metadata=_MINE)

    owners = {label(manifest, "component") for manifest in manifests if "example.com/team" in str(manifest["metadata"])}

    assert (owners, pod_template(manifests, component)["metadata"]["labels"]["example.com/team"]) == (
        {component},
        "sync",
    )


@pytest.mark.parametrize("component", WORKLOADS)
def test_annotations_of_a_workload(chart: Chart, component: str) -> None:
    """Annotations of objects are on the objects, and annotations of pods are on the pods."""
    manifests = workload(chart, component, metadata=_MINE)
    objects = [found["metadata"]["annotations"] for found in manifests if label(found, "component") == component]

    pods = _of_example_com(pod_template(manifests, component)["metadata"]["annotations"])

    assert [*objects, pods] == [*[{"example.com/a": "b"}] * len(objects), {"example.com/p": "q"}]


@pytest.mark.parametrize("component", WORKLOADS)
def test_metadata_of_a_workload_overrides_the_instance(chart: Chart, component: str) -> None:
    """Metadata of the instance is on all workloads, and a workload can override it."""
    configuration = CONFIGURATION.with_(metadata=_MINE)
    own = ObjectMetadata(labels={"example.com/team": "storage"})

    found = pod_template(workload(chart, component, configuration=configuration, metadata=own), component)["metadata"]

    annotations = _of_example_com(found["annotations"])
    assert (found["labels"]["example.com/team"], annotations) == ("storage", {"example.com/p": "q"})


def test_metadata_of_the_instance_is_on_everything(chart: Chart) -> None:
    """Every object has the metadata of the instance, including the development Postgres."""
    DevPostgres(chart, "dev-postgres", DEV_POSTGRES, instance="other", metadata=_MINE)
    manifests = instance(chart, INSTANCE.with_(metadata=_MINE))

    without = [
        found["metadata"]["name"] for found in manifests if "example.com/a" not in found["metadata"]["annotations"]
    ]

    assert without == []


def _of_example_com(annotations: dict[str, str]) -> dict[str, str]:
    """Return the annotations of the user."""
    return {key: value for key, value in annotations.items() if key.startswith("example.com/")}


_KEY = "traefik.ingress.kubernetes.io/router.entrypoints"


def _annotated(value: str) -> ObjectMetadata:
    return ObjectMetadata(annotations={_KEY: value})


@pytest.mark.filterwarnings("ignore:Ingress/powersync.metadata.annotations")
@pytest.mark.parametrize(
    ("metadata", "ingress", "value"),
    [
        (ObjectMetadata(), ObjectMetadata(), "websecure"),
        (_annotated("of-instance"), ObjectMetadata(), "of-instance"),
        (_annotated("of-instance"), _annotated("of-ingress"), "of-ingress"),
    ],
    ids=["default", "instance", "ingress"],
)
def test_annotations_of_the_ingress(
    chart: Chart, metadata: ObjectMetadata, ingress: ObjectMetadata, value: str
) -> None:
    """Annotations of a part override annotations of the instance, which override our defaults."""
    props = INSTANCE.with_(metadata=metadata, ingress=INGRESS.with_(metadata=ingress))

    assert the(instance(chart, props), "Ingress")["metadata"]["annotations"][_KEY] == value


@pytest.mark.parametrize(
    ("own", "value"), [({}, "of-api"), ({_KEY: "of-service"}, "of-service")], ids=["workload", "object"]
)
def test_annotations_of_one_object(chart: Chart, own: dict[str, str], value: str) -> None:
    """Annotations of an object override annotations of its workload, which override annotations of the instance."""
    configuration = CONFIGURATION.with_(metadata=_annotated("of-instance"))
    service = ServiceProps(annotations=own)

    made = workload(chart, "api", configuration=configuration, metadata=_annotated("of-api"), service=service)

    assert the(made, "Service")["metadata"]["annotations"][_KEY] == value


def test_names(chart: Chart) -> None:
    """Objects are named after their instance and part; a hash distinguishes different contents."""
    made = instance(chart, FULL_SPLIT)

    names = [(found["kind"], re.sub(r"-[0-9a-f]{10}$", "-<hash>", found["metadata"]["name"])) for found in made]

    assert names == [
        ("Namespace", "sync"),
        ("Secret", "tasks-secret-values-<hash>"),
        ("ConfigMap", "tasks-config-<hash>"),
        ("ConfigMap", "tasks-sync-config-<hash>"),
        ("ServiceAccount", "tasks-migrate"),
        ("ConfigMap", "tasks-migrations"),
        ("Role", "tasks-migrate"),
        ("RoleBinding", "tasks-migrate"),
        ("Job", "tasks-migrate-<hash>"),
        ("ServiceAccount", "tasks-api"),
        ("Deployment", "tasks-api"),
        ("Service", "tasks-api"),
        ("PodDisruptionBudget", "tasks-api"),
        ("ServiceAccount", "tasks-replication"),
        ("Deployment", "tasks-replication"),
        ("ServiceAccount", "tasks-compact"),
        ("CronJob", "tasks-compact"),
        ("Ingress", "tasks"),
        ("Ingress", "tasks-internal"),
        ("PodMonitor", "tasks"),
        ("PrometheusRule", "tasks"),
        ("ConfigMap", "tasks-dashboard"),
    ]
