"""Who acts: a signed-in user, the holder of a secret link, or a part of the house on its own."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

USER, LINK, SYSTEM = "user", "link", "system"


@dataclass(frozen=True)
class Actor:
    """The `by=` of every service: a kind and an id, never a name."""

    kind: str
    id: str

    @classmethod
    def user(cls, user: Any) -> "Actor":
        """A signed-in person."""
        return cls(USER, str(user.public_id))

    @classmethod
    def link(cls, link: Any) -> "Actor":
        """The holder of a secret link."""
        return cls(LINK, str(link.public_id))

    @classmethod
    def system(cls, part: str) -> "Actor":
        """A part of the house that acts by itself: "clock", "outbox", "demo"…"""
        return cls(SYSTEM, part)

    @classmethod
    def of(cls, request: HttpRequest) -> "Actor":
        """Whoever sends this request: the signed-in user, or the link by which they came.

        On the address of a link the link acts, even when the browser also holds a session.
        """
        link = getattr(request, "secret_link", None)
        if link is not None:
            return cls.link(link)
        if request.user.is_authenticated:
            return cls.user(request.user)
        raise PermissionError("nobody acts in this request")
