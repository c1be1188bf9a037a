"""How far apart the runs of a cron schedule are."""

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from cronsim import CronSim

_WORDS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_START = datetime(2025, 12, 31, 23, 59, tzinfo=timezone.utc)
_END_OF_DAY = _START + timedelta(days=1)
_MORE_THAN_A_YEAR = 400
"""Days with a run that are looked at: a year of them all, or as many years as they take."""


@lru_cache
def longest_gap(schedule: str) -> int:
    """Seconds between two runs, where they are farthest apart.

    The times of a day are looked at apart from the days: a year of minutes would take seconds.
    """
    minute, hour, day, month, weekday = _WORDS.get(schedule, schedule).split()
    times = list(takewhile(lambda time: time <= _END_OF_DAY, CronSim(f"{minute} {hour} * * *", _START)))
    days = f"{_chosen(day, 1, 31)} {month} {_chosen(weekday, 0, 6)}"
    dates = islice(CronSim(f"0 0 {days}", _START), _MORE_THAN_A_YEAR)
    over_days = max(later - earlier for earlier, later in pairwise(dates)) - (times[-1] - times[0])
    return int(max([over_days, *(later - earlier for earlier, later in pairwise(times))]).total_seconds())


def _chosen(field: str, first: int, last: int) -> str:
    """A field of days as CronSim must be given it to choose those that Kubernetes does.

    Where both fields choose days, either will do; a field that takes them all leaves the choice to the other one.
    CronSim goes by how a field begins, so that `*/2` takes all for it, and counts to a second Sunday, the 7th day;
    Kubernetes does neither (robfig/cron 3.0.1, parser.go and spec.go).
    """
    if any(re.fullmatch(r"\*(/0*1)?", part) for part in field.split(",")):
        return "*"
    return re.sub(r"(^|,)(\w+)/", rf"\1\2-{last}/", field.replace("*", f"{first}-{last}"))
