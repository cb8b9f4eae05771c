"""Writing notes and taking extracts. Every act locks the note's row, so of two people who write at once none loses a word."""

import hashlib

from django.db import transaction
from django.utils import timezone

from collectives.groups.models import Collective
from collectives.notes.enums import ExtractKind, MayQuote
from collectives.notes.exceptions import ExtractWithdrawn, NothingWritten, NotInRevision
from collectives.notes.models import Extract, Note, NoteRevision
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.revisions.exceptions import StaleVersion
from labo_ess.text.names import clean_name, clean_text

BETWEEN = "\n\n"
"""What parts an extract from the words before it."""
SPEAKER_LENGTH = Extract._meta.get_field("speaker").max_length or 0
KEY_LENGTH = Extract._meta.get_field("client_key").max_length or 0


@transaction.atomic
def create_note(*, collective: Collective, title: str, by: Actor) -> Note:
    """A note still without a word."""
    note = Note.objects.create(collective=collective, title=clean_name(title)[:200])
    record(by=by, verb="note.created", on=note)
    return note


@transaction.atomic
def write_note(*, note: Note, text: str, seen_version: int, by: Actor) -> NoteRevision | None:
    """The whole text, as a new revision; `StaleVersion` when someone wrote since the page was shown.

    Extracts appended meanwhile are no conflict: they follow the text that is saved. None while nothing was ever written.
    """
    note = _locked(note)
    text = clean_text(text)
    last = note.last_revision
    if text == (last.text if last else ""):
        return last
    if note.lock_version != seen_version:
        appended = _only_appended_since(note, seen_version)
        if appended is None:
            raise StaleVersion(note)
        text = BETWEEN.join(part for part in (text, *appended) if part)
    revision = _revise(note, text, by)
    record(by=by, verb="note.written", on=note, revision=revision.number)
    return revision


@transaction.atomic
def append_extract(
    *,
    note: Note,
    kind: ExtractKind | str,
    text: str,
    by: Actor,
    speaker: str = "",
    may_quote: MayQuote | str = MayQuote.UNNAMED,
    client_key: str = "",
) -> Extract:
    """The words go at the end of the note, as a new revision, and the extract is anchored there.

    A form posted twice (`client_key`) makes one extract; posted again with other words, it makes another: nothing is lost.
    """
    text = clean_text(text)
    if not text:
        raise NothingWritten
    note = _locked(note)
    key, existing = _of_form(note, client_key, text)
    if existing is not None:
        return existing
    revision = _revise(note, BETWEEN.join(part for part in (note.text, text) if part), by)
    extract = Extract(note=note, kind=kind, text=text, speaker=clean_name(speaker)[:SPEAKER_LENGTH], may_quote=may_quote, client_key=key)
    _anchor(extract, revision)
    record(by=by, verb="extract.added", on=note, kind=str(kind), extract=str(extract.public_id))
    return extract


@transaction.atomic
def take_passage(
    *,
    revision: NoteRevision,
    text: str,
    kind: ExtractKind | str,
    by: Actor,
    speaker: str = "",
    may_quote: MayQuote | str = MayQuote.UNNAMED,
    client_key: str = "",
) -> Extract:
    """Words that stand in a revision become an extract, and the note does not change: exactly those words, or `NotInRevision`.

    A form posted twice (`client_key`) makes one extract.
    """
    text = clean_text(text)
    if not text:
        raise NothingWritten
    note = _locked(revision.note)
    key, existing = _of_form(note, client_key, text)
    if existing is not None:
        return existing
    extract = Extract(note=note, kind=kind, text=text, speaker=clean_name(speaker)[:SPEAKER_LENGTH], may_quote=may_quote, client_key=key)
    _anchor(extract, revision)
    record(by=by, verb="extract.added", on=note, kind=str(kind), extract=str(extract.public_id))
    return extract


@transaction.atomic
def correct_extract(
    *,
    extract: Extract,
    text: str,
    by: Actor,
    kind: str | None = None,
    speaker: str | None = None,
    may_quote: str | None = None,
    seen_version: int | None = None,
) -> Extract:
    """Other words, another kind, another answer to « peut-on citer ? ». Other words make a new revision, the old one stays."""
    text = clean_text(text)
    if not text:
        raise NothingWritten
    note = _locked(extract.note)
    extract = Extract.objects.select_related("revision", "note").get(pk=extract.pk)
    if not extract.is_standing:
        raise ExtractWithdrawn
    if seen_version is not None and seen_version != extract.lock_version and text != extract.text:
        raise StaleVersion(extract)
    before = (extract.text, extract.kind, extract.speaker, extract.may_quote)
    extract.kind = kind or extract.kind
    extract.may_quote = may_quote or extract.may_quote
    if speaker is not None:
        extract.speaker = clean_name(speaker)[:SPEAKER_LENGTH]
    revision = extract.revision
    if text != extract.text:
        revision = _revise(note, _replaced(note.text, extract.text, text), by)
        extract.text = text
    if before != (extract.text, extract.kind, extract.speaker, extract.may_quote):
        extract.lock_version += 1
        _anchor(extract, revision)
        record(by=by, verb="extract.corrected", on=note, extract=str(extract.public_id))
    return extract


@transaction.atomic
def withdraw_extract(*, extract: Extract, by: Actor) -> Extract:
    """The extract is taken back: it feeds no synthesis any more. The note keeps its words, and the extract can be put again."""
    return _withdrawn(extract, True, by)


@transaction.atomic
def restore_extract(*, extract: Extract, by: Actor) -> Extract:
    """Put a withdrawn extract again."""
    return _withdrawn(extract, False, by)


@transaction.atomic
def star_extract(*, extract: Extract, starred: bool, by: Actor) -> Extract:
    """Mark it « à restituer en plénière », or no longer."""
    note = _locked(extract.note)
    extract = Extract.objects.get(pk=extract.pk)
    if extract.starred != starred:
        extract.starred = starred
        extract.save(update_fields=["starred", "updated_at"])
        record(by=by, verb="extract.starred" if starred else "extract.unstarred", on=note, extract=str(extract.public_id))
    return extract


def _locked(note: Note) -> Note:
    return get_for_update(Note.objects.all(), pk=note.pk)


def _revise(note: Note, text: str, by: Actor) -> NoteRevision:
    """The next revision, under the note's lock."""
    note.lock_version += 1
    revision = NoteRevision.objects.create(note=note, number=note.lock_version, text=text, author_kind=by.kind, author_id=by.id)
    note.save(update_fields=["lock_version", "updated_at"])
    return revision


def _anchor(extract: Extract, revision: NoteRevision) -> None:
    if extract.text not in revision.text:
        raise NotInRevision
    extract.revision = revision
    extract.save()


def _of_form(note: Note, client_key: str, text: str) -> tuple[str, Extract | None]:
    """The key under which these words are kept, and the extract that a first posting already made of them."""
    key = client_key[:KEY_LENGTH]
    if not key:
        return "", None
    found = Extract.objects.filter(note=note, client_key=key).first()
    if found is None:
        return key, None
    if found.text == text:
        return key, found
    other = hashlib.sha256(f"{key}\n{text}".encode()).hexdigest()[:KEY_LENGTH]
    return other, Extract.objects.filter(note=note, client_key=other).first()


def _only_appended_since(note: Note, seen_version: int) -> list[str] | None:
    """Words of the extracts appended since a version, when nothing else was written; None otherwise."""
    texts = dict(note.revisions.filter(number__gte=seen_version).values_list("number", "text"))
    texts.setdefault(0, "")
    if seen_version not in texts:
        return None
    extracts = set(note.extracts.values_list("text", flat=True))
    appended: list[str] = []
    for number in range(seen_version + 1, note.lock_version + 1):
        before, after = texts[number - 1], texts[number]
        words = after[len(before) :].removeprefix(BETWEEN)
        if not after.startswith(before) or words not in extracts:
            return None
        appended.append(words)
    return appended


def _replaced(whole: str, old: str, new: str) -> str:
    """The note with the corrected words in place of the old ones; at its end when someone edited those away."""
    at = whole.rfind(old)
    if at < 0:
        return BETWEEN.join(part for part in (whole, new) if part)
    return whole[:at] + new + whole[at + len(old) :]


def _withdrawn(extract: Extract, withdrawn: bool, by: Actor) -> Extract:
    note = _locked(extract.note)
    extract = Extract.objects.get(pk=extract.pk)
    if extract.is_standing == withdrawn:
        extract.withdrawn_at = timezone.now() if withdrawn else None
        extract.save(update_fields=["withdrawn_at", "updated_at"])
        record(by=by, verb="extract.withdrawn" if withdrawn else "extract.restored", on=note, extract=str(extract.public_id))
    return extract
