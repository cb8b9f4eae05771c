"""Every list page: search, tabs, criteria, order, pages, selection and export, all of it in the address.

    REGISTRATIONS = ListPage(
        name="registrations", plural="inscriptions", search="person__search_text", order="-created_at",
        columns=[Column("name", "Nom", value="person.name", sort="person__sort_text", link=lambda r: r.get_absolute_url())],
        tabs=[Tab("", "Toutes"), Tab("attente", "Liste d’attente", Q(state="waiting"))],
        criteria=[criteria.yes_no("accepte", "Photos acceptées", Q(photos=True))],
        bulk=[BulkAction("mail", "Écrire", "events:registration:write", "mail")],
    )
    return REGISTRATIONS.respond(request, queryset, template="events/registration/list.html", can_export=can_export(user))

The template extends `lists/page.html`, or includes `lists/list.html` where it stands in another page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header

from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.lists import additions
from labo_ess.lists import criteria as criteria_module
from labo_ess.lists.columns import BulkAction, Cell, Column, Empty, Tab
from labo_ess.lists.criteria import Criterion
from labo_ess.lists.export import csv_bytes, xlsx_bytes
from labo_ess.lists.reading import Dress, Reading
from labo_ess.lists.view import ListView
from labo_ess.text.slugs import slugify_fr
from labo_ess.ui.pages import wants_fragment
from labo_ess.ui.status import Status

__all__ = ["BulkAction", "Cell", "Column", "Criterion", "Empty", "ListPage", "Status", "Tab"]

FORMATS = {"xlsx": "Excel (.xlsx)", "csv": "CSV pour Excel", "csv-ouvert": "CSV ouvert (UTF-8, virgules)"}
_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
EXPORT_CHUNK = 2000

LISTS: dict[str, "ListPage"] = {}
"""Every list of the house, by name."""


@dataclass
class ListPage:
    """The declaration of a list. `search`: the column of folded text, or a function (queryset, text) → queryset.

    `key` is the attribute that stands for a row in a selection; `row_actions` the template of the last cell, which gets `object`;
    `extra` are parameters of the address that the page reads by itself.
    """

    name: str
    plural: str
    columns: Sequence[Column]
    singular: str = ""
    tabs: Sequence[Tab] = ()
    criteria: Sequence[Criterion] = ()
    search: str | Callable[[QuerySet, str], QuerySet] = ""
    placeholder: str = "Chercher…"
    order: str | tuple[str, ...] = "pk"
    filename: str = ""
    bulk: Sequence[BulkAction] = ()
    empty: Empty | None = None
    per_page: int = 50
    key: str = "public_id"
    row_actions: str = ""
    extra: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        self.singular = self.singular or self.plural.removesuffix("s")
        LISTS[self.name] = self

    def all_columns(self) -> list[Column]:
        """Its own columns, then those that upper apps added."""
        return [*self.columns, *additions.columns(self.name)]

    def all_criteria(self) -> list[Criterion]:
        """Its own criteria, then those that upper apps added."""
        return [*self.criteria, *criteria_module.added(self.name)]

    def actions_for(self, user: Any) -> list[BulkAction]:
        """What `user` may do with a selection."""
        return [action for action in (*self.bulk, *additions.actions(self.name)) if action.allowed is None or action.allowed(user)]

    def read(self, data: QueryDict, queryset: QuerySet) -> Reading:
        """What an address asks of these rows; serves saved views and segments as well as pages."""
        return Reading(self, data, queryset)

    def selected(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The rows that a bulk form posted: those ticked, or every row of the address in `filtre` when it says `tout`."""
        if request.POST.get("tout"):
            reading = self.read(QueryDict(request.POST.get("filtre", "")), queryset)
            return queryset.none() if reading.refused else reading.rows()
        return queryset.filter(**{f"{self.key}__in": _keys(queryset, self.key, request.POST.getlist("id"))})

    def respond(
        self,
        request: HttpRequest,
        queryset: QuerySet,
        *,
        template: str = "lists/page.html",
        context: dict[str, Any] | None = None,
        can_export: bool = False,
        empty: Empty | None = None,
        extra: Sequence[str] = (),
        dress: Dress | None = None,
    ) -> HttpResponse:
        """The page, its `#results` when htmx asks, or the file when `format` says so. An address not understood answers 400.

        `dress(queryset)` adds what the rows need to be shown and the counts do not: joins, prefetches, a rank.
        """
        reading = Reading(self, request.GET, queryset, extra=frozenset(extra), dress=dress)
        asked = request.GET.get("format", "")
        if asked and not can_export:
            raise PermissionDenied("Votre compte ne permet pas d’exporter cette liste.")
        if asked and asked not in FORMATS:
            reading.refuse(f"Ce format n’existe pas : {asked}.")
        if asked and not reading.refused:
            return self._file(request, asked, reading)
        shown = ListView(self, reading, request, can_export=can_export, empty=empty or self.empty)
        chosen = _template(request, template)
        response = HttpResponse(chosen.render({**(context or {}), "list": shown}, request), status=400 if reading.refused else 200)
        patch_vary_headers(response, ("HX-Request",))
        return response

    def _file(self, request: HttpRequest, asked: str, reading: Reading) -> HttpResponse:
        """The file, and a line of the journal: who took which list out of the house; what was searched may be a name, and is not kept."""
        columns = [column for column in self.all_columns() if column.exported]
        taken = count()
        rows = (row for row in reading.rows().iterator(chunk_size=EXPORT_CHUNK) if next(taken) >= 0)
        data = xlsx_bytes(columns, rows, self.plural.capitalize()) if asked == "xlsx" else csv_bytes(columns, rows, asked == "csv-ouvert")
        record(by=Actor.of(request), verb="list.exported", list=self.name, rows=next(taken), format=asked)
        ending = "xlsx" if asked == "xlsx" else "csv"
        name = f"{slugify_fr(self.filename or self.plural)}-{timezone.localdate():%Y-%m-%d}.{ending}"
        response = HttpResponse(data, content_type=_TYPES[ending])
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
        response["Cache-Control"] = "no-store, private"
        return response


def _template(request: HttpRequest, template: str) -> Any:
    if not wants_fragment(request):
        return get_template(template)
    try:
        return get_template(f"{template}#results")
    except TemplateDoesNotExist:
        return get_template("lists/results.html")


def _keys(queryset: QuerySet, key: str, given: list[str]) -> list[Any]:
    """The given keys that can be one: what a hand-made form adds is passed over."""
    if key != "public_id":
        return given
    found = []
    for text in given:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
