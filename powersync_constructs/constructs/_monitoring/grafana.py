"""The JSON of Grafana dashboards, as far as we need it: rows of graphs and figures.

Names and values are those of `@grafana/schema` 13 (npm), against which the tests hold what is written here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

SCHEMA_VERSION = 39
"""What Grafana 10.4 wrote first; later ones read it and bring it up to theirs."""
DATASOURCE: Json = {"type": "prometheus", "uid": "${datasource}"}
"""The Prometheus that is chosen at the top of the dashboard."""

_COLUMNS, _HEADING, _FIGURE, _GRAPH = 24, 1, 4, 8
"""How wide Grafana's grid is, and how high things in it are."""


@dataclass(frozen=True)
class Query:
    """An expression, and what its series are called."""

    expr: str
    legend: str
    min_step: str | None = None
    """How far apart its samples are, like `30s`: `$__rate_interval` is four of them at least, where Grafana otherwise
    goes by what it was told of the data source."""
    is_bound: bool = False
    """Whether it is drawn dashed: a limit, or what is aimed at."""


@dataclass(frozen=True)
class Panel:
    """One graph, or with `is_figure` one number."""

    title: str
    description: str
    queries: Sequence[Query]
    unit: str = "short"
    """What the numbers are, as Grafana calls it: `s`, `bytes`, `Bps`, `percentunit`."""
    colour: str = "green"
    """Below all of `colours`."""
    colours: Mapping[float, str] = field(default_factory=dict)
    """The colours, each by the number from which on it is."""
    is_figure: bool = False
    when_empty: str | None = None
    """What a figure says when there are no series."""
    names_only: bool = False
    """Whether a figure is the names of its series."""


@dataclass(frozen=True)
class Row:
    """Panels under one heading."""

    title: str
    panels: Sequence[Panel] = field(default_factory=tuple)


def dashboard(title: str, uid: str, rows: Sequence[Row]) -> Json:
    """Give the dashboard, with its panels beside and below each other."""
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
        "templating": {"list": [_datasource_variable()]},
        "panels": _laid_out([row for row in rows if row.panels]),
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
    panels: list[Json] = []
    top = 0
    for row in rows:
        panels.append(_heading(len(panels) + 1, row.title, top))
        top += _HEADING
        across = 6 if row.panels[0].is_figure else 2
        for start in range(0, len(row.panels), across):
            line = row.panels[start : start + across]
            width = _COLUMNS // len(line)
            height = _FIGURE if line[0].is_figure else _GRAPH
            for place, panel in enumerate(line):
                grid = {"x": place * width, "y": top, "w": width, "h": height}
                panels.append({"id": len(panels) + 1, "gridPos": grid, **_panel(panel)})
            top += height
    return panels


def _heading(id: int, title: str, top: int) -> Json:
    grid = {"x": 0, "y": top, "w": _COLUMNS, "h": _HEADING}
    return {"id": id, "type": "row", "title": title, "collapsed": False, "gridPos": grid, "panels": []}


def _panel(panel: Panel) -> Json:
    return {
        "type": "stat" if panel.is_figure else "timeseries",
        "title": panel.title,
        "description": panel.description,
        "datasource": DATASOURCE,
        "fieldConfig": {
            "defaults": _figure_field(panel) if panel.is_figure else _graph_field(panel),
            "overrides": [_dashed(query.legend) for query in panel.queries if query.is_bound],
        },
        "options": _figure_options(panel) if panel.is_figure else _GRAPH_OPTIONS,
        "targets": [_target(place, query, panel.is_figure) for place, query in enumerate(panel.queries)],
    }


def _target(place: int, query: Query, instant: bool) -> Json:
    return {
        "refId": chr(ord("A") + place),
        "datasource": DATASOURCE,
        "expr": query.expr,
        "legendFormat": query.legend,
        "instant": instant,
        "range": not instant,
        **({"interval": query.min_step} if query.min_step is not None else {}),
    }


def _dashed(legend: str) -> Json:
    return {
        "matcher": {"id": "byName", "options": legend},
        "properties": [
            {"id": "custom.lineStyle", "value": {"fill": "dash", "dash": [10, 10]}},
            {"id": "custom.fillOpacity", "value": 0},
        ],
    }


def _graph_field(panel: Panel) -> Json:
    return {
        "unit": panel.unit,
        "min": 0,
        "color": {"mode": "palette-classic"},
        "thresholds": _thresholds(panel),
        "custom": {
            "drawStyle": "line",
            "lineWidth": 1,
            "fillOpacity": 10,
            "showPoints": "never",
            "thresholdsStyle": {"mode": "dashed" if panel.colours else "off"},
        },
    }


def _figure_field(panel: Panel) -> Json:
    empty = {"noValue": panel.when_empty} if panel.when_empty is not None else {}
    return {"unit": panel.unit, "color": {"mode": "thresholds"}, "thresholds": _thresholds(panel), **empty}


def _thresholds(panel: Panel) -> Json:
    steps: list[Json] = [{"color": panel.colour, "value": None}]
    steps += [{"color": colour, "value": value} for value, colour in sorted(panel.colours.items())]
    return {"mode": "absolute", "steps": steps}


_GRAPH_OPTIONS: Json = {
    "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
    "tooltip": {"mode": "multi", "sort": "desc"},
}


def _figure_options(panel: Panel) -> Json:
    return {
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "orientation": "auto",
        "textMode": "name" if panel.names_only else "auto",
        "colorMode": "value",
        "graphMode": "none",
        "justifyMode": "auto",
        "wideLayout": True,
        "showPercentChange": False,
        "percentChangeColorMode": "standard",
    }
