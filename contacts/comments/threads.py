"""A thread as a page shows it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from contacts.comments.models import Comment
from contacts.comments.registry import key_of
from labo_ess.accounts.roles import is_team
from labo_ess.audit.actors import LINK, USER, Actor
from labo_ess.audit.names import actor_names

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone

WITHDRAWN = "Commentaire retiré par son auteur·rice."


@dataclass(frozen=True)
class Line:
    """A comment: who said it, when, what; `mine` when the reader may withdraw it."""

    public_id: UUID
    at: datetime
    who: str
    text: str
    withdrawn: bool = False
    mine: bool = False


@dataclass
class Shown:
    """The thread of an object on one topic; `address` takes a POST of `text`, `topic`, `form_key` and `next`."""

    address: str
    topic: str = ""
    lines: list[Line] = field(default_factory=list)
    form_key: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def count(self) -> int:
        """Comments that stand."""
        return sum(not line.withdrawn for line in self.lines)


def thread_of(obj: models.Model, topic: str = "", *, user: "Anyone | None" = None, by: Actor | None = None) -> Shown:
    """The comments of an object, oldest first. With the reader (`user`, or `by` for the holder of a link), it says which are theirs."""
    return threads_of(obj, [topic], user=user, by=by)[topic]


def threads_of(obj: models.Model, topics: Iterable[str] = (), *, user: "Anyone | None" = None, by: Actor | None = None) -> dict[str, Shown]:
    """Every thread of an object by topic, in as many queries as one; the `topics` asked are there even when nobody spoke."""
    address = reverse("contacts:comments:thread", args=[key_of(obj), obj.public_id])  # type: ignore[attr-defined]
    shown = {topic: Shown(address, topic) for topic in topics}
    content_type = ContentType.objects.get_for_model(obj)
    comments = list(
        Comment.objects.filter(thread__about_type=content_type, thread__about_id=obj.public_id)  # type: ignore[attr-defined]
        .select_related("thread", "person")
        .order_by("created_at", "pk")
    )
    names = _names(comments)
    for comment in comments:
        topic = comment.thread.topic
        shown.setdefault(topic, Shown(address, topic)).lines.append(_line(comment, names, user, by))
    return shown


def _line(comment: Comment, names: dict[tuple[str, str], str], user: "Anyone | None", by: Actor | None) -> Line:
    who = comment.person.name if comment.person else names[(comment.author_kind, comment.author_id)]
    standing = comment.is_standing
    mine = standing and (is_theirs(comment, user=user, by=by) or (user is not None and is_team(user)))
    return Line(comment.public_id, comment.created_at, who, comment.text if standing else WITHDRAWN, not standing, mine)


def is_theirs(comment: Comment, *, user: "Anyone | None" = None, by: Actor | None = None) -> bool:
    """Written by this account, or through this link."""
    if user is not None and user.is_authenticated:
        return (comment.author_kind, comment.author_id) == (USER, str(user.public_id))
    return by is not None and by.kind in (LINK, USER) and (comment.author_kind, comment.author_id) == (by.kind, by.id)


def _names(comments: Iterable[Comment]) -> dict[tuple[str, str], str]:
    """Names of authors, one query a kind; a person known by the row itself needs none."""
    authors: list[Any] = [SimpleNamespace(actor_kind=each.author_kind, actor_id=each.author_id) for each in comments if each.person is None]
    return actor_names(authors)
