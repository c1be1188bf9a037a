"""Label selectors, as Kubernetes evaluates them."""

from collections.abc import Mapping

from powersync_constructs.rules._lib.manifest import Manifest, mappings, texts


def selects(selector: Manifest, labels: Mapping[str, str]) -> bool:
    """Whether a label selector selects an object with these labels. An empty selector selects every object."""
    wanted = texts(selector.get("matchLabels"))
    terms = mappings(selector, "matchExpressions")
    return wanted.items() <= labels.items() and all(_matches(term, labels) for term in terms)


def _matches(term: Manifest, labels: Mapping[str, str]) -> bool:
    key, values = term.get("key"), term.get("values")
    value = labels.get(key) if isinstance(key, str) else None
    among = isinstance(values, list) and value in values
    match term.get("operator"):
        case "In":
            return among
        case "NotIn":
            return not among
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
    return False
