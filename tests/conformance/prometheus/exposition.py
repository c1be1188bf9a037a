"""Time series, and how exporters write them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import yaml

At = Callable[[float], float | None]
"""The value at a time, in seconds since the epoch; None while there is no such series."""

_FILE = Path(__file__).with_name("metrics.yaml")
METRICS: dict[str, list[str]] = {
    name: words
    for source in yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    for name, words in source["series"].items()
}
"""The type of each series and its labels: a list that states where it is from."""


@dataclass(frozen=True)
class Series:
    """One time series of an exporter."""

    name: str
    at: At
    labels: Mapping[str, str] = field(default_factory=dict)

    def line(self, time: float, more: Mapping[str, str]) -> str | None:
        """The series at a time, with the labels of a scrape, which its own win over; None while there is none."""
        value = self.at(time)
        labels = ",".join(f'{label}="{text}"' for label, text in {**more, **self.labels}.items())
        return None if value is None else f"{self.name}{{{labels}}} {value!r}"


def always(value: float) -> At:
    """A gauge that stays where it is."""
    return lambda _: value


def rising(since: float, each_second: float) -> At:
    """A counter that has risen evenly since a time."""
    return lambda time: max(0.0, time - since) * each_second


def page(series: Iterable[Series], time: float) -> str:
    """What an exporter answers to a scrape: types, and no times."""
    text = []
    for name, same in groupby(sorted(series, key=lambda each: each.name), key=lambda each: each.name):
        lines = [line for each in same if (line := each.line(time, {})) is not None]
        text += [f"# TYPE {name} {'counter' if name.endswith('_total') else 'gauge'}", *lines] if lines else []
    return "\n".join([*text, ""])


def history(series: Series, scraped: Mapping[str, str], times: Iterable[float]) -> Iterator[str]:
    """A series with the labels of its scrape at such times, as `promtool tsdb create-blocks-from` reads it."""
    for time in times:
        line = series.line(time, scraped)
        if line is not None:
            yield f"{line} {time:.3f}\n"
