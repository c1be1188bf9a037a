"""Cron schedules as Kubernetes reads them: which are valid, and how far apart their runs are."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import islice, pairwise, takewhile

_WORDS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_FIELD = re.compile(r"[0-9A-Za-z*/,\-]+")
_NAME = re.compile(r"(?i)jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat")
_START = datetime(2025, 12, 31, 23, 59, tzinfo=timezone.utc)
_END_OF_DAY = _START + timedelta(days=1)
_MORE_THAN_A_YEAR = 400
"""Days with a run that are looked at: a year of them all, or as many years as they take."""


def check_cron(text: str) -> str:
    """Check a schedule. Raises ValueError for what Kubernetes does not read, reads otherwise, or would never run."""
    from cronsim import CronSim, CronSimError

    if text in _WORDS:
        return text
    fields = text.split()
    if len(fields) != 5 or not all(_FIELD.fullmatch(field) for field in fields):
        raise ValueError("is not a cron schedule of Kubernetes: five fields, like 0 3 * * *; correct it")
    names = [bound for field in fields for bound in _bounds(field) if re.search("[A-Za-z]", bound)]
    has_day_7 = any(bound.lstrip("0") == "7" for bound in _bounds(fields[4]))
    if has_day_7 or not all(_NAME.fullmatch(name) for name in names):
        raise ValueError("has a field that Kubernetes does not read; days of the week are 0 to 6 or sun to sat")
    try:
        CronSim(text, _START)
    except CronSimError as error:
        raise ValueError(f"is not a cron schedule: {error}; correct it") from None
    return text


@lru_cache
def longest_gap(schedule: str) -> int:
    """Seconds between two runs, where they are farthest apart.

    The times of a day are looked at apart from the days: a year of minutes would take seconds.
    """
    from cronsim import CronSim

    minute, hour, day, month, weekday = _WORDS.get(schedule, schedule).split()
    times = list(takewhile(lambda time: time <= _END_OF_DAY, CronSim(f"{minute} {hour} * * *", _START)))
    days = f"{_chosen_days(day, 1, 31)} {month} {_chosen_days(weekday, 0, 6)}"
    dates = islice(CronSim(f"0 0 {days}", _START), _MORE_THAN_A_YEAR)
    over_days = max(later - earlier for earlier, later in pairwise(dates)) - (times[-1] - times[0])
    return int(max([over_days, *(later - earlier for earlier, later in pairwise(times))]).total_seconds())


def _bounds(field: str) -> Iterator[str]:
    """What stands in a field beside its steps: `1-5,mon/2` has 1, 5 and mon."""
    for part in field.split(","):
        yield from part.partition("/")[0].split("-")


def _chosen_days(field: str, first: int, last: int) -> str:
    """A field of days as CronSim must be given it, so that it chooses the days that Kubernetes chooses.

    Where both fields choose days, Kubernetes takes the days of either one, and a field that takes all days leaves the
    choice to the other. CronSim goes by how a field begins, so that `*/2` takes all days for it, and it counts up to a
    second Sunday, the 7th day. Kubernetes does neither (robfig/cron 3.0.1, parser.go and spec.go). So, of the days of
    a week, `1,*/1` becomes `*`, `*/2` becomes `0-6/2`, and `5/2` becomes `5-6/2`.
    """
    parts = [part.partition("/") for part in field.split(",")]
    if any(days == "*" and step.lstrip("0") in ("", "1") for days, _, step in parts):
        return "*"
    return ",".join(f"{_explicit(days, step, first, last)}{slash}{step}" for days, slash, step in parts)


def _explicit(days: str, step: str, first: int, last: int) -> str:
    if days == "*":
        return f"{first}-{last}"
    return f"{days}-{last}" if step and "-" not in days else days
