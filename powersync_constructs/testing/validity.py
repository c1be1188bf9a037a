"""`assert_valid`: the rules of the library and the schemas of Kubernetes, for a list of manifests."""

from collections.abc import Iterable
from typing import Literal

from powersync_constructs.config.core._words import number_of
from powersync_constructs.rules import check
from powersync_constructs.rules._finding import at_least
from powersync_constructs.rules._lib.manifest import Manifest, kube_objects
from powersync_constructs.testing import _schemas


def assert_valid(
    manifests: Iterable[Manifest],
    *,
    fail_on: Literal["error", "warning"] = "error",
    kubernetes_version: str | None = None,
) -> None:
    """Assert that no rule reports an error for these manifests, and that Kubernetes accepts their fields.

    The rules check the objects together, so pass all objects of one cluster. With `fail_on="warning"`, warnings fail
    too. Notes never fail.

    If the package kubernetes-validate is installed, each object of a built-in kind is compared with the strict schema
    of its kind in this version of Kubernetes: `"1.33"`. Default: the newest version that the package has. Custom
    resources have no schema in the package, and are not compared.

    Raises AssertionError with one line per problem. Raises ValueError if the package does not have the version, and
    ModuleNotFoundError if `kubernetes_version` is set and the package is not installed.
    """
    __tracebackhide__ = True
    objects = list(manifests)
    problems = [str(finding) for finding in check({"": objects}) if finding.severity in at_least(fail_on)]
    version = _version(kubernetes_version)
    problems += _unknown_to_kubernetes(objects, version) if version else []
    if problems:
        raise AssertionError("\n".join([f"the manifests have {number_of(len(problems), 'problem')}:", *problems]))


def _unknown_to_kubernetes(objects: Iterable[Manifest], version: str) -> list[str]:
    return [
        f"{each}: {text}" for each in kube_objects(objects) for text in _schemas.schema_problems(each.manifest, version)
    ]


def _version(wanted: str | None) -> str | None:
    """Return the version of Kubernetes whose schemas apply; None without the package."""
    if not _schemas.are_installed():
        if wanted is None:
            return None
        text = "kubernetes_version needs the package kubernetes-validate; install powersync-constructs[testing]"
        raise ModuleNotFoundError(text, name="kubernetes_validate")
    known = [*_schemas.versions()]
    if wanted is None:
        return known[-1]
    if wanted not in known:
        text = f"kubernetes_version: {wanted!r} has no schemas in kubernetes-validate; use one of {', '.join(known)}"
        raise ValueError(text)
    return wanted
