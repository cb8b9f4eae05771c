"""Writing and withdrawing comments. Whoever calls has asked the object's feature whether this person may speak."""

import hashlib
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from contacts.comments.exceptions import NothingSaid, TooLong
from contacts.comments.models import Comment, Thread
from contacts.directory.models import Person
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.text.names import clean_text

LONGEST = 5000
KEY_LENGTH = Comment._meta.get_field("form_key").max_length or 0
TOPIC_LENGTH = Thread._meta.get_field("topic").max_length or 0


@transaction.atomic
def add_comment(*, obj: Any, text: str, by: Actor, person: Person | None = None, topic: str = "", form_key: str = "") -> Comment:
    """A comment on an object, by an account or, with `person`, by the holder of a link.

    A form posted twice (`form_key`) makes one comment; posted again with other words, it makes another: nothing is lost.
    """
    text = clean_text(text)
    if not text:
        raise NothingSaid
    if len(text) > LONGEST:
        raise TooLong(LONGEST)
    thread, _ = Thread.objects.get_or_create(about_type=ContentType.objects.get_for_model(obj), about_id=obj.public_id, topic=topic[:TOPIC_LENGTH])
    thread = get_for_update(Thread.objects.all(), pk=thread.pk)
    key, existing = _of_form(thread, form_key, text)
    if existing is not None:
        return existing
    comment = Comment.objects.create(thread=thread, text=text, author_kind=by.kind, author_id=by.id, person=person, form_key=key)
    record(by=by, verb="comment.added", on=obj, comment=str(comment.public_id))
    return comment


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: Actor) -> Comment:
    """Take it back: the page says that one was withdrawn; it can be put again."""
    return _set_withdrawn(comment, True, by)


@transaction.atomic
def restore_comment(*, comment: Comment, by: Actor) -> Comment:
    """Put a withdrawn comment again."""
    return _set_withdrawn(comment, False, by)


def object_of(comment: Comment) -> Any:
    """What it speaks of; None when it is gone."""
    model = comment.thread.about_type.model_class()
    return model._base_manager.filter(public_id=comment.thread.about_id).first() if model else None


def _set_withdrawn(comment: Comment, withdrawn: bool, by: Actor) -> Comment:
    comment = get_for_update(Comment.objects.select_related("thread__about_type"), pk=comment.pk)
    if comment.is_standing == withdrawn:
        comment.withdrawn_at = timezone.now() if withdrawn else None
        comment.save(update_fields=["withdrawn_at", "updated_at"])
        verb = "comment.withdrawn" if withdrawn else "comment.restored"
        record(by=by, verb=verb, on=object_of(comment) or comment, comment=str(comment.public_id))
    return comment


def _of_form(thread: Thread, form_key: str, text: str) -> tuple[str, Comment | None]:
    """The key under which these words are kept, and the comment that a first posting already made of them."""
    key = form_key[:KEY_LENGTH]
    if not key:
        return "", None
    found = Comment.objects.filter(thread=thread, form_key=key).first()
    if found is None or found.text == text:
        return key, found
    other = hashlib.sha256(f"{key}\n{text}".encode()).hexdigest()[:KEY_LENGTH]
    return other, Comment.objects.filter(thread=thread, form_key=other).first()
