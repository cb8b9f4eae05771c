"""A list as its templates show it."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from labo_ess.lists import drawing
from labo_ess.lists.columns import BulkAction, Column, Empty
from labo_ess.lists.reading import Chip, Reading
from labo_ess.text.typography import plural
from labo_ess.ui.pages import wants_fragment

if TYPE_CHECKING:
    from labo_ess.lists.page import ListPage


@dataclass(frozen=True)
class ShownTab:
    """A state, its count, its address."""

    label: str
    count: int
    address: str
    current: bool


@dataclass(frozen=True)
class Head:
    """The head of a column and the address that sorts by it."""

    label: str
    address: str
    direction: str


@dataclass(frozen=True)
class ShownRow:
    """A row: the object, and what is drawn of it."""

    object: Any
    drawn: SafeString


@dataclass(frozen=True)
class ShownAction:
    """A button over the selection."""

    action: BulkAction
    address: str


class _Counted(Paginator):
    """A paginator that is told the count."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count  # type: ignore[misc]


class ListView:
    """What `lists/*.html` read. Every query is made here, and their number does not depend on the rows."""

    def __init__(self, page: "ListPage", reading: Reading, request: HttpRequest, *, can_export: bool, empty: Empty | None) -> None:
        self.declared = page
        self.reading = reading
        self.request = request
        self.can_export = can_export
        self.empty = empty
        self.columns = [column for column in page.all_columns() if column.shown]
        self.fragment = wants_fragment(request)
        self.refused = reading.refused
        self.count = reading.count
        self.all_selected = bool(request.GET.get("selection")) and self.count > 0

    @property
    def path(self) -> str:
        return self.request.path

    @property
    def title(self) -> str:
        return self.declared.plural.capitalize()

    @property
    def sentence(self) -> str:
        """« 104 inscriptions »."""
        return plural(self.count, self.declared.singular, self.declared.plural)

    @cached_property
    def page(self) -> Page:
        return _Counted(self.reading.rows(), self.declared.per_page, self.count).get_page(self.reading.number)

    @cached_property
    def rows(self) -> list[ShownRow]:
        return [ShownRow(found, self._drawn(found)) for found in self.page.object_list]

    def _drawn(self, found: Any) -> SafeString:
        first, *others = [column.cell(found) for column in self.columns]
        said = drawing.cells(first, others)
        if not self.actions:
            return said
        key = str(getattr(found, self.declared.key, found.pk))
        return SafeString(drawing.tick(key, strip_tags(first.text), all_selected=self.all_selected) + said)

    @property
    def tabs(self) -> list[ShownTab]:
        return [
            ShownTab(tab.label, self.reading.counts[tab.code], self.reading.address(etat=tab.code), tab is self.reading.tab)
            for tab in self.declared.tabs
        ]

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> Head:
        if not column.orders:
            return Head(column.label, "", "")
        sorted_by = column is self.reading.column
        direction = ("descending" if self.reading.descending else "ascending") if sorted_by else ""
        return Head(column.label, self.reading.address(tri=f"-{column.key}" if direction == "ascending" else column.key), direction)

    @property
    def chips(self) -> list[Chip]:
        return self.reading.chips

    @cached_property
    def fields(self) -> list[BoundField]:
        """The panel of filters."""
        hidden = {criterion.name for criterion in self.reading.criteria if criterion.hidden}
        return [bound for bound in self.reading.filters.form if bound.name not in hidden]

    @property
    def panel_open(self) -> bool:
        """A refused value is shown where it was typed."""
        return any(bound.errors for bound in self.fields)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the search form must carry along: state, order, and criteria that have no field in it."""
        shown = {bound.name for bound in self.fields} | {"q", "page", "format", "selection"}
        return [(name, value) for name, values in self.request.GET.lists() if name not in shown for value in values if value]

    @property
    def q(self) -> str:
        return self.reading.q

    @property
    def searchable(self) -> bool:
        return bool(self.declared.search)

    @property
    def filtered(self) -> bool:
        """Whether something narrows the list."""
        tab = self.reading.tab
        return bool(self.reading.q or self.chips or (tab and tab.condition is not None and tab != self.declared.tabs[0]))

    @property
    def savable(self) -> bool:
        """Whether the address says something worth keeping."""
        return not self.refused and (self.filtered or self.reading.column is not None)

    @property
    def query(self) -> str:
        """The address of the list without its page, as a selection carries it."""
        return self.reading.address().removeprefix("?")

    @property
    def save_address(self) -> str:
        here = self.request.path + (f"?{self.query}" if self.query else "")
        return f"{reverse('lists:new_view')}?{urlencode({'adresse': here, 'liste': self.declared.name})}"

    @property
    def exports(self) -> list[tuple[str, str]]:
        from labo_ess.lists.page import FORMATS  # the page knows its view

        return [(label, self.reading.address(format=code)) for code, label in FORMATS.items()] if self.can_export and not self.refused else []

    @cached_property
    def actions(self) -> list[ShownAction]:
        return [ShownAction(action, self._address(action)) for action in self.declared.actions_for(self.request.user)]

    def _address(self, action: BulkAction) -> str:
        if callable(action.address):
            return action.address(self.request)
        here = self.request.resolver_match.kwargs if self.request.resolver_match else {}
        try:
            return reverse(action.address, kwargs=here)
        except NoReverseMatch:
            return reverse(action.address)

    @property
    def select_all(self) -> str:
        return self.reading.address(selection="toutes")

    @property
    def select_none(self) -> str:
        return self.reading.address()

    @property
    def caption(self) -> SafeString | str:
        order = f", par {self.reading.column.label.lower()}" if self.reading.column else ""
        return f"{self.title}{order}"
