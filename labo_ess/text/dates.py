"""Dates and hours as French readers write and read them. Weeks start on Monday; days and months take no capital."""

import re
from datetime import date, datetime, time

from django.utils import timezone

from labo_ess.text.typography import NBSP

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
MINUS = "\u2212"
EN_DASH = "\u2013"


def _local(moment: date | datetime) -> date | datetime:
    """An aware moment, in the zone of the house."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def _day(value: date | datetime) -> date:
    local = _local(value)
    return local.date() if isinstance(local, datetime) else local


def _ordinal(day: int) -> str:
    return "1er" if day == 1 else str(day)


def long_date(value: date | datetime, *, weekday: bool = True) -> str:
    """« mardi 1er décembre 2026 »."""
    day = _day(value)
    text = f"{_ordinal(day.day)} {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {text}" if weekday else text


def medium_date(value: date | datetime) -> str:
    """« 1er déc. »."""
    day = _day(value)
    return f"{_ordinal(day.day)} {SHORT_MONTHS[day.month - 1]}"


def short_month(value: date | datetime) -> str:
    """« déc. »: under the number of a day."""
    return SHORT_MONTHS[_day(value).month - 1]


def short_date(value: date | datetime) -> str:
    """« 01/12/2026 »."""
    return f"{_day(value):%d/%m/%Y}"


def date_range(start: date | datetime, end: date | datetime) -> str:
    """« du 28 au 30 novembre 2026 », or the long date when both are the same day."""
    first, last = _day(start), _day(end)
    if first == last:
        return long_date(first)
    left = _ordinal(first.day)
    if (first.year, first.month) != (last.year, last.month):
        left += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        left += f" {first.year}"
    return f"du {left} au {long_date(last, weekday=False)}"


def time_fr(value: time | datetime) -> str:
    """« 9 h 30 », « 14 h », with no-break spaces."""
    if isinstance(value, datetime):
        local = _local(value)
        assert isinstance(local, datetime)
        value = local.time()
    return f"{value.hour}{NBSP}h{NBSP}{value.minute:02d}" if value.minute else f"{value.hour}{NBSP}h"


def time_range(start: time | datetime, end: time | datetime) -> str:
    """« 9 h 30 – 11 h »."""
    return f"{time_fr(start)} {EN_DASH} {time_fr(end)}"


def moment(value: datetime) -> str:
    """« mardi 1er décembre 2026 à 9 h 30 »."""
    return f"{long_date(value)} à {time_fr(value)}"


def countdown(value: date | datetime, today: date | None = None) -> str:
    """« J−12 » before the day, « aujourd’hui », « J+3 » after it."""
    distance = (_day(value) - (today or timezone.localdate())).days
    if distance == 0:
        return "aujourd’hui"
    return f"J{MINUS}{distance}" if distance > 0 else f"J+{-distance}"


_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDS = re.compile(r"(?:[a-zé]+\.?,?\s+)?(\d{1,2})(?:er)?\s+([a-zéèûô]+)\.?\s+(\d{4})")
_CLOCK_TAIL = re.compile(r"[T\s]+(?:à\s+)?\d{1,2}\s*[:hH].*$")
_CENTURY_PIVOT = 70
_LONGEST = 60
"""No date is written in more characters; a longer text is not worth reading."""
_MONTH_NUMBERS = {name: index for index, name in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {name.rstrip("."): index for index, name in enumerate(SHORT_MONTHS, 1)}
_MONTH_NUMBERS |= {"fevrier": 2, "aout": 8, "decembre": 12, "fevr": 2, "fév": 2, "jan": 1, "dec": 12, "juill": 7}


def _make(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 1900 if year >= _CENTURY_PIVOT else 2000
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_date(text: str) -> date | None:
    """The date written in `text` in any of the forms people use here, or None. Day comes before month."""
    if len(text := " ".join(str(text).split())) > _LONGEST:
        return None
    text = _CLOCK_TAIL.sub("", text).strip().lower()
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _make(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        return _make(int(found[3]), int(found[2]), int(found[1]))
    if (found := _WORDS.fullmatch(text)) and found[2] in _MONTH_NUMBERS:
        return _make(int(found[3]), _MONTH_NUMBERS[found[2]], int(found[1]))
    return None


_CLOCK = re.compile(r"(\d{1,2})\s*(?:h|heures?|:)\s*(?:(\d{1,2})\s*(?:min|mn|m)?)?(?:[:]\d{2})?", re.IGNORECASE)
_NAMED_TIMES = {"midi": time(12), "minuit": time(0)}


def parse_time(text: str) -> time | None:
    """The hour written in `text` (« 9h30 », « 18 h 30 », « 14h », « 9:30 », « midi »), or None."""
    text = " ".join(str(text).split()).lower()[: _LONGEST + 1]
    if text in _NAMED_TIMES:
        return _NAMED_TIMES[text]
    found = _CLOCK.fullmatch(text)
    if not found or text.endswith(":"):
        return None
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None
