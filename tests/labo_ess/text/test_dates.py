"""Dates and hours, written and read."""

from datetime import UTC, date, datetime, time

import pytest

from labo_ess.text import dates

B = "\u00a0"
FIRST = date(2026, 12, 1)


def test_forms_of_a_date() -> None:
    assert dates.long_date(FIRST) == "mardi 1er décembre 2026"
    assert dates.long_date(FIRST, weekday=False) == "1er décembre 2026"
    assert dates.medium_date(FIRST) == "1er déc."
    assert dates.short_date(FIRST) == "01/12/2026"


def test_aware_moments_are_told_in_paris() -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert dates.moment(late) == f"mardi 1er décembre 2026 à 0{B}h{B}30"
    assert dates.time_fr(datetime(2026, 7, 1, 8, 0, tzinfo=UTC)) == f"10{B}h"


def test_hours() -> None:
    assert dates.time_fr(time(9, 5)) == f"9{B}h{B}05"
    assert dates.time_range(time(9, 30), time(11)) == f"9{B}h{B}30 – 11{B}h"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 11, 28), date(2026, 11, 30), "du 28 au 30 novembre 2026"),
        (date(2026, 11, 28), date(2026, 12, 1), "du 28 novembre au 1er décembre 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "du 31 décembre 2026 au 1er janvier 2027"),
        (FIRST, FIRST, "mardi 1er décembre 2026"),
    ],
)
def test_range_of_dates(start: date, end: date, expected: str) -> None:
    assert dates.date_range(start, end) == expected


@pytest.mark.parametrize(("day", "expected"), [(13, "J−12"), (1, "aujourd’hui")])
def test_countdown_before_and_on_the_day(day: int, expected: str) -> None:
    assert dates.countdown(date(2026, 12, day), today=FIRST) == expected


def test_countdown_after_the_day() -> None:
    assert dates.countdown(FIRST, today=date(2026, 12, 4)) == "J+3"


@pytest.mark.parametrize(
    "typed",
    [
        "28/11/2023",
        "28/11/23",
        "28-11-2023",
        "28.11.2023",
        "2023-11-28",
        "2023-11-28T09:30:00",
        "28/11/2023 00:00:00",
        "20231128",
        " mardi 28 novembre 2023 ",
        "28 Novembre 2023",
        "28 nov. 2023",
    ],
)
def test_reads_dates(typed: str) -> None:
    assert dates.parse_date(typed) == date(2023, 11, 28)


def test_reads_what_it_writes() -> None:
    assert dates.parse_date(dates.long_date(FIRST)) == FIRST
    assert dates.parse_time(dates.time_fr(time(9, 30))) == time(9, 30)


@pytest.mark.parametrize("typed", ["", "31/02/2023", "11/28/2023", "demain", "12", "28 brumaire 2023", "99999999"])
def test_refuses_what_is_no_date(typed: str) -> None:
    assert dates.parse_date(typed) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9h30", time(9, 30)),
        ("18 h 30", time(18, 30)),
        ("14h", time(14)),
        ("14 H", time(14)),
        ("09:30", time(9, 30)),
        ("9:30:00", time(9, 30)),
        ("9 heures 30", time(9, 30)),
        ("midi", time(12)),
        ("25h", None),
        ("9", None),
        ("9h75", None),
        ("", None),
        ("9:", None),
    ],
)
def test_reads_hours(typed: str, expected: time | None) -> None:
    assert dates.parse_time(typed) == expected
