"""Reads the scenario's files: what the demo says, apart from how it is loaded."""

import csv
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "scenario"
LEAD = "centre"
WEEKS_AHEAD = 4


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a CSV file of the scenario."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables(name: str) -> dict[str, Any]:
    """The tables of a TOML file of the scenario."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def shift(days: list[dict[str, Any]], today: date) -> timedelta:
    """Whole weeks by which every date moves, so that the leading day lies about four weeks after `today`; weekdays stay."""
    lead = next(day["date"] for day in days if day["key"] == LEAD)
    weeks = round((today + timedelta(weeks=WEEKS_AHEAD) - lead).days / 7)
    return timedelta(weeks=weeks)
