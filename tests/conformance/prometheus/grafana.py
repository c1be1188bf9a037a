"""The queries that Grafana sends to Prometheus for a dashboard with a selected instance."""

import json
import re

from .instances import NAMESPACE, instances
from .server import Prometheus, Sample

_RATE_INTERVAL = "30m"
"""The value of `$__rate_interval`. It is so long that one scrape more or less does not change a result."""
_RANGE = "6h"
"""The value of `$__range`: the initial time range of a dashboard."""


def panels_of(instance: str, chosen: str | None = None) -> dict[str, str]:
    """Return the expressions of an instance's dashboard, by panel and series.

    Default for `chosen`: the instance itself.
    """
    return {
        f"{panel['title']}: {target['legendFormat']}": _with_variables(target["expr"], NAMESPACE, chosen or instance)
        for panel in json.loads(instances()[instance].dashboard)["panels"]
        for target in panel.get("targets", [])
    }


def choices(prometheus: Prometheus, instance: str, variable: str, namespace: str = NAMESPACE) -> list[str]:
    """Return the values of a variable that an instance's dashboard offers while a namespace is selected.

    Grafana converts each result of `query_result` to text, and extracts the value with the regular expression of the
    variable (metric_find_query.ts of its Prometheus data source).
    """
    variables = json.loads(instances()[instance].dashboard)["templating"]["list"]
    (found,) = (each for each in variables if each["name"] == variable)
    expr = _with_variables(found["query"], namespace, instance).removeprefix("query_result(").removesuffix(")")
    texts = [_text(sample) for sample in prometheus.query(expr)]
    values = [match[1] for text in texts if (match := re.search(found["regex"].strip("/"), text))]
    return sorted(values)


def _text(sample: Sample) -> str:
    labels = ",".join(f'{label}="{value}"' for label, value in sample.labels.items())
    return f"{{{labels}}} {sample.value} 1767225600000"


def _with_variables(text: str, namespace: str, instance: str) -> str:
    values = {"namespace": namespace, "instance": instance, "__rate_interval": _RATE_INTERVAL, "__range": _RANGE}
    return re.sub(r"\$(\w+)", lambda match: values.get(match[1], match[0]), text)
