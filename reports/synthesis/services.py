"""Composing a synthesis. Acts on its order lock the synthesis' row; acts on a text carry the version that was read."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from collectives.notes.enums import MayQuote
from collectives.notes.models import Extract
from events.days.models import Day
from events.programme.models import Session
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.documents.models import Upload
from labo_ess.revisions.services import check_version
from labo_ess.text.names import clean_name, clean_text
from labo_ess.text.search import search_key
from labo_ess.text.typography import typo_fr
from reports.synthesis.enums import SourceKind
from reports.synthesis.exceptions import GoneMeanwhile, MayNotQuote, NothingWritten, NotOfThisDay
from reports.synthesis.models import Section, Sentence, Source, Synthesis
from reports.synthesis.querysets import extracts_for

ESSENTIAL = "L’essentiel"
TITLE_LENGTH = 200
GUILLEMETS = "".join(("«", "»", "“", "”", '"', " ", "\u00a0", "\u202f"))
QUOTED_WORDS = 3
"""From how many words on in a row the words of someone are a quotation."""


@transaction.atomic
def create_synthesis(*, day: Day, by: Actor) -> Synthesis:
    """The synthesis of a day, with a section per session of which something was noted; the one it already has, if any."""
    day = get_for_update(Day.objects.all(), pk=day.pk)
    existing = Synthesis.objects.alive().filter(day=day).first()
    if existing is not None:
        return existing
    synthesis = Synthesis.objects.create(
        day=day, title=clean_name(day.headline or f"Journée {day.title}")[:TITLE_LENGTH], subtitle=f"Synthèse de la journée {day.title}"
    )
    titles = [ESSENTIAL, *(session.title for session in _sessions_to_tell(day))]
    Section.objects.bulk_create(Section(synthesis=synthesis, title=title, position=number) for number, title in enumerate(titles, 1))
    record(by=by, verb="synthesis.created", on=synthesis)
    return synthesis


@transaction.atomic
def edit_front(*, synthesis: Synthesis, title: str, subtitle: str, introduction: str, seen_version: int, by: Actor) -> Synthesis:
    """Title, subtitle and introduction; `StaleVersion` when someone saved them since the page was shown."""
    title = clean_name(title)[:TITLE_LENGTH]
    if not title:
        raise NothingWritten
    check_version(synthesis, seen_version)
    synthesis.title, synthesis.subtitle, synthesis.introduction = title, clean_name(subtitle)[:250], clean_text(introduction)
    synthesis.save(update_fields=["title", "subtitle", "introduction", "updated_at"])
    record(by=by, verb="synthesis.edited", on=synthesis)
    return synthesis


@transaction.atomic
def trash_synthesis(*, synthesis: Synthesis, by: Actor) -> Synthesis:
    """Put it in the Corbeille."""
    synthesis = _locked(synthesis)
    if not synthesis.is_trashed:
        synthesis.put_in_trash()
        record(by=by, verb="synthesis.trashed", on=synthesis)
    return synthesis


@transaction.atomic
def add_section(*, synthesis: Synthesis, title: str, by: Actor) -> Section:
    """A heading at the end."""
    title = clean_name(title)[:TITLE_LENGTH]
    if not title:
        raise NothingWritten
    synthesis = _locked(synthesis)
    last = synthesis.sections.alive().order_by("position", "pk").last()
    if last is not None and last.title == title:
        return last  # the form was posted twice
    section = Section.objects.create(synthesis=synthesis, title=title, position=_next(synthesis.sections))
    record(by=by, verb="synthesis.section_added", on=synthesis)
    return section


@transaction.atomic
def rename_section(*, section: Section, title: str, seen_version: int, by: Actor) -> Section:
    """Another heading."""
    title = clean_name(title)[:TITLE_LENGTH]
    if not title:
        raise NothingWritten
    if title == section.title:
        return section
    check_version(section, seen_version)
    section.title = title
    section.save(update_fields=["title", "updated_at"])
    record(by=by, verb="synthesis.section_renamed", on=section.synthesis)
    return section


@transaction.atomic
def move_section(*, section: Section, up: bool, by: Actor) -> Section:
    """One place up or down; at the edge nothing moves."""
    synthesis = _locked(section.synthesis)
    order = list(synthesis.sections.alive().order_by("position", "pk"))
    if _swap(order, section, up):
        Section.objects.bulk_update(order, ["position"])
        record(by=by, verb="synthesis.section_moved", on=synthesis)
    return section


@transaction.atomic
def trash_section(*, section: Section, by: Actor) -> Section:
    """Take a section away with its sentences; `restore_section` puts it back."""
    return _trash(section, section.synthesis, "synthesis.section_removed", by)


@transaction.atomic
def restore_section(*, section: Section, by: Actor) -> Section:
    """Put a section back where it was."""
    return _restore(section, section.synthesis, "synthesis.section_restored", by)


@transaction.atomic
def take_extract(*, section: Section, extract: Extract, by: Actor) -> Sentence:
    """Make a sentence of an extract and keep the tie. A verbatim becomes a quotation, when who speaks agreed to it."""
    _locked(section.synthesis)
    extract = _usable(section.synthesis, extract)
    if extract.may_quote == MayQuote.NO:
        raise MayNotQuote
    return _write(section, sentence_of(extract), extract, SourceKind.SUPPORTS, by)


@transaction.atomic
def write_sentence(
    *, section: Section, text: str, by: Actor, extract: Extract | None = None, kind: SourceKind | str = SourceKind.SUPPORTS
) -> Sentence:
    """A sentence in the author's words: with a source when it says otherwise what an extract says, without one when it is their own."""
    text = clean_text(text)
    if not text:
        raise NothingWritten
    _locked(section.synthesis)
    if extract is not None:
        extract = _usable(section.synthesis, extract)
        _refuse_quotations(text, [extract])
    return _write(section, text, extract, kind, by)


@transaction.atomic
def edit_sentence(*, sentence: Sentence, text: str, seen_version: int, by: Actor, section: Section | None = None) -> Sentence:
    """Another text, another section; `StaleVersion` when someone saved the text since the page was shown."""
    text = clean_text(text)
    if not text:
        raise NothingWritten
    synthesis = _locked(sentence.section.synthesis)
    sentence = _living(Sentence.objects.select_related("section"), sentence)
    if text != sentence.text:
        _refuse_quotations(text, [source.extract for source in sentence.sources.select_related("extract")])
        check_version(sentence, seen_version)
        sentence.text = text
    if section is not None and section.pk != sentence.section_id and section.synthesis_id == synthesis.pk:
        sentence.section, sentence.position = section, _next(section.sentences)
    sentence.save(update_fields=["text", "section", "position", "updated_at"])
    record(by=by, verb="synthesis.sentence_edited", on=synthesis, sentence=str(sentence.public_id))
    return sentence


@transaction.atomic
def move_sentence(*, sentence: Sentence, up: bool, by: Actor) -> Sentence:
    """One place up or down; past the edge of its section it enters the neighbouring one."""
    synthesis = _locked(sentence.section.synthesis)
    sentence = _living(Sentence.objects.select_related("section"), sentence)
    order = list(sentence.section.sentences.alive().order_by("position", "pk"))
    if _swap(order, sentence, up):
        Sentence.objects.bulk_update(order, ["position"])
    elif (neighbour := _neighbour(sentence.section, up)) is not None:
        others = list(neighbour.sentences.alive().order_by("position", "pk"))
        order = [*others, sentence] if up else [sentence, *others]
        sentence.section = neighbour
        _number(order)
        Sentence.objects.bulk_update(order, ["section", "position"])
    record(by=by, verb="synthesis.sentence_moved", on=synthesis, sentence=str(sentence.public_id))
    return sentence


@transaction.atomic
def trash_sentence(*, sentence: Sentence, by: Actor) -> Sentence:
    """Take a sentence away; `restore_sentence` puts it back with its sources."""
    return _trash(sentence, sentence.section.synthesis, "synthesis.sentence_removed", by)


@transaction.atomic
def restore_sentence(*, sentence: Sentence, by: Actor) -> Sentence:
    """Put a sentence back where it was."""
    return _restore(sentence, sentence.section.synthesis, "synthesis.sentence_restored", by)


@transaction.atomic
def add_source(*, sentence: Sentence, extract: Extract, by: Actor, kind: SourceKind | str = SourceKind.SUPPORTS) -> Source:
    """Tie one more extract to a sentence: it supports it, qualifies it or contradicts it."""
    synthesis = _locked(sentence.section.synthesis)
    extract = _usable(synthesis, extract)
    sentence = _living(Sentence.objects.all(), sentence)
    _refuse_quotations(sentence.text, [extract])
    existing = sentence.sources.filter(extract=extract).first()
    if existing is not None:
        if existing.kind != kind:
            existing.kind = kind
            existing.save(update_fields=["kind"])
        return existing
    source = _tie(sentence, extract, kind)
    record(by=by, verb="synthesis.source_added", on=synthesis, sentence=str(sentence.public_id), extract=str(extract.public_id))
    return source


@transaction.atomic
def remove_source(*, source: Source, by: Actor) -> Sentence:
    """Untie an extract; the sentence stays, its author's own when that was its last source."""
    sentence = source.sentence
    synthesis = _locked(sentence.section.synthesis)
    extract = str(source.extract.public_id)
    if Source.objects.filter(pk=source.pk).delete()[0]:
        record(by=by, verb="synthesis.source_removed", on=synthesis, sentence=str(sentence.public_id), extract=extract)
    return sentence


@transaction.atomic
def confirm_source(*, source: Source, by: Actor) -> Source:
    """The sentence was read again: it still holds with the extract as it now stands."""
    synthesis = _locked(source.sentence.section.synthesis)
    source = Source.objects.select_related("extract", "sentence").get(pk=source.pk)
    _refuse_quotations(source.sentence.text, [source.extract])
    source.seen_text, source.seen_quote = source.extract.text, source.extract.may_quote
    source.save(update_fields=["seen_text", "seen_quote"])
    record(by=by, verb="synthesis.source_confirmed", on=synthesis, sentence=str(source.sentence.public_id))
    return source


@transaction.atomic
def keep_pdf(*, synthesis: Synthesis, upload: Upload, fingerprint: str, by: Actor) -> Synthesis:
    """Remember the PDF that was made, and what it says; the one before goes."""
    locked = _locked(synthesis)
    before = locked.pdf
    Synthesis.objects.filter(pk=locked.pk).update(pdf=upload, pdf_fingerprint=fingerprint)
    record(by=by, verb="synthesis.printed", on=locked, bytes=upload.size)
    if before is not None and before.pk != upload.pk:
        transaction.on_commit(lambda: _forget_file(before))
    return locked


def sentence_of(extract: Extract) -> str:
    """How an extract reads in a text: between guillemets when it is a verbatim, else with a capital and a full stop."""
    words = clean_text(clean_text(extract.text).strip(GUILLEMETS))
    if extract.is_quote:
        return typo_fr(f"« {words} »")
    words = clean_text(extract.reformulation) or words
    words = words[:1].upper() + words[1:]
    return typo_fr(words if words.endswith((".", "!", "?", "…", "»")) else f"{words}.")


def quotes(text: str, extract: Extract) -> bool:
    """The text holds the very words of the extract."""
    said = search_key(extract.text)
    return len(said.split()) >= QUOTED_WORDS and said in search_key(text)


def _forget_file(upload: Upload) -> None:
    upload.file.delete(save=False)
    upload.delete()


def _locked(synthesis: Synthesis) -> Synthesis:
    return get_for_update(Synthesis.objects.all(), pk=synthesis.pk)


def _living(queryset, obj):  # type: ignore[no-untyped-def]
    found = queryset.filter(pk=obj.pk, trashed_at__isnull=True).first()
    if found is None:
        raise GoneMeanwhile
    return found


def _usable(synthesis: Synthesis, extract: Extract) -> Extract:
    """The extract as it now stands, if it was said at this day or in this démarche and was not withdrawn."""
    found = extracts_for(synthesis).filter(pk=extract.pk).first()
    if found is None:
        raise NotOfThisDay
    return found


def _refuse_quotations(text: str, extracts: Iterable[Extract]) -> None:
    if any(extract.may_quote == MayQuote.NO and quotes(text, extract) for extract in extracts):
        raise MayNotQuote


def _write(section: Section, text: str, extract: Extract | None, kind: SourceKind | str, by: Actor) -> Sentence:
    section = _living(Section.objects.select_related("synthesis"), section)
    same = section.sentences.alive().filter(text=text, sources__extract=extract).first()
    if same is not None:
        return same  # the button was pressed twice
    sentence = Sentence.objects.create(section=section, text=text, position=_next(section.sentences))
    if extract is not None:
        _tie(sentence, extract, kind)
    record(by=by, verb="synthesis.sentence_added", on=section.synthesis, sentence=str(sentence.public_id), own=extract is None)
    return sentence


def _tie(sentence: Sentence, extract: Extract, kind: SourceKind | str) -> Source:
    return Source.objects.create(sentence=sentence, extract=extract, kind=kind, seen_text=extract.text, seen_quote=extract.may_quote)


def _next(rows) -> int:  # type: ignore[no-untyped-def]
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _number(order) -> None:  # type: ignore[no-untyped-def]
    for number, each in enumerate(order, 1):
        each.position = number


def _swap(order, mover, up: bool) -> bool:  # type: ignore[no-untyped-def]
    """Exchange `mover` with its neighbour and number the rows again; False at the edge."""
    at = next((index for index, each in enumerate(order) if each.pk == mover.pk), None)
    if at is None:
        return False
    other = at - 1 if up else at + 1
    if not 0 <= other < len(order):
        return False
    order[at], order[other] = order[other], order[at]
    _number(order)
    return True


def _neighbour(section: Section, up: bool) -> Section | None:
    order = list(Section.objects.alive().filter(synthesis=section.synthesis_id).order_by("position", "pk"))
    at = next((index for index, each in enumerate(order) if each.pk == section.pk), 0)
    other = at - 1 if up else at + 1
    return order[other] if 0 <= other < len(order) else None


def _trash(obj, synthesis: Synthesis, verb: str, by: Actor):  # type: ignore[no-untyped-def]
    synthesis = _locked(synthesis)
    obj.refresh_from_db()
    if not obj.is_trashed:
        obj.put_in_trash()
        record(by=by, verb=verb, on=synthesis)
    return obj


def _restore(obj, synthesis: Synthesis, verb: str, by: Actor):  # type: ignore[no-untyped-def]
    synthesis = _locked(synthesis)
    obj.refresh_from_db()
    if obj.is_trashed:
        obj.trashed_at = None
        obj.save(update_fields=["trashed_at"])
        record(by=by, verb=verb, on=synthesis)
    return obj


def _sessions_to_tell(day: Day) -> list[Session]:
    noted = day.sessions.in_order().filter(report__note__extracts__withdrawn_at__isnull=True, report__note__extracts__isnull=False)
    found = list(dict.fromkeys(noted))
    return found or list(day.sessions.bookable().in_order())
