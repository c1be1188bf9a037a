"""Cron schedules and time zones, as the CronJob controller reads them."""

import pytest

from powersync_constructs.config.core._types import CronSchedule, TimeZone

from .refusal import kept, refused

FIVE_FIELDS = "is not a cron schedule of Kubernetes: five fields, like 0 3 * * *; correct it"
UNREAD = "has a field that Kubernetes does not read; days of the week are 0 to 6 or sun to sat"


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
def test_a_schedule_is_kept(schedule: str) -> None:
    """Five fields with names, lists, ranges and steps, or one of the words, are taken as they are."""
    assert kept(CronSchedule, schedule) == schedule


@pytest.mark.parametrize(
    ("schedule", "rule"),
    [
        pytest.param("", FIVE_FIELDS, id="empty"),
        pytest.param("daily", FIVE_FIELDS, id="word"),
        pytest.param("0 3 * *", FIVE_FIELDS, id="four-fields"),
        pytest.param("0 0 3 * * *", FIVE_FIELDS, id="six-fields"),
        pytest.param("@reboot", FIVE_FIELDS, id="reboot"),
        pytest.param("@Daily", FIVE_FIELDS, id="words-are-small"),
        pytest.param("TZ=UTC 0 3 * *", FIVE_FIELDS, id="time-zone-inside"),
        pytest.param("0 0 * * 1#2", FIVE_FIELDS, id="second-monday"),
        pytest.param("0 0 * * 7", UNREAD, id="7-is-no-sunday"),
        pytest.param("0 0 * * 07", UNREAD, id="07-neither"),
        pytest.param("0 0 * * 5-7", UNREAD, id="range-to-7"),
        pytest.param("0 0 * * 1,7", UNREAD, id="list-with-7"),
        pytest.param("0 0 L * *", UNREAD, id="last-day"),
        pytest.param("0 0 * * 5L", UNREAD, id="last-friday"),
        pytest.param("0 0 * * monday", UNREAD, id="long-name"),
        pytest.param("60 * * * *", "is not a cron schedule: Bad minute; correct it", id="minute-60"),
        pytest.param("0 24 * * *", "is not a cron schedule: Bad hour; correct it", id="hour-24"),
        pytest.param("0 0 0 * *", "is not a cron schedule: Bad day-of-month; correct it", id="day-0"),
        pytest.param("0 0 * 13 *", "is not a cron schedule: Bad month; correct it", id="month-13"),
        pytest.param("0 0 * * jan", "is not a cron schedule: Bad day-of-week; correct it", id="month-as-a-day"),
        pytest.param("0 0 * * sat-sun", "is not a cron schedule: Bad day-of-week; correct it", id="backwards"),
        pytest.param("*/0 * * * *", "is not a cron schedule: Bad minute; correct it", id="step-0"),
        pytest.param("1,,2 * * * *", "is not a cron schedule: Bad minute; correct it", id="empty-item"),
        pytest.param("0 0 30 2 *", "is not a cron schedule: Bad day-of-month; correct it", id="february-30"),
        pytest.param("0 0 31 4,6 *", "is not a cron schedule: Bad day-of-month; correct it", id="april-31"),
    ],
)
def test_no_schedule(schedule: str, rule: str) -> None:
    """What Kubernetes refuses, reads otherwise, or would never run is refused."""
    assert refused(CronSchedule, schedule) == f"{schedule!r} {rule}"


@pytest.mark.parametrize(
    "zone", ["Etc/UTC", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince"]
)
def test_a_time_zone_is_kept(zone: str) -> None:
    """Names of the IANA database are taken."""
    assert kept(TimeZone, zone) == zone


@pytest.mark.parametrize(
    "zone",
    [
        *("", "Local", "local", "+02:00", "Europe/", "/Berlin", "Europe Berlin", "../etc", "Europe/Berln", "UTC+2"),
        *("localtime", "posixrules", "Factory", "posix/Europe/Berlin", "right/UTC"),
    ],
)
def test_no_time_zone(zone: str) -> None:
    """Offsets, slips, a machine's own zone, paths and copies of the database are no names in it."""
    rule = "is not a time zone of the IANA database; write it like Etc/UTC or Europe/Berlin"

    assert refused(TimeZone, zone) == f"{zone!r} {rule}"
