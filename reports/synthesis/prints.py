"""The synthesis as one document, the same for the PDF, the page « Lire » and the JSON."""

import hashlib
import json
import re
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from collectives.meetings.models import Meeting
from collectives.notes.enums import ExtractKind, MayQuote
from collectives.notes.models import Extract
from events.attendance.querysets import turnout
from events.programme.models import Session
from labo_ess.choices.services import label
from labo_ess.documents.pdf import render
from labo_ess.text.dates import long_date, medium_date, time_fr, time_range
from labo_ess.text.search import search_key
from labo_ess.text.slugs import slugify_fr
from labo_ess.text.typography import plural, typo_fr
from reports.synthesis.enums import Review, SourceKind
from reports.synthesis.models import Section, Sentence, Source, Synthesis
from reports.synthesis.querysets import extracts_for

LAYOUT = 3
"""Changes with the templates and the style sheet, so that a PDF of an older look is made anew."""


@dataclass(frozen=True)
class SourceLine:
    """A source as a reader meets it: where the words come from, never who said them without their consent."""

    number: int
    kind: str
    kind_label: str
    extract: str
    extract_kind: str
    session: str
    session_id: str
    hour: str
    revision: int
    words: str
    speaker: str


@dataclass(frozen=True)
class SentenceLine:
    """A sentence, or a quotation with its attribution."""

    text: str
    own: bool
    is_quote: bool
    attribution: str
    sources: list[SourceLine]


@dataclass(frozen=True)
class SectionPart:
    """A heading and its sentences."""

    title: str
    anchor: str
    sentences: list[SentenceLine]


@dataclass(frozen=True)
class ProgrammeRow:
    """A moment of the day."""

    hours: str
    title: str
    kind: str
    room: str


@dataclass
class Document:
    """Everything that the synthesis says."""

    title: str
    subtitle: str
    cycle: str
    day: str
    date: str
    place: str
    introduction: str
    present: int
    expected: int
    extracts: list[tuple[str, int]]
    sections: list[SectionPart]
    programme: list[ProgrammeRow]
    partners: list[tuple[str, str]]
    refused: list[str] = field(default_factory=list)

    @property
    def sentences(self) -> list[SentenceLine]:
        return [sentence for section in self.sections for sentence in section.sentences]

    @property
    def sources_count(self) -> int:
        return sum(len(sentence.sources) for sentence in self.sentences)

    @property
    def extracts_total(self) -> int:
        return sum(count for _, count in self.extracts)

    @property
    def own_count(self) -> int:
        return sum(sentence.own for sentence in self.sentences)

    @property
    def people_count(self) -> int:
        """Present once somebody was checked in, expected before."""
        return self.present or self.expected


def document_of(synthesis: Synthesis) -> Document:
    """Read the whole synthesis in a constant number of queries."""
    day = synthesis.day
    numbers = iter(range(1, 100_000))
    sections = list(synthesis.sections.with_sentences())
    parts = [_part(section, order, numbers) for order, section in enumerate(sections, 1)]
    said = list(extracts_for(synthesis))
    counted = turnout(day) if day else None
    return Document(
        title=synthesis.title,
        subtitle=synthesis.subtitle,
        cycle=day.cycle.name if day else (synthesis.process.name if synthesis.process else ""),
        day=day.title if day else "",
        date=long_date(day.date) if day else "",
        place=day.place_name if day else "",
        introduction=synthesis.introduction,
        present=counted.present if counted else 0,
        expected=counted.expected if counted else 0,
        extracts=[(kind.value, sum(extract.kind == kind for extract in said)) for kind in ExtractKind],
        sections=parts,
        programme=_programme(day) if day else [],
        partners=_partners(day) if day else [],
        refused=[sentence.text for section in sections for sentence in section.living if is_refused(sentence)],
    )


def is_refused(sentence: Sentence) -> bool:
    """It quotes, word for word, someone who no longer wants to be quoted."""
    text = search_key(sentence.text)
    return any(source.extract.may_quote == MayQuote.NO and search_key(source.extract.text) in text for source in sentence.sources.all())


def reviews_of(sentence: Sentence) -> list[Review]:
    """What changed in its sources since it took them, each reason once."""
    return list(dict.fromkeys(review for source in sentence.sources.all() for review in source.reviews))


def fingerprint(document: Document) -> str:
    """The same for the same words in the same layout."""
    return hashlib.sha256(json.dumps([LAYOUT, asdict(document)], sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def pdf_context(document: Document) -> dict[str, Any]:
    """What the template of the PDF and of the page « Lire » reads."""
    kinds = [(plural(count, *_KIND_WORDS[code])) for code, count in document.extracts if count]
    return {"document": document, "kinds": kinds, "title": f"{document.title} – synthèse"}


def as_json(document: Document) -> dict[str, Any]:
    """Sections, sentences and the extract, session and revision that each rests on (INTERFACE)."""
    return {
        "title": document.title,
        "sections": [
            {
                "title": section.title,
                "sentences": [
                    {
                        "text": sentence.text,
                        "own": sentence.own,
                        "sources": [
                            {"kind": source.kind, "extract": source.extract, "session": source.session_id, "revision": source.revision}
                            for source in sentence.sources
                        ],
                    }
                    for sentence in section.sentences
                ],
            }
            for section in document.sections
        ],
    }


def make_pdf(document: Document) -> bytes:
    """The bytes of the PDF."""
    return render("reports/synthesis/pdf/synthesis.html", pdf_context(document), title=typo_fr(f"{document.title} – synthèse, Le Labo de l’ESS"))


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF of ours has; its objects lie in compressed streams."""
    found = len(_PAGE.findall(pdf))
    for stream in _STREAM.findall(pdf):
        try:
            # Not `decompress`: a stream may itself end with what looks like the line end before « endstream », and lose a byte of its check sum.
            found += len(_PAGE.findall(zlib.decompressobj().decompress(stream)))
        except zlib.error:
            continue
    return found


def file_name(synthesis: Synthesis, ending: str) -> str:
    """synthese-centre-val-de-loire-2026.pdf"""
    what = synthesis.day.slug if synthesis.day else slugify_fr(synthesis.title, 50)
    return f"synthese-{what or 'sans-titre'}.{ending}"


def where(extract: Extract) -> str:
    """« atelier « Réemploi » », « réunion « Suivi » du 7 nov. », or the note it comes from."""
    session = session_of(extract)
    if session is not None:
        return typo_fr(f"{label('session_kind', session.kind).lower()} « {session.title} »")
    meeting = meeting_of(extract)
    if meeting is None:
        return extract.note.title
    return typo_fr(f"réunion « {meeting.title} » du {medium_date(meeting.starts_at)}, {meeting.collective.name}")


def said_at(extract: Extract) -> str:
    """The hour at which it was noted, when that was during the day; nothing when it was typed in later."""
    session = session_of(extract)
    noted = timezone.localtime(extract.created_at)
    return time_fr(noted) if session is not None and noted.date() == session.day.date_of(session.day_offset) else ""


def session_of(extract: Extract) -> Session | None:
    """The session in which it was said."""
    report = getattr(extract.note, "session_report", None)
    return report.session if report else None


def meeting_of(extract: Extract) -> Meeting | None:
    """The meeting in whose minutes it stands."""
    item = getattr(extract.note, "agenda_item", None)
    return item.meeting if item else None


def place_of(extract: Extract) -> Session | Meeting | None:
    """The session or the meeting it comes from; both have a title and an id."""
    return session_of(extract) or meeting_of(extract)


_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
_STREAM = re.compile(rb"/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_KIND_WORDS = {
    "constat": ("constat", "constats"),
    "idee": ("idée", "idées"),
    "besoin": ("besoin", "besoins"),
    "verbatim": ("verbatim", "verbatims"),
    "proposition": ("proposition", "propositions"),
}


def _part(section: Section, order: int, numbers: Any) -> SectionPart:
    return SectionPart(section.title, f"partie-{order}", [_sentence(sentence, numbers) for sentence in section.living])


def _sentence(sentence: Sentence, numbers: Any) -> SentenceLine:
    sources = list(sentence.sources.all())
    quoted = next((source.extract for source in sources if _is_the_quotation(sentence, source)), None)
    return SentenceLine(
        text=sentence.text,
        own=not sources,
        is_quote=quoted is not None,
        attribution=_attribution(quoted) if quoted else "",
        sources=[_source(source, next(numbers)) for source in sources],
    )


def _is_the_quotation(sentence: Sentence, source: Source) -> bool:
    """The sentence is the verbatim and nothing else: it stands apart, with who said it under it."""
    extract = source.extract
    return (
        extract.is_quote
        and source.kind == SourceKind.SUPPORTS
        and extract.may_quote != MayQuote.NO
        and search_key(extract.text) == search_key(sentence.text)
    )


def _attribution(extract: Extract) -> str:
    """The name with consent, else the quality alone."""
    who = extract.speaker if extract.may_quote == MayQuote.NAMED and extract.speaker else "Un·e participant·e"
    return typo_fr(f"{who}, {where(extract)}")


def _source(source: Source, number: int) -> SourceLine:
    extract = source.extract
    session = session_of(extract)
    return SourceLine(
        number=number,
        kind=source.kind,
        kind_label="" if source.kind == SourceKind.SUPPORTS else SourceKind(source.kind).label,
        extract=str(extract.public_id),
        extract_kind=ExtractKind(extract.kind).label,
        session=session.title if session else where(extract),
        session_id=str(session.public_id) if session else "",
        hour=said_at(extract),
        revision=extract.revision.number,
        words="" if extract.may_quote == MayQuote.NO else extract.text,
        speaker=extract.speaker if extract.may_quote == MayQuote.NAMED else "",
    )


def _programme(day: Any) -> list[ProgrammeRow]:
    return [
        ProgrammeRow(time_range(each.starts, each.ends), each.title, label("session_kind", each.kind), each.room.name if each.room else "")
        for each in day.sessions.in_order().select_related("room")
    ]


def _partners(day: Any) -> list[tuple[str, str]]:
    """Organisation and its roles, in the order of the day."""
    roles: dict[str, list[str]] = {}
    for partner in day.partners.select_related("organisation").order_by("position", "pk"):
        roles.setdefault(partner.organisation.name, []).append(partner.get_role_display())
    return [(name, ", ".join(held)) for name, held in roles.items()]
