"""What the shell offers: each app says its own entries in `ready()`, so that an entry appears with its first real page.

from labo_ess.ui import navigation
navigation.entry(20, "Journées", "calendar-days", "events:days:list", can_read_house)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse

Allowed = Callable[[Any], bool]


@lru_cache(maxsize=256)
def _address(url_name: str) -> str:
    """The addresses of a menu are those of the house: found once."""
    return reverse(url_name)


def signed_in(user: Any) -> bool:
    """Anybody with an account."""
    return bool(user.is_authenticated)


@dataclass(frozen=True)
class Entry:
    """One line of a menu; `prefixes` are other beginnings of addresses under which the entry is the current one."""

    order: int
    label: str
    icon: str
    url_name: str
    allowed: Allowed = signed_in
    prefixes: tuple[str, ...] = ()

    def address(self) -> str:
        """Where it leads; empty while its page is not there."""
        try:
            return _address(self.url_name)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class Item:
    """An entry as one person sees it on one page."""

    label: str
    icon: str
    address: str
    current: bool = False


_main: dict[str, Entry] = {}
_account: dict[str, Entry] = {}
_search: list[Entry] = []
_views: list[Callable[[Any], Iterable[Item]]] = []
_help: list[Callable[[str], str]] = []


def entry(order: int, label: str, icon: str, url_name: str, allowed: Allowed = signed_in, *, prefixes: tuple[str, ...] = ()) -> None:
    """A line of the side bar. Orders: 10 Aujourd’hui, 20 Journées, 30 Collectifs, 40 Répertoire, 50 Synthèses, … 80 Aide."""
    _main[url_name] = Entry(order, label, icon, url_name, allowed, prefixes)


def account_entry(order: int, label: str, icon: str, url_name: str, allowed: Allowed = signed_in) -> None:
    """A line of the menu under the initials, at the top right."""
    _account[url_name] = Entry(order, label, icon, url_name, allowed)


def quick_search(label: str, url_name: str, allowed: Allowed = signed_in, *, order: int = 50) -> None:
    """Where the search box of the top bar leads (with `?q=`); the lowest order that the person may use wins."""
    _search.append(Entry(order, label, "search", url_name, allowed))
    _search.sort(key=lambda search: search.order)


def personal_views(source: Callable[[Any], Iterable[Item]]) -> None:
    """A source of lines for « Mes vues »: a function of the user."""
    if source not in _views:
        _views.append(source)


def help_source(source: Callable[[str], str]) -> None:
    """Who knows where a page is explained: a function of the name of its address."""
    if source not in _help:
        _help.append(source)


def help_address(view_name: str) -> str:
    """Where a page is explained; empty when nowhere."""
    return next((found for found in (source(view_name) for source in _help) if found), "")


def main_items(user: Any, path: str) -> list[Item]:
    """The side bar of `user`, the current entry marked."""
    shown = [(line, line.address()) for line in sorted(_main.values(), key=lambda line: line.order) if line.allowed(user)]
    shown = [(line, address) for line, address in shown if address]
    beginnings = {start: address for line, address in shown for start in (address, *line.prefixes)}
    # The longest beginning wins: /bureau/ is also the beginning of every other page.
    held = max((start for start in beginnings if path.startswith(start)), key=len, default="")
    if held == "/bureau/" and path != held:
        held = ""
    return [Item(line.label, line.icon, address, bool(held) and beginnings[held] == address) for line, address in shown]


def account_items(user: Any) -> list[Item]:
    """The account menu of `user`."""
    lines = sorted((line for line in _account.values() if line.allowed(user)), key=lambda line: line.order)
    return [Item(line.label, line.icon, line.address()) for line in lines if line.address()]


def search_item(user: Any) -> Item | None:
    """The search box of `user`, if any page answers it."""
    for line in _search:
        if line.allowed(user) and line.address():
            return Item(line.label, line.icon, line.address())
    return None


def view_items(user: Any) -> list[Item]:
    """« Mes vues » of `user`."""
    return [item for source in _views for item in source(user)]
