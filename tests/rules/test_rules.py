"""Each rule finds what it is for, and is quiet otherwise."""

import json
from base64 import b64encode
from typing import Any

import pytest

from powersync_constructs.rules import APP_RULES, CHART_RULES, Finding, Manifest, check
from powersync_constructs.rules.hosts import host_is_of_one_instance
from powersync_constructs.rules.migration import LEFT_OUT, migration_is_somebodys_job
from powersync_constructs.rules.names import names_are_unique
from powersync_constructs.rules.size import APPLIED_BYTES, fits_client_side_apply
from powersync_constructs.rules.text import texts_survive

ONLY_THE_JOB = 'port: 8080\nmigrations:\n  disable_auto_migration: true\nsync_config:\n  path: "x"\n'
REPLICATORS = ONLY_THE_JOB.replace("true", "false")


def manifest(kind: str, name: str, *, namespace: str | None = "sync", group: str = "", **fields: Any) -> Manifest:
    """An object as it is applied."""
    metadata = {"name": name} | ({"namespace": namespace} if namespace else {})
    return {"apiVersion": f"{group}/v1".lstrip("/"), "kind": kind, "metadata": metadata, **fields}


def part(kind: str, component: str, instance: str = "app", namespace: str = "sync", **fields: Any) -> Manifest:
    """A part of an instance."""
    made = manifest(kind, f"{instance}-{component}", namespace=namespace, **fields)
    labels = {"name": "powersync", "component": component, "instance": instance}
    labelled = {f"app.kubernetes.io/{label}": value for label, value in labels.items()}
    return {**made, "metadata": {**made["metadata"], "labels": labelled}}


def config(service_yaml: str, instance: str = "app", namespace: str = "sync") -> Manifest:
    """The ConfigMap with an instance's service.yaml."""
    return part("ConfigMap", "config", instance, namespace, data={"service.yaml": service_yaml})


def in_secret(service_yaml: str) -> Manifest:
    """The Secret with an instance's service.yaml."""
    return part("Secret", "config", data={"service.yaml": b64encode(service_yaml.encode()).decode()})


def left_out(instance: str = "app") -> Manifest:
    """What says that the migration of an instance is left out on purpose."""
    made = part("ConfigMap", "migrate", instance)
    return {**made, "metadata": {**made["metadata"], "annotations": {LEFT_OUT: "true"}}}


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([], id="nothing"),
        pytest.param([manifest("Service", "a"), manifest("Service", "b")], id="other-names"),
        pytest.param([manifest("Service", "a"), manifest("Deployment", "a")], id="other-kinds"),
        pytest.param([manifest("Ingress", "a"), manifest("Ingress", "a", group="example.com")], id="other-groups"),
        pytest.param([manifest("Service", "a"), manifest("Service", "a", namespace="b")], id="other-namespaces"),
        pytest.param([manifest("Service", "a"), manifest("Service", "a", namespace=None)], id="no-namespace"),
    ],
)
def test_names_that_are_unique(manifests: list[Manifest]) -> None:
    """Group, kind, namespace and name tell objects apart."""
    assert names_are_unique(manifests) == []


@pytest.mark.parametrize("times", [2, 3])
def test_a_name_that_is_there_twice(times: int) -> None:
    """One finding for one name, however often it is there; another version of the group is no other object."""
    twins = [manifest("Deployment", "a", group="apps") for _ in range(times - 1)]
    older = {**twins[0], "apiVersion": "apps/v1beta1"}

    found = names_are_unique([*twins, manifest("Deployment", "b", group="apps"), older])

    reason = f"is there {times} times, and only the last would be left"
    assert found == [Finding("unique-names", "error", "Deployment/a", reason, "give each instance another name")]


def test_a_secret_that_two_instances_map() -> None:
    """Its ExternalSecret is named as the Secret, whatever the instances are called."""
    found = names_are_unique([manifest("ExternalSecret", "a", group="external-secrets.io") for _ in range(2)])

    assert [finding.fix for finding in found] == ["map the Secret in one instance, with all its keys"]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([], id="nothing"),
        pytest.param([config(ONLY_THE_JOB), part("Job", "migrate")], id="a-job"),
        pytest.param([part("Job", "migrate"), config(ONLY_THE_JOB)], id="a-job-before-it"),
        pytest.param([config(ONLY_THE_JOB), left_out()], id="left-out-on-purpose"),
        pytest.param([config(REPLICATORS)], id="the-replicators-migrate"),
        pytest.param([in_secret(REPLICATORS)], id="the-replicators-migrate-by-a-secret"),
        pytest.param([part("Secret", "secret-values", data={"PS_STORAGE_PASSWORD": ""})], id="another-secret"),
        pytest.param([config("port: 8080\n")], id="nothing-said"),
        pytest.param([config('a: "\\nmigrations:\\n  disable_auto_migration: true\\n"\n')], id="only-in-a-text"),
        pytest.param([manifest("ConfigMap", "app-config", data={"service.yaml": ONLY_THE_JOB})], id="somebody-elses"),
        pytest.param([part("ConfigMap", "sync-config", data={"sync-config.yaml": ""})], id="another-config-map"),
        pytest.param([part("ConfigMap", "migrations")], id="a-config-map-without-data"),
    ],
)
def test_a_migration_that_somebody_makes(manifests: list[Manifest]) -> None:
    """The Job, or the replicators; what is not ours is not looked at."""
    assert migration_is_somebodys_job(manifests) == []


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param([], id="nothing"),
        pytest.param([part("Job", "migrate", "other")], id="the-job-of-another-instance"),
        pytest.param([part("Job", "migrate", namespace="other")], id="the-job-of-another-namespace"),
        pytest.param([part("CronJob", "compact")], id="another-workload"),
        pytest.param([part("ConfigMap", "migrate")], id="the-marks-of-a-job-alone"),
        pytest.param([left_out("other")], id="left-out-of-another-instance"),
        pytest.param([manifest("Job", "app-migrate")], id="somebody-elses-job"),
    ],
)
def test_a_migration_that_nobody_makes(beside: list[Manifest]) -> None:
    """Replicators would wait for ever for a schema that never comes."""
    found = migration_is_somebodys_job([config(ONLY_THE_JOB), *beside])

    assert found == [nobody_migrates("ConfigMap")]


def test_a_migration_that_nobody_makes_by_a_secret() -> None:
    """A service.yaml in a Secret is read like one in a ConfigMap."""
    assert migration_is_somebodys_job([in_secret(ONLY_THE_JOB)]) == [nobody_migrates("Secret")]


def nobody_migrates(kind: str) -> Finding:
    """What is found of the object with service.yaml."""
    reason = "turns auto-migration off and no Job migrates the storage"
    fix = "add a MigrateHook, or leave disable_auto_migration out"
    return Finding("somebody-migrates", "error", f"{kind}/app-config", reason, fix)


def config_map_with_room(text: str = "") -> tuple[Manifest, int]:
    """A ConfigMap with a text, and how many bytes of ASCII it can take beside that."""
    made = manifest("ConfigMap", "a", data={"text": text, "rest": ""})
    return made, APPLIED_BYTES - len(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())


def filled(config_map: Manifest, count: int) -> Manifest:
    """The ConfigMap with so many bytes more."""
    return {**config_map, "data": {**config_map["data"], "rest": "x" * count}}


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        pytest.param("", 0, id="plain"),
        pytest.param("\u00e9\U0001f600", 0, id="bytes-not-letters"),
        pytest.param('\n"', 0, id="escapes-of-json"),
        pytest.param("a < b", 5, id="less-than"),
        pytest.param("a > b && c", 15, id="greater-than-and-ampersands"),
    ],
)
def test_size_is_that_of_the_json_that_kubectl_keeps(text: str, longer: int) -> None:
    """The largest object that fits is found to the byte: kubectl writes `<`, `>` and `&` as six bytes each."""
    config_map, room = config_map_with_room(text)

    found = [fits_client_side_apply([filled(config_map, room - longer + more)]) for more in (0, 1)]

    assert [len(findings) for findings in found] == [0, 1]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([], id="nothing"),
        pytest.param([manifest("ConfigMap", "a")], id="no-data"),
        pytest.param([manifest("ConfigMap", "a", data=None)], id="null-data"),
    ],
)
def test_objects_that_fit(manifests: list[Manifest]) -> None:
    """A small object is applied from the client."""
    assert fits_client_side_apply(manifests) == []


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret", "Widget"])
def test_an_object_that_does_not_fit(kind: str) -> None:
    """The annotation of a client-side apply would be refused, so that there is a warning; a server-side one works."""
    large = manifest(kind, "a", data={"x": "x" * APPLIED_BYTES})

    found = fits_client_side_apply([large, manifest(kind, "b")])

    reason = "is too large for the annotation of a client-side apply, which ends at 256 KiB"
    fix = "apply it with kubectl apply --server-side"
    assert found == [Finding("client-side-apply", "warning", f"{kind}/a", reason, fix)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0x1F",
        "017",
        "1e3",
        "true",
        "null",
        "2026-11-21",
        "0o",
        "0o8",
        "_1",
        "1_000",
        "1_0.0_1",
        "0b_1",
        "0_",
        "0e_",
        "1.26.0",
        "x0o17",
        "0o17 ",
        "caf\u00e9 \U0001f600",
        "\r\n\t",
    ],
)
def test_texts_that_survive(text: str) -> None:
    """cdk8s writes them so that everybody reads the same text."""
    assert texts_survive([manifest("ConfigMap", "a", data={"x": text})]) == []


def test_numbers_are_no_texts() -> None:
    """What is a number, a truth value or nothing stays what it is."""
    assert (
        texts_survive([manifest("Deployment", "a", spec={"replicas": 2, "paused": False, "x": None, "y": [1]})]) == []
    )


@pytest.mark.parametrize("text", ["0o17", "+0o17", "-0o0", "0O1", "0e_1", "1e10_", "-_1", "+_.1_", "0_x1b", "0b-10"])
def test_a_text_that_is_read_as_a_number(text: str) -> None:
    """Kubectl knows numbers that cdk8s does not quote; all of these were read by Go's YAML."""
    found = texts_survive([manifest("ConfigMap", "a", data={"x": text})])

    reason = f"'{text}' would be read as a number, since cdk8s writes it without quotes"
    assert found == [Finding("texts-survive", "error", "ConfigMap/a.data.x", reason, "write it differently")]


@pytest.mark.parametrize("character", ["\u0085", "\u2028", "\u2029"])
def test_a_text_with_a_line_break_of_yaml_1_1(character: str) -> None:
    """Kubectl would read another text than was written."""
    [found] = texts_survive([manifest("ConfigMap", "a", data={"x": f"a{character}b"})])

    assert found.reason == "has U+0085, U+2028 or U+2029, which kubectl takes for line breaks (YAML 1.1)"


@pytest.mark.parametrize("character", ["\x7f", "\x80", "\x9f", "\ufffe", "\uffff"])
def test_a_text_with_a_character_that_yaml_has_not(character: str) -> None:
    """cdk8s writes it as it is, and kubectl cannot read the file."""
    [found] = texts_survive([manifest("ConfigMap", "a", data={"x": f"a{character}b"})])

    assert found.reason == f"has U+{ord(character):04X}, with which no YAML can be read"


def test_keys_are_texts_too() -> None:
    """What is found in a key is told of the mapping that it is in."""
    [found] = texts_survive([manifest("Pod", "a", spec={"attributes": {"a\x7f": "b"}})])

    assert found.where == "Pod/a.spec.attributes"


def test_a_finding_names_the_place_in_the_object() -> None:
    """However deep the text is, the path leads to it."""
    containers = [{"name": "a"}, {"name": "b", "env": [{"name": "MODE", "value": "0o17"}]}]

    [found] = texts_survive([manifest("Pod", "a", spec={"containers": containers})])

    assert found.where == "Pod/a.spec.containers[1].env[0].value"


def test_a_finding_says_where_why_and_the_way_out() -> None:
    """On one line."""
    finding = Finding("some-rule", "error", "Job/a", "never ends", "give it a deadline")

    assert str(finding) == "Job/a: never ends; give it a deadline"


def test_a_check_is_all_rules() -> None:
    """Of everything that is wrong, what is an error comes first."""
    text = ONLY_THE_JOB + "#" * APPLIED_BYTES
    large = {**config(ONLY_THE_JOB), "data": {"service.yaml": text, "mode": "0o17"}}

    found = check([[large, large]])

    rules = list(dict.fromkeys(finding.rule for finding in found))
    assert rules == ["unique-names", "texts-survive", "somebody-migrates", "client-side-apply"]


@pytest.mark.parametrize("rule", [*CHART_RULES, *APP_RULES], ids=lambda rule: rule.__name__)
def test_a_rule_says_what_it_is_for(rule: Any) -> None:
    """Its docstring is the reason that a reader finds."""
    assert rule.__doc__


@pytest.mark.parametrize("rule", [*CHART_RULES, *APP_RULES], ids=lambda rule: rule.__name__)
def test_a_rule_leaves_the_manifests_alone(rule: Any) -> None:
    """What is looked at is written afterwards."""
    manifests = [config(ONLY_THE_JOB), part("Job", "migrate"), manifest("ConfigMap", "a", data={"x": "y"})]
    before = repr(manifests)

    rule(manifests)

    assert repr(manifests) == before


def test_charts_may_be_for_two_clusters() -> None:
    """The same name in another chart is another object."""
    assert check([[manifest("Service", "a")], [manifest("Service", "a")]]) == []


def test_an_instance_may_be_spread_over_charts() -> None:
    """The Job that migrates may be in another chart than the configuration."""
    assert check([[config(ONLY_THE_JOB)], [part("Job", "migrate")]]) == []


def controller(kind: str, instance: str, **spec: Any) -> Manifest:
    """An ingress controller of an instance."""
    labels = {"app.kubernetes.io/name": "powersync", "app.kubernetes.io/instance": instance}
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": instance, "labels": labels}, "spec": spec}


INGRESS = {"rules": [{"host": "a.example.com"}]}
ROUTE = {"hostnames": ["b.example.com", "a.example.com"]}
PROXY = {"virtualhost": {"fqdn": "a.example.com"}}


@pytest.mark.parametrize(
    ("kind", "spec"), [("Ingress", INGRESS), ("HTTPRoute", ROUTE), ("HTTPProxy", PROXY)], ids=lambda part: str(part)[:9]
)
def test_a_host_of_two_instances(kind: str, spec: dict[str, Any]) -> None:
    """Clients must stay on one instance, whatever kind of controller leads there."""
    found = host_is_of_one_instance([controller("Ingress", "one", **INGRESS), controller(kind, "two", **spec)])

    reason = "a.example.com is the host of Ingress/one too, which is another instance's"
    assert found == [Finding("host-of-one-instance", "error", f"{kind}/two", reason, "give each its own")]


def test_a_host_of_two_controllers() -> None:
    """An instance may have two controllers for a host, and somebody else's objects are nobody's business."""
    theirs = {"apiVersion": "v1", "kind": "Ingress", "metadata": {"name": "a"}, "spec": INGRESS}

    assert (
        host_is_of_one_instance([controller("Ingress", "a", **INGRESS), controller("HTTPRoute", "a", **ROUTE), theirs])
        == []
    )
