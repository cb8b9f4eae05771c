"""Tags and filters that every template knows without loading them."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from crispy_forms.templatetags.crispy_forms_tags import do_uni_form
from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from labo_ess.text import dates
from labo_ess.text.markdown import render_markdown
from labo_ess.text.typography import number as number_fr
from labo_ess.text.typography import of_name, typo_fr, typo_html
from labo_ess.text.typography import plural as plural_fr
from labo_ess.ui.fields import describe, summary
from labo_ess.ui.tabs import tabs_of

register = template.Library()
register.tag("crispy", do_uni_form)

TONES = ("ok", "wait", "bad", "info", "accent", "")


# --- Text ----------------------------------------------------------------------------------------------------------


@register.filter
def typo(value: Any) -> str:
    """French typography; markup is left whole."""
    if isinstance(value, SafeString):
        return mark_safe(typo_html(value))
    return typo_fr("" if value is None else str(value))


@register.filter(name="typo_html")
def typo_html_filter(value: Any) -> SafeString:
    """The same, with 1<sup>er</sup>: for text between tags, never in an attribute or a title."""
    text = value if isinstance(value, SafeString) else format_html("{}", "" if value is None else value)
    return mark_safe(typo_html(text))


@register.filter
def markdown(value: str | None) -> SafeString:
    """Safe HTML of a text in Markdown."""
    return mark_safe(render_markdown(value or ""))


@register.filter
def de(name: str | None) -> str:
    """{{ person.name|de }}: « de Siméon », « d’Aïssata »."""
    return typo_fr(of_name(name or ""))


@register.filter
def number(value: int | None) -> str:
    """A count with its narrow spaces."""
    return "" if value is None else number_fr(value)


@register.simple_tag
def plural(count: int, singular: str, many: str) -> str:
    """{% plural n "place restante" "places restantes" %}"""
    return plural_fr(count, singular, many)


def _dated(function: Callable[..., str]) -> Callable[[Any], str]:
    def shown(value: date | datetime | time | None) -> str:
        return "" if value in (None, "") else function(value)

    shown.__name__ = function.__name__
    return shown


for _function in (dates.long_date, dates.medium_date, dates.short_date, dates.short_month, dates.time_fr, dates.moment, dates.countdown):
    register.filter(_function.__name__, _dated(_function))


@register.simple_tag
def time_range(start: time | datetime, end: time | datetime) -> str:
    """{% time_range session.start session.end %}: 9 h 30 – 11 h"""
    return dates.time_range(start, end)


@register.filter
def initials(name: str | None) -> str:
    """Two letters for an avatar."""
    return "".join(word[0] for word in (name or "").split()[:2]).upper() or "?"


@register.simple_tag
def contact_address() -> str:
    """The address at which people reach us; for stored pages, which know no shell."""
    return str(settings.REPLY_TO)


@register.simple_tag
def data_address() -> str:
    """Who answers about personal data."""
    return str(settings.DATA_CONTACT)


# --- Small parts ---------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """{% icon "mail" %}: always beside a word."""
    return _icon(name, css_class)


@lru_cache(maxsize=512)
def _icon(name: str, css_class: str) -> SafeString:
    """Kept as long as the process: the address of the sprite changes with a new version only."""
    address = f"{static('img/icons.svg')}#{name}"
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}"/></svg>', f" {css_class}" if css_class else "", address)


@register.simple_tag
def status(tone: str, words: Any) -> SafeString:
    """{% status "ok" "Inscrit·e" %}: a dot and a word; ok, wait, bad, info, accent, or "" when nothing is expected."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"{tone!r} is not a tone: {', '.join(TONES)}")
    return format_html('<span class="status{}">{}</span>', f" status-{tone}" if tone else "", typo(words))


@register.filter
def undo_address(message: Any) -> str:
    """Where « Annuler » of a message posts; empty for an ordinary message (`ui.pages.undo_toast`)."""
    tags = message.extra_tags or ""
    return tags.removeprefix("undo:") if tags.startswith("undo:") else ""


@register.simple_tag
def progress_bar(done: int, total: int | None, label: str, hint: str = "", *, wanted: bool = False) -> str:
    """A count out of a total as a bar with its words; without a total only the count is said.

    A full bar warns, as places do; `wanted=True` where full is what one hopes for.
    """
    context = {"done": done, "total": total, "label": label, "hint": hint, "full": not wanted and bool(total) and done >= (total or 0)}
    return render_to_string("components/progress_bar.html", context)


@register.simple_tag(takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> str:
    """« 1 à 50 sur 104 » and the links to the other pages; the rest of the address is kept."""
    request = context.get("request")
    query: QueryDict = request.GET.copy() if request else QueryDict(mutable=True)
    query.pop("page", None)
    numbers: list[int | None] = []
    for found in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        numbers.append(found if isinstance(found, int) else None)
    return render_to_string("components/pager.html", {"page": page, "numbers": numbers, "query": query.urlencode()})


# --- Forms ---------------------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: Any, label: str = "", help_text: str = "", hide_label: bool = False, mark_optional: bool = True) -> str:
    """A field of a form with its label, help and error."""
    return describe(bound, label=label, help_text=help_text, hide_label=hide_label, mark_optional=mark_optional)


@register.simple_tag
def error_summary(*forms: Any) -> str:
    """What is refused in these forms, each point a link to its field; nothing when all is well."""
    return summary(*forms)


# --- Tabs of an object ---------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def object_tabs(context: template.Context, kind: str, label: str = "", **address: Any) -> str:
    """{% object_tabs "day" slug=day.slug label=day.title %}: the tabs that features registered for this kind of object."""
    request = context.get("request")
    tabs = tabs_of(kind, request, **address) if request else []
    return render_to_string("components/tabs.html", {"tabs": tabs, "label": label or "Onglets"})


@register.simple_tag
def qr(address: str, label: str) -> SafeString:
    """{% qr link_address "Code à scanner …" %}: an inline SVG, dark on light in both themes, so that any phone reads it."""
    import segno  # only pages that hand out a link draw one

    code = segno.make(address, micro=False, error="m")
    drawing = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix_iter(border=2)) for x, dark in enumerate(row) if dark)
    side = code.symbol_size(border=2)[0]
    return format_html(
        '<svg class="qr-code" role="img" aria-label="{}" viewBox="0 0 {} {}">'
        '<rect class="qr-light" width="100%" height="100%"/><path class="qr-dark" d="{}"/></svg>',
        label,
        side,
        side,
        drawing,
    )
