"""The filters of lists. An upper app adds its own to a lower list:

criteria.register("persons", criteria.yes_no("present", "Présent·e à une journée", Q(…)))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from labo_ess.db import matching
from labo_ess.text.dates import short_date
from labo_ess.ui.widgets import DateInput

Choices = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Criterion:
    """One filter: its name in the address, its French name, a maker of the django-filter filter, the words of a value.

    `help_text` is shown in the panel of filters; `hidden` criteria only live in the address (a link from another page).
    """

    name: str
    label: str
    make: Callable[[], django_filters.Filter]
    words: Callable[[Any], str] = str
    hidden: bool = False


_added: dict[str, dict[str, Criterion]] = {}


def register(list_name: str, criterion: Criterion) -> None:
    """Add a criterion to the list of that name."""
    _added.setdefault(list_name, {})[criterion.name] = criterion


def added(list_name: str) -> list[Criterion]:
    """What other apps added to a list."""
    return list(_added.get(list_name, {}).values())


def one_of(name: str, label: str, field: str, choices: Choices | Callable[[], Choices], *, hidden: bool = False) -> Criterion:
    """Any of the chosen values of a field; several may be chosen."""

    def pairs() -> list[tuple[str, str]]:
        return [(str(code), str(words)) for code, words in (choices() if callable(choices) else choices)]

    def make() -> django_filters.Filter:
        once = cache(pairs)  # a filter is made for each request; each value is looked for among the choices
        return _Several(label=label, choices=once, method=lambda queryset, _name, values: within(queryset, Q(**{f"{field}__in": values})))

    def words(values: Any) -> str:
        known = dict(pairs())
        return ", ".join(known.get(str(value), str(value)) for value in values)

    return Criterion(name, label, make, words, hidden)


def related(name: str, label: str, field: str, rows: Callable[[], QuerySet], *, key: str = "public_id", hidden: bool = False) -> Criterion:
    """Any of the chosen rows of another model, known in the address by `key` (a public id, a slug or an official code)."""

    def make() -> django_filters.Filter:
        return _SeveralRows(
            label=label,
            widget=forms.CheckboxSelectMultiple,
            queryset=lambda _request: rows(),
            to_field_name=key,
            method=lambda queryset, _name, found: _among(queryset, field, found),
        )

    return Criterion(name, label, make, lambda found: ", ".join(str(row) for row in found), hidden)


def yes_no(name: str, label: str, condition: Q, *, hidden: bool = False) -> Criterion:
    """Rows that meet a condition, or those that do not."""

    def apply(queryset: QuerySet, _name: str, value: str) -> QuerySet:
        meeting = queryset.model._base_manager.filter(condition).values("pk")
        return queryset.filter(pk__in=meeting) if value == "oui" else queryset.exclude(pk__in=meeting)

    def make() -> django_filters.Filter:
        return django_filters.ChoiceFilter(label=label, choices=[("oui", "Oui"), ("non", "Non")], empty_label="Indifférent", method=apply)

    return Criterion(name, label, make, lambda value: {"oui": "oui", "non": "non"}[value], hidden)


def text(name: str, label: str, field: str, *, hidden: bool = False) -> Criterion:
    """Rows whose folded text (a `search_text` column) holds every word typed."""

    def make() -> django_filters.Filter:
        return django_filters.CharFilter(label=label, max_length=200, method=lambda queryset, _name, value: matching(queryset, value, field))

    return Criterion(name, label, make, lambda value: f"« {value} »", hidden)


def since(name: str, label: str, field: str, *, hidden: bool = False) -> Criterion:
    """Rows dated on that day or later."""
    return _dated(name, label, lambda day: Q(**{f"{field}__gte": day}), hidden)


def until(name: str, label: str, field: str, *, hidden: bool = False) -> Criterion:
    """Rows dated on that day or earlier."""
    return _dated(name, label, lambda day: Q(**{f"{field}__lte": day}), hidden)


def custom(
    name: str,
    label: str,
    field: Callable[[], forms.Field],
    apply: Callable[[QuerySet, Any], QuerySet],
    *,
    words: Callable[[Any], str] = str,
    hidden: bool = False,
) -> Criterion:
    """Any form field, and what its value does to the rows."""

    def make() -> django_filters.Filter:
        made = field()
        found = _Custom(method=lambda queryset, _name, value: apply(queryset, value) if value not in (None, "", []) else queryset)
        found.made = made
        made.label, made.required = label, False
        return found

    return Criterion(name, label, make, words, hidden)


def within(queryset: QuerySet, condition: Q) -> QuerySet:
    """Rows that meet `condition`, each once, however many joined rows meet it."""
    return queryset.filter(pk__in=queryset.model._base_manager.filter(condition).values("pk"))


def filter_set(criteria: Iterable[Criterion]) -> type[django_filters.FilterSet]:
    """The django-filter class of a list."""
    filters = {criterion.name: criterion.make() for criterion in criteria}
    return type("Criteria", (django_filters.FilterSet,), filters)


class _Several(django_filters.MultipleChoiceFilter):
    """Several values of a fixed list; an unknown one is refused, an empty choice filters nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(*args, **kwargs)
        self.always_filter = False


class _SeveralRows(django_filters.ModelMultipleChoiceFilter):
    """Several rows of a model."""


class _Custom(django_filters.Filter):
    """A filter whose form field is given ready-made."""

    made: forms.Field

    @property
    def field(self) -> forms.Field:
        return self.made


def _among(queryset: QuerySet, field: str, found: Any) -> QuerySet:
    keys = [row.pk for row in found]
    return within(queryset, Q(**{f"{field}__in": keys})) if keys else queryset


def _dated(name: str, label: str, condition: Callable[[date], Q], hidden: bool) -> Criterion:
    def make() -> django_filters.Filter:
        return django_filters.DateFilter(
            label=label, widget=DateInput, method=lambda queryset, _name, day: queryset.filter(condition(day)) if day else queryset
        )

    return Criterion(name, label, make, short_date, hidden)
