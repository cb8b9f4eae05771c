"""Tabs of an object's pages (a day, a collective): features register theirs, so that none knows the others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class ObjectTab:
    """One tab: a real address, shown to whom `allowed(user)` says (everybody who reaches the page without it)."""

    order: int
    label: str
    url_name: str
    allowed: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class ShownTab:
    """A tab as the page draws it. `current` is "page" on its own address, "true" on an address below it, else empty."""

    label: str
    address: str
    current: str


_tabs: dict[str, dict[str, ObjectTab]] = {}


def register_tab(kind: str, order: int, label: str, url_name: str, allowed: Callable[[Any], bool] | None = None) -> None:
    """Add a tab to the pages of a kind of object; saying it twice does no harm."""
    _tabs.setdefault(kind, {})[url_name] = ObjectTab(order, label, url_name, allowed)


def tabs_of(kind: str, request: HttpRequest, **address: Any) -> list[ShownTab]:
    """The tabs of an object, in order; the one of the page, or the closest above it, is the current one."""
    shown: list[tuple[str, str]] = []
    for tab in sorted(_tabs.get(kind, {}).values(), key=lambda each: each.order):
        if tab.allowed is not None and not tab.allowed(request.user):
            continue
        try:
            shown.append((tab.label, reverse(tab.url_name, kwargs=address)))
        except NoReverseMatch:  # its page does not exist yet: neither does the tab
            continue
    above = [address for _, address in shown if request.path.startswith(address)]
    nearest = max(above, key=len, default="")
    return [ShownTab(label, path, _current(path, nearest, request.path)) for label, path in shown]


def _current(path: str, nearest: str, here: str) -> str:
    if path != nearest:
        return ""
    return "page" if path == here else "true"
