"""What Grafana asks Prometheus for a dashboard, when an instance is chosen at its top."""

import json
import re

from .instances import NAMESPACE, instances
from .server import Prometheus, Sample

_RATE_INTERVAL = "30m"
"""What Grafana makes of `$__rate_interval`; so long that one scrape more or less changes no number."""
_RANGE = "6h"
"""What it makes of `$__range`: the time range that a dashboard is opened with."""


def panels_of(instance: str, chosen: str | None = None) -> dict[str, str]:
    """The expressions of an instance's dashboard, by panel and series; that instance is chosen, or another one."""
    return {
        f"{panel['title']}: {target['legendFormat']}": _asked(target["expr"], NAMESPACE, chosen or instance)
        for panel in json.loads(instances()[instance].dashboard)["panels"]
        for target in panel.get("targets", [])
    }


def choices(prometheus: Prometheus, instance: str, variable: str, namespace: str = NAMESPACE) -> list[str]:
    """The values of a variable that an instance's dashboard offers, while a namespace is chosen.

    Grafana writes what `query_result` finds as text, and takes from it what the expression finds (metric_find_query.ts
    of its data source for Prometheus).
    """
    variables = json.loads(instances()[instance].dashboard)["templating"]["list"]
    (found,) = (each for each in variables if each["name"] == variable)
    expr = _asked(found["query"], namespace, instance).removeprefix("query_result(").removesuffix(")")
    texts = [_text(sample) for sample in prometheus.query(expr)]
    values = [match[1] for text in texts if (match := re.search(found["regex"].strip("/"), text))]
    return sorted(values)


def _text(sample: Sample) -> str:
    labels = ",".join(f'{label}="{value}"' for label, value in sample.labels.items())
    return f"{{{labels}}} {sample.value} 1767225600000"


def _asked(text: str, namespace: str, instance: str) -> str:
    values = {"namespace": namespace, "instance": instance, "__rate_interval": _RATE_INTERVAL, "__range": _RANGE}
    return re.sub(r"\$(\w+)", lambda match: values.get(match[1], match[0]), text)
