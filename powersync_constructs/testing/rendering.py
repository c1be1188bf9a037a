"""`manifests`: the objects of an app, as a synth writes them."""

from cdk8s import ApiObject, Chart, DependencyGraph
from constructs import IConstruct

from powersync_constructs.constructs._lib.cdk8s_errors import lines_of
from powersync_constructs.constructs._lib.validation import validated_once
from powersync_constructs.rules import Manifest


def manifests(made: IConstruct) -> list[Manifest]:
    """Return the manifests of an app, of a chart, or of another construct: the objects that a synth writes for it.

    The objects have the order of the synth. For a construct inside a chart, the list has only the objects below it. No
    file is written.

    The checks of the whole app run as in a synth. A warning becomes a Python warning of the class `FindingWarning`.
    Raises AssertionError, with one line per error, if the app has an error.
    """
    __tracebackhide__ = True
    root = made.node.root
    try:
        with validated_once(root):
            return [manifest for chart in _charts(root) for manifest in _below(made, chart)]
    except RuntimeError as error:
        lines = lines_of(error)
        if not lines:
            raise
        raise AssertionError("\n".join(["a synth of the app fails:", *lines])) from None


def _charts(root: IConstruct) -> list[Chart]:
    """Return all charts below a root, or the root itself, in the order of the synth."""
    return [each for each in DependencyGraph(root.node).topology() if isinstance(each, Chart)]


def _below(made: IConstruct, chart: Chart) -> list[Manifest]:
    """Return the manifests of a chart that belong to a construct. Nested charts are not part of the chart."""
    wanted, path = made.node.path, chart.node.path
    if _is_in(path, wanted):
        return list(chart.to_json())
    if not _is_in(wanted, path):
        return []
    objects = [each for each in DependencyGraph(chart.node).topology() if ApiObject.is_api_object(each)]
    paths = [each.node.path for each in objects if Chart.of(each).node.path == path]
    return [manifest for each, manifest in zip(paths, chart.to_json(), strict=True) if _is_in(each, wanted)]


def _is_in(path: str, scope: str) -> bool:
    """Return whether a construct is another one, or below it. The path of an app is empty."""
    return not scope or path == scope or path.startswith(f"{scope}/")
