"""Sentences keep their sources, and are warned when these change."""

import pytest

from collectives.notes.services import correct_extract, withdraw_extract
from labo_ess.revisions.exceptions import StaleVersion
from reports.synthesis.enums import Review, SourceKind
from reports.synthesis.exceptions import GoneMeanwhile, MayNotQuote, NothingWritten, NotOfThisDay
from reports.synthesis.models import Section, Sentence, Source, Synthesis
from reports.synthesis.services import (
    add_section,
    add_source,
    confirm_source,
    create_synthesis,
    edit_front,
    edit_sentence,
    move_section,
    move_sentence,
    remove_source,
    rename_section,
    restore_section,
    restore_sentence,
    take_extract,
    trash_section,
    trash_sentence,
    trash_synthesis,
    write_sentence,
)
from tests.factories.synthesis import HOUSE, first_section, said, synthesis_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def texts(section: Section) -> list[str]:
    return list(section.sentences.alive().order_by("position").values_list("text", flat=True))


def titles(synthesis: Synthesis) -> list[str]:
    return list(synthesis.sections.alive().order_by("position").values_list("title", flat=True))


def test_a_day_has_one_synthesis_with_a_section_per_session_noted() -> None:
    synthesis = synthesis_of()
    assert (create_synthesis(day=synthesis.day, by=HOUSE).pk, synthesis.title) == (synthesis.pk, "Coopérer pour des territoires résilients")
    assert titles(synthesis) == ["L’essentiel"]


def test_sections_follow_what_was_noted() -> None:
    day = synthesis_of().day
    said(day, title="Réemploi")
    trash_synthesis(synthesis=day.syntheses.get(), by=HOUSE)
    assert titles(create_synthesis(day=day, by=HOUSE)) == ["L’essentiel", "Réemploi"]


def test_taking_a_finding_makes_a_sentence_with_its_source() -> None:
    synthesis = synthesis_of()
    extract = said(synthesis.day, "les locaux manquent plus que les dons")
    sentence = take_extract(section=first_section(synthesis), extract=extract, by=HOUSE)
    source = sentence.sources.get()
    assert sentence.text == "Les locaux manquent plus que les dons."
    assert (source.extract, source.kind, source.seen_text) == (extract, SourceKind.SUPPORTS, extract.text)


def test_taking_a_verbatim_makes_a_quotation() -> None:
    synthesis = synthesis_of()
    extract = said(synthesis.day, "« On manque de bras ! »", kind="verbatim")
    assert take_extract(section=first_section(synthesis), extract=extract, by=HOUSE).text == "«\u00a0On manque de bras\u202f!\u00a0»"


def test_pressing_twice_takes_once() -> None:
    synthesis = synthesis_of()
    extract = said(synthesis.day)
    for _ in range(2):
        take_extract(section=first_section(synthesis), extract=extract, by=HOUSE)
        write_sentence(section=first_section(synthesis), text="La mienne.", by=HOUSE)
    assert Sentence.objects.count() == 2


def test_who_does_not_want_to_be_quoted_is_not() -> None:
    synthesis = synthesis_of()
    extract = said(synthesis.day, "Nous avons perdu trois ans", may_quote="non")
    section = first_section(synthesis)
    with pytest.raises(MayNotQuote):
        take_extract(section=section, extract=extract, by=HOUSE)
    with pytest.raises(MayNotQuote):
        write_sentence(section=section, text="Quelqu’un dit : « nous avons PERDU trois ans ».", extract=extract, by=HOUSE)
    sentence = write_sentence(section=section, text="Le temps perdu pèse.", extract=extract, by=HOUSE)
    with pytest.raises(MayNotQuote):
        edit_sentence(sentence=sentence, text="Nous avons perdu trois ans.", seen_version=1, by=HOUSE)
    assert texts(section) == ["Le temps perdu pèse."]


def test_an_extract_of_another_day_or_withdrawn_is_refused() -> None:
    synthesis = synthesis_of()
    elsewhere = said(synthesis_of().day)
    withdrawn = withdraw_extract(extract=said(synthesis.day), by=HOUSE)
    for extract in (elsewhere, withdrawn):
        with pytest.raises(NotOfThisDay):
            take_extract(section=first_section(synthesis), extract=extract, by=HOUSE)
    assert Sentence.objects.count() == 0


def test_a_source_that_changes_is_to_review_until_read_again() -> None:
    synthesis = synthesis_of()
    extract = said(synthesis.day, "Les locaux manquent")
    source = take_extract(section=first_section(synthesis), extract=extract, by=HOUSE).sources.get()
    assert source.reviews == []
    correct_extract(extract=extract, text="Les locaux chauffés manquent", may_quote="nommee", by=HOUSE)
    withdraw_extract(extract=extract, by=HOUSE)
    source = Source.objects.get()
    assert source.reviews == [Review.WITHDRAWN, Review.WORDS, Review.CONSENT]
    assert confirm_source(source=source, by=HOUSE).reviews == [Review.WITHDRAWN]


def test_sources_are_added_once_changed_and_removed() -> None:
    synthesis = synthesis_of()
    sentence = write_sentence(section=first_section(synthesis), text="La mienne.", by=HOUSE)
    extract = said(synthesis.day)
    add_source(sentence=sentence, extract=extract, by=HOUSE)
    add_source(sentence=sentence, extract=extract, kind=SourceKind.CONTRADICTS, by=HOUSE)
    assert sentence.sources.get().kind == SourceKind.CONTRADICTS
    remove_source(source=sentence.sources.get(), by=HOUSE)
    assert (sentence.sources.count(), Sentence.objects.count()) == (0, 1)


def test_two_editors_of_a_sentence_one_is_told() -> None:
    sentence = write_sentence(section=first_section(synthesis_of()), text="Un.", by=HOUSE)
    edit_sentence(sentence=sentence, text="Deux.", seen_version=1, by=HOUSE)
    with pytest.raises(StaleVersion) as stale:
        edit_sentence(sentence=sentence, text="Trois.", seen_version=1, by=HOUSE)
    assert stale.value.obj.text == "Deux."


def test_two_editors_of_the_front_one_is_told() -> None:
    synthesis = synthesis_of()
    edit_front(synthesis=synthesis, title="A", subtitle="", introduction="Un", seen_version=1, by=HOUSE)
    with pytest.raises(StaleVersion):
        edit_front(synthesis=synthesis, title="B", subtitle="", introduction="Deux", seen_version=1, by=HOUSE)
    assert Synthesis.objects.get().introduction == "Un"


def test_sentences_move_and_pass_into_the_neighbouring_section() -> None:
    synthesis = synthesis_of()
    first = first_section(synthesis)
    second = add_section(synthesis=synthesis, title="Suite", by=HOUSE)
    one, two = (write_sentence(section=first, text=text, by=HOUSE) for text in ("Un.", "Deux."))
    move_sentence(sentence=two, up=True, by=HOUSE)
    assert texts(first) == ["Deux.", "Un."]
    move_sentence(sentence=one, up=False, by=HOUSE)
    assert (texts(first), texts(second)) == (["Deux."], ["Un."])
    move_sentence(sentence=two, up=True, by=HOUSE)
    assert texts(first) == ["Deux."]
    edit_sentence(sentence=two, text="Deux.", section=second, seen_version=1, by=HOUSE)
    assert texts(second) == ["Un.", "Deux."]


def test_sections_are_ordered_renamed_removed_and_put_back() -> None:
    synthesis = synthesis_of()
    suite = add_section(synthesis=synthesis, title="Suite", by=HOUSE)
    add_section(synthesis=synthesis, title="Suite", by=HOUSE)
    move_section(section=suite, up=True, by=HOUSE)
    move_section(section=suite, up=True, by=HOUSE)
    assert titles(synthesis) == ["Suite", "L’essentiel"]
    rename_section(section=suite, title="La suite", seen_version=1, by=HOUSE)
    with pytest.raises(StaleVersion):
        rename_section(section=suite, title="Autre", seen_version=1, by=HOUSE)
    trash_section(section=suite, by=HOUSE)
    assert titles(synthesis) == ["L’essentiel"]
    with pytest.raises(GoneMeanwhile):
        write_sentence(section=suite, text="Trop tard.", by=HOUSE)
    restore_section(section=suite, by=HOUSE)
    assert titles(synthesis) == ["La suite", "L’essentiel"]


def test_a_removed_sentence_comes_back_with_its_sources() -> None:
    synthesis = synthesis_of()
    sentence = take_extract(section=first_section(synthesis), extract=said(synthesis.day), by=HOUSE)
    trash_sentence(sentence=sentence, by=HOUSE)
    with pytest.raises(GoneMeanwhile):
        move_sentence(sentence=sentence, up=True, by=HOUSE)
    restore_sentence(sentence=sentence, by=HOUSE)
    assert (len(texts(first_section(synthesis))), sentence.sources.count()) == (1, 1)


def test_nothing_is_said_with_nothing() -> None:
    synthesis = synthesis_of()
    section = first_section(synthesis)
    for act in (
        lambda: write_sentence(section=section, text=" \x00 ", by=HOUSE),
        lambda: add_section(synthesis=synthesis, title=" \r\n", by=HOUSE),
        lambda: rename_section(section=section, title="", seen_version=1, by=HOUSE),
        lambda: edit_front(synthesis=synthesis, title="", subtitle="", introduction="", seen_version=1, by=HOUSE),
    ):
        with pytest.raises(NothingWritten):
            act()
