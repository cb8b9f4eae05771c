"""Two people write at once, each on their own connection: nothing is lost; and the control in which something is."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from collectives.notes import services
from collectives.notes.models import Note
from collectives.notes.services import append_extract, write_note
from labo_ess.revisions.exceptions import StaleVersion
from tests.factories.notes import HOUSE, NoteFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Results, or the exceptions raised."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = acts[place]()
        except Exception as trouble:
            results[place] = trouble
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_twenty_extracts_from_two_phones_are_all_there() -> None:
    note = NoteFactory()

    def phone(name: str) -> Callable[[], None]:
        def type_ten() -> None:
            for number in range(10):
                append_extract(note=note, kind="idee", text=f"{name} {number}", client_key=f"{name}{number}", by=HOUSE)

        return type_ten

    assert together(phone("Ada"), phone("Bob")) == [None, None]
    note = Note.objects.get()
    assert sorted(note.text.split("\n\n")) == sorted(f"{name} {number}" for name in ("Ada", "Bob") for number in range(10))
    assert [revision.number for revision in note.revisions.all()] == list(range(1, 21))
    assert all(extract.text in extract.revision.text for extract in note.extracts.select_related("revision"))


def test_a_double_tap_on_two_connections_makes_one_extract() -> None:
    note = NoteFactory()

    def tap() -> int:
        return append_extract(note=note, kind="idee", text="Une fois", client_key="k", by=HOUSE).pk

    first, second = together(tap, tap)
    assert (first == second, note.extracts.count()) == (True, 1)


def test_of_two_texts_saved_at_once_one_is_saved_and_one_is_told() -> None:
    note = NoteFactory()
    results = together(*(lambda text=text: write_note(note=note, text=text, seen_version=0, by=HOUSE) for text in ("Ada", "Bob")))
    refused = [result for result in results if isinstance(result, StaleVersion)]
    assert (len(refused), note.revisions.count()) == (1, 1)


def test_without_the_lock_words_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: both read the note before either writes."""
    note = NoteFactory()
    gate = threading.Barrier(2)

    def unlocked(found: Note) -> Note:
        read = Note.objects.get(pk=found.pk)
        read.__dict__["read_text"] = read.text
        gate.wait(5)
        return read

    monkeypatch.setattr(services, "_locked", unlocked)
    monkeypatch.setattr(transaction.Atomic, "__enter__", lambda self: None)
    monkeypatch.setattr(transaction.Atomic, "__exit__", lambda self, *trouble: None)
    results = together(*(lambda text=text: write_note(note=note, text=text, seen_version=0, by=HOUSE) for text in ("Ada", "Bob")))
    monkeypatch.undo()
    lost = [result for result in results if isinstance(result, Exception) and not isinstance(result, StaleVersion)]
    assert lost or Note.objects.get().revisions.count() == 2
