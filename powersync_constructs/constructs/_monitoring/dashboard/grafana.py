"""The JSON of Grafana dashboards, as far as we need it: rows of graphs and stats, and variables to choose by.

Names and values are those of `@grafana/schema` 13 (npm), which the tests compare this with. A variable is written
`$name`, never with braces: Flux would replace those (`postBuild`) with an empty text.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

Json = dict[str, Any]

SCHEMA_VERSION = 39
"""The version that Grafana 10.4 wrote first; later ones read it and bring it up to theirs."""
DATASOURCE: Json = {"type": "prometheus", "uid": "$datasource"}
"""The Prometheus that is chosen at the top of the dashboard."""

_COLUMNS, _HEADING_HEIGHT = 24, 1


@dataclass(frozen=True)
class Variable:
    """A choice at the top of the dashboard, of the values that a query to Prometheus finds."""

    name: str
    label: str
    query: str
    regex: str
    """The part of each result that is a value, as a group of a JavaScript expression between slashes."""
    current: str
    """The value that is chosen when the dashboard is opened."""

    def json(self) -> Json:
        """The variable as Grafana stores it."""
        return {
            "name": self.name,
            "label": self.label,
            "type": "query",
            "datasource": DATASOURCE,
            "query": self.query,
            "regex": self.regex,
            "current": {"selected": True, "text": self.current, "value": self.current},
            "refresh": 2,  # also when the time range changes
            "sort": 1,
            "hide": 0,
            "includeAll": False,
            "multi": False,
            "skipUrlSync": False,
            "options": [],
        }


@dataclass(frozen=True)
class Query:
    """An expression, and the legend of its series."""

    expr: str
    legend: str
    min_step: str | None = None
    """The least time between two samples, like `30s`: `$__rate_interval` is at least four of them. Without it Grafana
    takes what the data source is configured with."""
    is_bound: bool = False
    """Whether it is drawn dashed: a limit, or a target."""

    def json(self, ref_id: str, *, is_instant: bool) -> Json:
        """The query as Grafana stores it."""
        return {
            "refId": ref_id,
            "datasource": DATASOURCE,
            "expr": self.expr,
            "legendFormat": self.legend,
            "instant": is_instant,
            "range": not is_instant,
            **({"interval": self.min_step} if self.min_step is not None else {}),
        }


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What graphs and stats have in common."""

    title: str
    description: str
    queries: Sequence[Query]
    unit: str = "short"
    """The unit of the numbers, as Grafana calls it: `s`, `bytes`, `Bps`, `percentunit`."""
    base_color: str = "green"
    """The color below all thresholds."""
    thresholds: Mapping[float, str] = field(default_factory=dict)
    """The color from each number on."""

    type: ClassVar[str]
    height: ClassVar[int]
    per_line: ClassVar[int]
    """How many panels are beside each other at most."""
    is_instant: ClassVar[bool]
    """Whether the value of now is asked for, or those of the whole time range."""

    def json(self) -> Json:
        """The panel as Grafana stores it, without its place."""
        return {
            "type": self.type,
            "title": self.title,
            "description": self.description,
            "datasource": DATASOURCE,
            "fieldConfig": {
                "defaults": {"unit": self.unit, "thresholds": self._thresholds(), **self._field()},
                "overrides": [_dashed(query.legend) for query in self.queries if query.is_bound],
            },
            "options": self._options(),
            "targets": [
                query.json(chr(ord("A") + place), is_instant=self.is_instant)
                for place, query in enumerate(self.queries)
            ],
        }

    def _thresholds(self) -> Json:
        steps: list[Json] = [{"color": self.base_color, "value": None}]
        steps += [{"color": color, "value": value} for value, color in sorted(self.thresholds.items())]
        return {"mode": "absolute", "steps": steps}

    @abstractmethod
    def _field(self) -> Json: ...

    @abstractmethod
    def _options(self) -> Json: ...


@dataclass(frozen=True, kw_only=True)
class Graph(Panel):
    """Lines over time."""

    type: ClassVar[str] = "timeseries"
    height: ClassVar[int] = 8
    per_line: ClassVar[int] = 2
    is_instant: ClassVar[bool] = False

    def _field(self) -> Json:
        return {
            "min": 0,
            "color": {"mode": "palette-classic"},
            "custom": {
                "drawStyle": "line",
                "lineWidth": 1,
                "fillOpacity": 10,
                "showPoints": "never",
                "thresholdsStyle": {"mode": "dashed" if self.thresholds else "off"},
            },
        }

    def _options(self) -> Json:
        return {
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
            "tooltip": {"mode": "multi", "sort": "desc"},
        }


@dataclass(frozen=True, kw_only=True)
class Stat(Panel):
    """One number, or with `names_only` the names of the series."""

    when_empty: str | None = None
    """The text where there are no series."""
    names_only: bool = False

    type: ClassVar[str] = "stat"
    height: ClassVar[int] = 4
    per_line: ClassVar[int] = 6
    is_instant: ClassVar[bool] = True

    def _field(self) -> Json:
        empty = {"noValue": self.when_empty} if self.when_empty is not None else {}
        return {"color": {"mode": "thresholds"}, **empty}

    def _options(self) -> Json:
        return {
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
            "orientation": "auto",
            "textMode": "name" if self.names_only else "auto",
            "colorMode": "value",
            "graphMode": "none",
            "justifyMode": "auto",
            "wideLayout": True,
            "showPercentChange": False,
            "percentChangeColorMode": "standard",
        }


@dataclass(frozen=True)
class Row:
    """Panels of one kind under a heading."""

    title: str
    panels: Sequence[Panel]


def dashboard_json(title: str, uid: str, variables: Sequence[Variable], rows: Sequence[Row]) -> Json:
    """The dashboard as Grafana stores it."""
    return {
        "uid": uid,
        "title": title,
        "tags": ["powersync"],
        "schemaVersion": SCHEMA_VERSION,
        "editable": False,
        "graphTooltip": 1,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "annotations": {"list": []},
        "links": [],
        "templating": {"list": [_datasource_variable(), *(variable.json() for variable in variables)]},
        "panels": _laid_out(rows),
    }


def _datasource_variable() -> Json:
    return {
        "name": "datasource",
        "label": "Prometheus",
        "type": "datasource",
        "query": "prometheus",
        "hide": 0,
        "includeAll": False,
        "multi": False,
        "refresh": 1,
        "regex": "",
        "skipUrlSync": False,
        "options": [],
    }


def _laid_out(rows: Sequence[Row]) -> list[Json]:
    """The panels with their places: those of a row in lines below its heading."""
    placed: list[Json] = []
    top = 0
    for row in rows:
        placed.append({"gridPos": _place(0, top, _COLUMNS, _HEADING_HEIGHT), **_heading(row.title)})
        top += _HEADING_HEIGHT
        per_line = row.panels[0].per_line
        for start in range(0, len(row.panels), per_line):
            line = row.panels[start : start + per_line]
            width = _COLUMNS // len(line)
            placed += [
                {"gridPos": _place(number * width, top, width, panel.height), **panel.json()}
                for number, panel in enumerate(line)
            ]
            top += line[0].height
    return [{"id": number, **panel} for number, panel in enumerate(placed, start=1)]


def _place(left: int, top: int, width: int, height: int) -> Json:
    return {"x": left, "y": top, "w": width, "h": height}


def _heading(title: str) -> Json:
    return {"type": "row", "title": title, "collapsed": False, "panels": []}


def _dashed(legend: str) -> Json:
    return {
        "matcher": {"id": "byName", "options": legend},
        "properties": [
            {"id": "custom.lineStyle", "value": {"fill": "dash", "dash": [10, 10]}},
            {"id": "custom.fillOpacity", "value": 0},
        ],
    }
