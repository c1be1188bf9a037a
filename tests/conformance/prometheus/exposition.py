"""Time series, and the formats in which they are written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import yaml

from powersync_constructs.config.service import _metrics

At = Callable[[float], float | None]
"""A function that returns the value at a Unix time, or None while the series does not exist."""

_FILE = Path(__file__).with_name("metrics.yaml")
METRICS: dict[str, list[str]] = {
    **{each.name: [each.kind, *sorted(each.labels)] for each in _metrics.METRICS},
    **{
        name: words
        for source in yaml.safe_load(_FILE.read_text(encoding="utf-8"))
        for name, words in source["series"].items()
    },
}
"""The type and the labels of each series of the service and of the cluster. The file lists the sources."""


@dataclass(frozen=True)
class Series:
    """One time series of an exporter."""

    name: str
    at: At
    labels: Mapping[str, str] = field(default_factory=dict)

    def line(self, time: float, more: Mapping[str, str]) -> str | None:
        """Return the line of the series at a time, or None while it does not exist.

        Its own labels take precedence over those of the scrape.
        """
        value = self.at(time)
        labels = ",".join(f'{label}="{text}"' for label, text in {**more, **self.labels}.items())
        return None if value is None else f"{self.name}{{{labels}}} {value!r}"


def always(value: float) -> At:
    """Return a constant gauge."""
    return lambda _: value


def rising(since: float, per_second: float) -> At:
    """Return a counter that rises linearly from a start time."""
    return lambda time: max(0.0, time - since) * per_second


def page(series: Iterable[Series], time: float) -> str:
    """Return the answer of an exporter to a scrape: types and values, without timestamps."""
    text = []
    for name, same in groupby(sorted(series, key=lambda each: each.name), key=lambda each: each.name):
        lines = [line for each in same if (line := each.line(time, {})) is not None]
        text += [f"# TYPE {name} {'counter' if name.endswith('_total') else 'gauge'}", *lines] if lines else []
    return "\n".join([*text, ""])


def history(series: Series, scraped: Mapping[str, str], times: Iterable[float]) -> Iterator[str]:
    """Yield a series at the given times, in the format that `promtool tsdb create-blocks-from` reads."""
    for time in times:
        line = series.line(time, scraped)
        if line is not None:
            yield f"{line} {time:.3f}\n"
