"""Notes grow by frozen revisions; extracts are exact words of one of them."""

import pytest

from collectives.notes.exceptions import ExtractWithdrawn, NothingWritten, NotInRevision
from collectives.notes.models import Extract
from collectives.notes.services import (
    _anchor,
    append_extract,
    correct_extract,
    restore_extract,
    star_extract,
    withdraw_extract,
    write_note,
)
from labo_ess.audit.models import AuditEntry
from labo_ess.revisions.exceptions import StaleVersion
from tests.factories.notes import HOUSE, NoteFactory, extract_in

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def texts(note) -> list[str]:
    return list(note.revisions.values_list("text", flat=True))


def test_each_saving_is_a_revision() -> None:
    note = NoteFactory()
    write_note(note=note, text="Un", seen_version=0, by=HOUSE)
    write_note(note=note, text="Un, deux", seen_version=1, by=HOUSE)
    assert texts(note) == ["Un", "Un, deux"]


def test_saving_the_same_text_makes_no_revision() -> None:
    note = NoteFactory()
    write_note(note=note, text="Un", seen_version=0, by=HOUSE)
    write_note(note=note, text="Un\r\n", seen_version=0, by=HOUSE)
    assert texts(note) == ["Un"]


def test_an_older_page_is_told_and_nothing_is_lost() -> None:
    note = NoteFactory()
    write_note(note=note, text="Le mien", seen_version=0, by=HOUSE)
    with pytest.raises(StaleVersion) as stale:
        write_note(note=note, text="Le leur", seen_version=0, by=HOUSE)
    assert (stale.value.obj.text, texts(note)) == ("Le mien", ["Le mien"])


def test_extracts_appended_meanwhile_follow_the_text() -> None:
    note = NoteFactory()
    write_note(note=note, text="Accueil", seen_version=0, by=HOUSE)
    extract_in(note, "Un local chauffé")
    extract_in(note, "Des bras")
    write_note(note=note, text="Accueil, corrigé", seen_version=1, by=HOUSE)
    note.refresh_from_db()
    assert note.text == "Accueil, corrigé\n\nUn local chauffé\n\nDes bras"


def test_an_extract_is_exact_words_of_its_revision() -> None:
    extract = extract_in(NoteFactory(), "  « On manque de bras »\r\net de place\x00 ")
    assert (extract.text, extract.text in extract.revision.text) == ("« On manque de bras »\net de place", True)


def test_the_same_form_makes_one_extract() -> None:
    note = NoteFactory()
    first = append_extract(note=note, kind="idee", text="Une idée", client_key="k", by=HOUSE)
    again = append_extract(note=note, kind="idee", text="Une idée", client_key="k", by=HOUSE)
    assert (first.pk == again.pk, note.extracts.count(), len(texts(note))) == (True, 1, 1)


def test_the_same_form_with_other_words_loses_none() -> None:
    note = NoteFactory()
    for _ in range(2):
        append_extract(note=note, kind="idee", text="Une idée", client_key="k", by=HOUSE)
        append_extract(note=note, kind="idee", text="Une autre", client_key="k", by=HOUSE)
    assert sorted(note.extracts.values_list("text", flat=True)) == ["Une autre", "Une idée"]


def test_an_empty_extract_is_refused() -> None:
    note = NoteFactory()
    with pytest.raises(NothingWritten):
        append_extract(note=note, kind="idee", text=" \n\x00 ", by=HOUSE)
    assert texts(note) == []


def test_words_that_are_not_in_the_revision_are_refused() -> None:
    extract = extract_in(NoteFactory(), "Vraiment dit")
    extract.text = "Jamais dit"
    with pytest.raises(NotInRevision):
        _anchor(extract, extract.revision)


def test_a_correction_makes_a_revision_and_keeps_the_old_one() -> None:
    note = NoteFactory()
    extract = extract_in(note, "Un local chaufé")
    extract_in(note, "Autre chose")
    corrected = correct_extract(extract=extract, text="Un local chauffé", kind="besoin", speaker="Élie", may_quote="nommee", by=HOUSE)
    note.refresh_from_db()
    assert note.text == "Un local chauffé\n\nAutre chose"
    assert texts(note)[0] == "Un local chaufé"
    assert (corrected.kind, corrected.speaker, corrected.may_quote, corrected.text in corrected.revision.text) == ("besoin", "Élie", "nommee", True)


def test_a_correction_of_words_edited_away_is_kept_at_the_end() -> None:
    note = NoteFactory()
    extract = extract_in(note, "Ancien")
    write_note(note=note, text="Tout réécrit", seen_version=1, by=HOUSE)
    correct_extract(extract=extract, text="Nouveau", by=HOUSE)
    note.refresh_from_db()
    assert note.text == "Tout réécrit\n\nNouveau"


def test_two_corrections_of_one_page_warn() -> None:
    extract = extract_in(NoteFactory(), "Un")
    correct_extract(extract=extract, text="Deux", seen_version=1, by=HOUSE)
    with pytest.raises(StaleVersion) as stale:
        correct_extract(extract=extract, text="Trois", seen_version=1, by=HOUSE)
    assert stale.value.obj.text == "Deux"


def test_withdrawing_keeps_the_words_and_can_be_undone() -> None:
    note = NoteFactory()
    extract = extract_in(note, "À retirer")
    withdraw_extract(extract=extract, by=HOUSE)
    withdraw_extract(extract=extract, by=HOUSE)
    assert (Extract.objects.standing().count(), note.text) == (0, "À retirer")
    with pytest.raises(ExtractWithdrawn):
        correct_extract(extract=extract, text="Autre", by=HOUSE)
    restore_extract(extract=extract, by=HOUSE)
    assert Extract.objects.standing().count() == 1
    assert AuditEntry.objects.filter(verb="extract.withdrawn").count() == 1


def test_a_star_is_set_and_unset() -> None:
    extract = extract_in(NoteFactory())
    assert star_extract(extract=extract, starred=True, by=HOUSE).starred is True
    assert star_extract(extract=extract, starred=False, by=HOUSE).starred is False


def test_the_journal_holds_no_word_of_anybody() -> None:
    extract = extract_in(NoteFactory(), "Mots secrets", speaker="Élie Roncevert")
    correct_extract(extract=extract, text="Mots corrigés", by=HOUSE)
    assert not any("Élie" in str(entry.details) or "Mots" in str(entry.details) for entry in AuditEntry.objects.all())
