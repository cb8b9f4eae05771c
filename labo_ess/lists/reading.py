"""What an address asks of a list: nothing in it is passed over in silence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, F, Model, QuerySet
from django.http import QueryDict

from labo_ess.db import matching
from labo_ess.lists.columns import Column, Tab
from labo_ess.lists.criteria import filter_set
from labo_ess.text.typography import typo_fr

if TYPE_CHECKING:
    from labo_ess.lists.page import ListPage

OWN = frozenset({"q", "etat", "tri", "page", "format", "selection"})
"""Parameters that every list reads."""
LONGEST_SEARCH = 200
Dress = Callable[[QuerySet], QuerySet]


@dataclass(frozen=True)
class Chip:
    """A criterion in use, and the address without it."""

    words: str
    without: str


class Reading:
    """The rows that an address asks for. `refused` holds a sentence for each thing in it that means nothing.

    `dress` adds what rows need to be shown (what comes with them, what is computed for each): counts do without.
    """

    def __init__(
        self, page: "ListPage", data: QueryDict, queryset: QuerySet, extra: frozenset[str] = frozenset(), dress: Dress | None = None
    ) -> None:
        self.page = page
        self.data = data
        self.queryset = queryset
        self.dress = dress
        self.refused: list[str] = []
        self.criteria = page.all_criteria()
        known = OWN | page.extra | extra | {criterion.name for criterion in self.criteria}
        for name in data:
            if name not in known:
                self.refuse(f"Ce filtre n’existe pas : {name[:60]}.")
        self.filters = filter_set(self.criteria)(_filled(data), queryset=queryset)
        self.q = data.get("q", "").replace("\0", "").strip()
        if len(self.q) > LONGEST_SEARCH:
            self.refuse(f"La recherche est trop longue : {LONGEST_SEARCH} caractères au plus.")
            self.q = self.q[:LONGEST_SEARCH]
        self.tab = self._tab()
        self.column, self.descending = self._order()
        self.number = self._number()
        for name, errors in self.filters.form.errors.items():
            self.refuse(f"{self.filters.form[name].label} : {' '.join(errors)}")

    def refuse(self, sentence: str) -> None:
        """Note something that the address asks and that means nothing."""
        self.refused.append(typo_fr(sentence))

    def _tab(self) -> Tab | None:
        if not self.page.tabs:
            if self.data.get("etat"):
                self.refuse("Cette liste n’a pas d’états.")
            return None
        code = self.data.get("etat", "")
        found = next((tab for tab in self.page.tabs if tab.code == code), None)
        if found is None and code:
            self.refuse(f"Cet état n’existe pas : {code[:60]}.")
        return found or self.page.tabs[0]

    def _order(self) -> tuple[Column | None, bool]:
        asked = self.data.get("tri", "")
        found = next((column for column in self.page.all_columns() if column.orders and column.key == asked.removeprefix("-")), None)
        if asked and found is None:
            self.refuse(f"Cette liste ne se trie pas par « {asked[:60]} ».")
        return found, asked.startswith("-")

    def _number(self) -> int:
        asked = self.data.get("page", "")
        if asked and not (asked.isascii() and asked.isdigit() and int(asked[:9]) > 0 and len(asked) < 9):
            self.refuse(f"Cette page n’existe pas : {asked[:20]}.")
            return 1
        return int(asked or 1)

    @cached_property
    def found(self) -> QuerySet:
        """Rows of the search and the criteria, whatever their state."""
        if self.refused:
            return self.queryset.none()
        rows = self.filters.qs
        if self.q and self.page.search:
            rows = self.page.search(rows, self.q) if callable(self.page.search) else matching(rows, self.q, self.page.search)
        return rows

    def rows(self) -> QuerySet:
        """Rows of the page, in order; the key comes last, so that no two pages share a row."""
        rows = self.found if self.tab is None or self.tab.condition is None else self.found.filter(self.tab.condition)
        if self.dress is not None:
            rows = self.dress(rows)
        orders = self.column.orders if self.column else (self.page.order,) if isinstance(self.page.order, str) else self.page.order
        return rows.order_by(*[_ordering(rows.model, name, self.descending) for name in orders], "pk")

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows each tab holds: one query for all."""
        if not self.page.tabs:
            return {}
        states = _states(self.page.tabs)
        if states is not None and self.found.query.group_by is None:  # rows that count something of theirs are joined with it
            column, wanted = states
            n = Count("pk", distinct=self.found.query.distinct)
            by_state = dict(self.found.order_by().values_list(column).annotate(n=n))
            return {code: sum(n for state, n in by_state.items() if values is None or state in values) for code, values in wanted.items()}
        counted = {f"tab_{place}": Count("pk", filter=tab.condition) for place, tab in enumerate(self.page.tabs)}
        answers = self.found.order_by().aggregate(**counted)
        return {tab.code: answers[f"tab_{place}"] or 0 for place, tab in enumerate(self.page.tabs)}

    @cached_property
    def count(self) -> int:
        """How many rows the page lists in all."""
        return self.found.order_by().count() if self.tab is None else self.counts[self.tab.code]

    def address(self, **changes: Any) -> str:
        """This address with other values; None takes a parameter away. The page number never survives a change."""
        data = self.data.copy()
        for name in ("page", "format", "selection"):
            data.pop(name, None)
        for name, value in changes.items():
            data.pop(name, None)
            if value not in (None, ""):
                data[name] = value
        for name in list(data):
            data.setlist(name, [value for value in data.getlist(name) if value != ""])
        return f"?{data.urlencode()}"

    @cached_property
    def chips(self) -> list[Chip]:
        """The criteria in use, in words."""
        if self.filters.form.errors:
            return []
        chips = []
        for criterion in self.criteria:
            value = self.filters.form.cleaned_data.get(criterion.name)
            if value not in (None, "", []) and self.data.getlist(criterion.name) not in ([], [""]):
                chips.append(Chip(typo_fr(f"{criterion.label} : {criterion.words(value)}"), self.address(**{criterion.name: None})))
        return chips


def _filled(data: QueryDict) -> QueryDict:
    """The address without its empty fields, as a form without JavaScript sends them."""
    filled = data.copy()
    for name in list(filled):
        values = [value for value in filled.getlist(name) if value != ""]
        filled.setlist(name, values)
        if not values:
            del filled[name]
    return filled


def _ordering(model: type[Model], name: str, descending: bool) -> Any:
    """The same order on both engines: rows without a value come last. Plain where a value is certain, so that an index serves."""
    down = descending != name.startswith("-")
    name = name.removeprefix("-")
    if _always_there(model, name):
        return f"-{name}" if down else name
    return F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)


def _always_there(model: type[Model], name: str) -> bool:
    found: Any = model
    for part in name.split("__"):
        try:
            field = found._meta.pk if part == "pk" else found._meta.get_field(part)
        except FieldDoesNotExist:
            return False  # an annotation, or a transform: it may be empty
        if getattr(field, "null", True):
            return False
        found = field.related_model if field.is_relation else found
    return True


def _states(tabs: Sequence[Tab]) -> tuple[str, dict[str, Sequence[str] | None]] | None:
    """The one column whose values all tabs name, and those of each (None: all): counted by value, the rows cost half as much."""
    columns: set[str] = set()
    wanted: dict[str, Sequence[str] | None] = {}
    for tab in tabs:
        wanted[tab.code] = None
        if tab.condition is not None:
            named, *others = tab.condition.children
            if others or tab.condition.negated or not isinstance(named, tuple):
                return None
            column, among, rest = named[0].partition("__in")
            values = named[1] if among else (named[1],)
            if rest or "__" in column or not all(isinstance(value, str) for value in values):
                return None
            columns.add(column)
            wanted[tab.code] = values
    return (columns.pop(), wanted) if len(columns) == 1 else None
