"""The check of cron schedules by the rules of Kubernetes, and the longest time between two runs."""

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
"""The number of days that `longest_gap` compares. The schedule runs on each of them, so they span more than a year."""


def check_cron(text: str) -> str:
    """Check a schedule. Raises ValueError if Kubernetes rejects or never runs it, or CronSim reads it differently."""
    from cronsim import CronSim, CronSimError

    if text in _WORDS:
        return text
    fields = text.split()
    if len(fields) != 5 or not all(_FIELD.fullmatch(field) for field in fields):
        raise ValueError("is not a Kubernetes cron schedule; write five fields, like 0 3 * * *")
    names = [bound for field in fields for bound in _bounds(field) if re.search("[A-Za-z]", bound)]
    has_day_7 = any(bound.lstrip("0") == "7" for bound in _bounds(fields[4]))
    if has_day_7 or not all(_NAME.fullmatch(name) for name in names):
        raise ValueError("has a field that Kubernetes does not accept; use 0 to 6 or sun to sat for days of the week")
    try:
        CronSim(text, _START)
    except CronSimError as error:
        raise ValueError(f"is not a cron schedule: {error}; correct it") from None
    return text


@lru_cache
def longest_gap(schedule: str) -> int:
    """Return the longest time between two consecutive runs, in seconds.

    The function computes the days and the times within a day separately, because an iteration over every minute of a
    year would take seconds.
    """
    from cronsim import CronSim

    minute, hour, day, month, weekday = _WORDS.get(schedule, schedule).split()
    times = list(takewhile(lambda time: time <= _END_OF_DAY, CronSim(f"{minute} {hour} * * *", _START)))
    days = f"{_chosen_days(day, 1, 31)} {month} {_chosen_days(weekday, 0, 6)}"
    dates = islice(CronSim(f"0 0 {days}", _START), _MORE_THAN_A_YEAR)
    over_days = max(later - earlier for earlier, later in pairwise(dates)) - (times[-1] - times[0])
    return int(max([over_days, *(later - earlier for earlier, later in pairwise(times))]).total_seconds())


def _bounds(field: str) -> Iterator[str]:
    """Yield the values in a field without the steps: 1, 5 and mon for `1-5,mon/2`."""
    for part in field.split(","):
        yield from part.partition("/")[0].split("-")


def _chosen_days(field: str, first: int, last: int) -> str:
    """Rewrite a field of days so that CronSim selects the same days as Kubernetes.

    If the day of the month and the day of the week are both restricted, Kubernetes runs on the days that match either
    field. A field that selects all days is not a restriction (robfig/cron 3.0.1, parser.go and spec.go). CronSim
    differs in two ways. If a field begins with `*`, even `*/2`, CronSim runs only on days that match both fields.
    CronSim numbers the days of the week from 0 to 7, where 0 and 7 are Sunday; Kubernetes uses 0 to 6. Therefore, in
    the days of the week, `1,*/1` becomes `*`, `*/2` becomes `0-6/2`, and `5/2` becomes `5-6/2`.
    """
    parts = [part.partition("/") for part in field.split(",")]
    if any(days == "*" and step.lstrip("0") in ("", "1") for days, _, step in parts):
        return "*"
    return ",".join(f"{_explicit(days, step, first, last)}{slash}{step}" for days, slash, step in parts)


def _explicit(days: str, step: str, first: int, last: int) -> str:
    if days == "*":
        return f"{first}-{last}"
    return f"{days}-{last}" if step and "-" not in days else days
