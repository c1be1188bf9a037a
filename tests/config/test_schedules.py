"""Cron schedules and time zones, as the CronJob controller reads them."""

import pytest

from powersync_constructs.config.core._types import CronSchedule, TimeZone

from .validation import error_of, validated

FIVE_FIELDS = "is not a Kubernetes cron schedule; write five fields, like 0 3 * * *"
NOT_ACCEPTED = "has a field that Kubernetes does not accept; use 0 to 6 or sun to sat for days of the week"


@pytest.mark.parametrize(
    "schedule",
    [
        "0 3 * * *",
        "*/15 * * * *",
        "0,30 1-5 * * *",
        "10-50/20 0 1 1 0",
        "30 1 * * sun",
        "30 1 * * MON-FRI",
        "0 0 1 jan,Jul *",
        "0 0 29 2 *",
        "0 0 31 * *",
        "0 0 * * */7",
        "0  3  *  *  *",
        "@hourly",
        "@daily",
        "@midnight",
        "@weekly",
        "@monthly",
        "@yearly",
        "@annually",
    ],
)
def test_valid_schedule_is_kept(schedule: str) -> None:
    """A schedule has five fields with names, lists, ranges and steps, or is a word like @daily."""
    assert validated(CronSchedule, schedule) == schedule


@pytest.mark.parametrize(
    ("schedule", "rule"),
    [
        pytest.param("", FIVE_FIELDS, id="empty"),
        pytest.param("daily", FIVE_FIELDS, id="word"),
        pytest.param("0 3 * *", FIVE_FIELDS, id="four-fields"),
        pytest.param("0 0 3 * * *", FIVE_FIELDS, id="six-fields"),
        pytest.param("@reboot", FIVE_FIELDS, id="reboot"),
        pytest.param("@Daily", FIVE_FIELDS, id="capital-letter"),
        pytest.param("TZ=UTC 0 3 * *", FIVE_FIELDS, id="time-zone-in-the-schedule"),
        pytest.param("0 0 * * 1#2", FIVE_FIELDS, id="second-monday"),
        pytest.param("0 0 * * 7", NOT_ACCEPTED, id="sunday-as-7"),
        pytest.param("0 0 * * 07", NOT_ACCEPTED, id="sunday-as-07"),
        pytest.param("0 0 * * 5-7", NOT_ACCEPTED, id="range-to-7"),
        pytest.param("0 0 * * 1,7", NOT_ACCEPTED, id="list-with-7"),
        pytest.param("0 0 L * *", NOT_ACCEPTED, id="last-day"),
        pytest.param("0 0 * * 5L", NOT_ACCEPTED, id="last-friday"),
        pytest.param("0 0 * * monday", NOT_ACCEPTED, id="long-name"),
        pytest.param("60 * * * *", "is not a cron schedule: Bad minute; correct it", id="minute-60"),
        pytest.param("0 24 * * *", "is not a cron schedule: Bad hour; correct it", id="hour-24"),
        pytest.param("0 0 0 * *", "is not a cron schedule: Bad day-of-month; correct it", id="day-0"),
        pytest.param("0 0 * 13 *", "is not a cron schedule: Bad month; correct it", id="month-13"),
        pytest.param("0 0 * * jan", "is not a cron schedule: Bad day-of-week; correct it", id="month-as-a-day"),
        pytest.param("0 0 * * sat-sun", "is not a cron schedule: Bad day-of-week; correct it", id="descending-range"),
        pytest.param("*/0 * * * *", "is not a cron schedule: Bad minute; correct it", id="step-0"),
        pytest.param("1,,2 * * * *", "is not a cron schedule: Bad minute; correct it", id="empty-item"),
        pytest.param("0 0 30 2 *", "is not a cron schedule: Bad day-of-month; correct it", id="february-30"),
        pytest.param("0 0 31 4,6 *", "is not a cron schedule: Bad day-of-month; correct it", id="april-31"),
    ],
)
def test_invalid_schedule_is_refused(schedule: str, rule: str) -> None:
    """A schedule that Kubernetes would refuse, read differently or never run is refused."""
    assert error_of(CronSchedule, schedule) == f"{schedule!r} {rule}"


@pytest.mark.parametrize(
    "zone", ["Etc/UTC", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince"]
)
def test_valid_time_zone_is_kept(zone: str) -> None:
    """Names of the IANA database are accepted."""
    assert validated(TimeZone, zone) == zone


@pytest.mark.parametrize(
    "zone",
    [
        *("", "Local", "local", "+02:00", "Europe/", "/Berlin", "Europe Berlin", "../etc", "Europe/Berln", "UTC+2"),
        *("localtime", "posixrules", "Factory", "posix/Europe/Berlin", "right/UTC"),
    ],
)
def test_invalid_time_zone_is_refused(zone: str) -> None:
    """Offsets, misspelled names, the local zone, paths and copies of the database are refused."""
    rule = "is not a time zone of the IANA database; write it like Etc/UTC or Europe/Berlin"

    assert error_of(TimeZone, zone) == f"{zone!r} {rule}"
