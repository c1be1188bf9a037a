"""A model of the parts of Grafana's dashboard JSON that this library uses: rows of graphs and stats, and variables.

Field names and values follow `@grafana/schema` 13 (npm). The tests check them against this schema. Write a variable as
`$name`, without braces: Flux (`postBuild`) would replace `${name}` with an empty string.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

Json = dict[str, Any]

SCHEMA_VERSION = 39
"""The schema version of Grafana 10.4. Later versions of Grafana migrate the dashboard when they load it."""
DATASOURCE: Json = {"type": "prometheus", "uid": "$datasource"}
"""The Prometheus data source that is selected at the top of the dashboard."""

_COLUMNS, _HEADING_HEIGHT = 24, 1


@dataclass(frozen=True)
class Variable:
    """A dashboard variable whose values come from a Prometheus query."""

    name: str
    label: str
    query: str
    regex: str
    """A JavaScript regular expression between slashes. Its group captures the value from each result."""
    current: str
    """The value that is selected when the dashboard opens."""

    def json(self) -> Json:
        """Return the variable in Grafana's format."""
        return {
            "name": self.name,
            "label": self.label,
            "type": "query",
            "datasource": DATASOURCE,
            "query": self.query,
            "regex": self.regex,
            "current": {"selected": True, "text": self.current, "value": self.current},
            "refresh": 2,  # on load and when the time range changes
            "sort": 1,
            "hide": 0,
            "includeAll": False,
            "multi": False,
            "skipUrlSync": False,
            "options": [],
        }


@dataclass(frozen=True)
class Query:
    """A Prometheus expression, and the legend of its series."""

    expr: str
    legend: str
    min_step: str | None = None
    """The minimum step between two samples, such as `30s`. `$__rate_interval` is at least four steps. Default: the
    scrape interval of the data source."""
    is_bound: bool = False
    """Whether the line is a limit or a target, which is drawn dashed."""

    def json(self, ref_id: str, *, is_instant: bool) -> Json:
        """Return the query in Grafana's format."""
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
    """The base of graphs and stats."""

    title: str
    description: str
    queries: Sequence[Query]
    unit: str = "short"
    """The unit of the values, by Grafana's id, such as `s`, `bytes`, `Bps` or `percentunit`."""
    base_color: str = "green"
    """The color below all thresholds."""
    thresholds: Mapping[float, str] = field(default_factory=dict)
    """The color of each range of values, by the lowest value of the range."""

    type: ClassVar[str]
    height: ClassVar[int]
    per_line: ClassVar[int]
    """The maximum number of panels in one line."""
    is_instant: ClassVar[bool]
    """Whether the panel queries the current value only, instead of the whole time range."""

    def json(self) -> Json:
        """Return the panel in Grafana's format, without its position."""
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
    """One number, or the names of the series if `names_only` is set."""

    when_empty: str | None = None
    """The text to show when the query returns no series."""
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
    """Panels of the same type under a heading."""

    title: str
    panels: Sequence[Panel]


def dashboard_json(title: str, uid: str, variables: Sequence[Variable], rows: Sequence[Row]) -> Json:
    """Return the dashboard in Grafana's format."""
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
        "panels": _layout(rows),
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


def _layout(rows: Sequence[Row]) -> list[Json]:
    """Return the panels with their positions. Each row has a heading, and its panels in lines below."""
    positioned: list[Json] = []
    top = 0
    for row in rows:
        positioned.append({"gridPos": _grid_position(0, top, _COLUMNS, _HEADING_HEIGHT), **_heading(row.title)})
        top += _HEADING_HEIGHT
        per_line = row.panels[0].per_line
        for start in range(0, len(row.panels), per_line):
            line = row.panels[start : start + per_line]
            width = _COLUMNS // len(line)
            positioned += [
                {"gridPos": _grid_position(number * width, top, width, panel.height), **panel.json()}
                for number, panel in enumerate(line)
            ]
            top += line[0].height
    return [{"id": number, **panel} for number, panel in enumerate(positioned, start=1)]


def _grid_position(left: int, top: int, width: int, height: int) -> Json:
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
