"""What every template of a person's page knows: the shell, and the look that the person chose."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from labo_ess.ui import navigation

THEMES = ("light", "dark")
ROWS = ("compact",)


class Shell:
    """The frame around a page. Everything is computed when asked: a guest's page asks for nothing and costs no query."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.theme = request.COOKIES.get("theme", "") if request.COOKIES.get("theme") in THEMES else ""
        self.rows = request.COOKIES.get("rows", "") if request.COOKIES.get("rows") in ROWS else ""
        self.contact = settings.REPLY_TO
        self.data_contact = settings.DATA_CONTACT

    @cached_property
    def user(self) -> Any:
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def entries(self) -> list[navigation.Item]:
        return navigation.main_items(self.user, self._request.path) if self.user else []

    @property
    def first(self) -> list[navigation.Item]:
        """The four entries of the phone's bottom bar."""
        return self.entries[:4]

    @property
    def rest(self) -> list[navigation.Item]:
        """What « Plus » holds."""
        return self.entries[4:]

    @cached_property
    def views(self) -> list[navigation.Item]:
        return navigation.view_items(self.user) if self.user else []

    @cached_property
    def account(self) -> list[navigation.Item]:
        return navigation.account_items(self.user) if self.user else []

    @cached_property
    def help(self) -> str:
        """Where the guide explains this page."""
        match = self._request.resolver_match
        return navigation.help_address(match.view_name) if self.user and match else ""

    @cached_property
    def search(self) -> navigation.Item | None:
        return navigation.search_item(self.user) if self.user else None

    @property
    def home(self) -> str:
        """Where the brand leads."""
        return self.entries[0].address if self.entries else "/"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` in every template rendered with a request."""
    return {"shell": Shell(request)}
