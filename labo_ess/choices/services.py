"""Reading and seeding the lists."""

import time

from django.apps import apps

from labo_ess.choices.fields import ChoiceField
from labo_ess.choices.models import Choice
from labo_ess.choices.registry import LISTS

_KEPT_SECONDS = 30
_kept: dict[str, tuple[float, list[tuple[str, str, bool]]]] = {}


def _rows(code: str) -> list[tuple[str, str, bool]]:
    """(code, label, active) of a list; kept for thirty seconds, since every page shows some."""
    found = _kept.get(code)
    if found is None or time.monotonic() - found[0] > _KEPT_SECONDS:
        rows = list(Choice.objects.filter(list=code).values_list("code", "label", "active"))
        if not rows:
            return [(seed, label, True) for seed, label in LISTS[code].seeds]
        _kept[code] = found = (time.monotonic(), rows)
    return found[1]


def label(code: str, value: str) -> str:
    """The word for a code; the code itself when the list does not know it."""
    return next((name for known, name, _ in _rows(code) if known == value), value)


def options(code: str) -> list[tuple[str, str]]:
    """(code, label) pairs that are proposed, in order."""
    return [(known, name) for known, name, active in _rows(code) if active]


def uses(code: str, value: str) -> int:
    """How many rows of the house hold this word."""
    held = 0
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, ChoiceField) and field.list == code:
                held += model._base_manager.filter(**{field.name: value}).count()
    return held


def forget() -> None:
    """Read again at the next page: called when a word was changed."""
    _kept.clear()


def seed() -> int:
    """Write the missing first words of each list; how many were."""
    known = set(Choice.objects.values_list("list", "code"))
    missing = [
        Choice(list=each.code, code=code, label=label, position=position)
        for each in LISTS.values()
        for position, (code, label) in enumerate(each.seeds)
        if (each.code, code) not in known
    ]
    Choice.objects.bulk_create(missing)
    forget()
    return len(missing)
