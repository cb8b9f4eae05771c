"""Words between braces that become a person's own when the mail leaves. A text is data: nothing in it is ever run."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contacts.mailings.exceptions import BadPlaceholder
from labo_ess.text.names import clean_name
from labo_ess.text.places import Places

if TYPE_CHECKING:
    from contacts.directory.models import Person
    from contacts.mailings.models import Mailing

_BRACES = re.compile(r"\{([^{}\n]*)\}")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\$\{.*?\}", re.DOTALL)
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:/@&])")


@dataclass(frozen=True)
class Reader:
    """For whom a text is filled, and their personal address."""

    mailing: "Mailing"
    person: "Person"
    about: Any
    link: str


Value = Callable[[Reader], str]


@dataclass(frozen=True)
class Placeholder:
    """A word, what it stands for, and the kinds that know it (all when empty).

    `for_all`: it says the same to everybody, so it belongs to the text; `few`: one of a few words of ours, so it is set with the text;
    `raw`: it is an address or already Markdown; `reads`: what of a person is read for a whole batch beforehand (`prefetch_related`).
    """

    word: str
    label: str
    value: Value
    kinds: tuple[str, ...] = ()
    for_all: bool = False
    few: bool = False
    raw: bool = False
    reads: str = ""


_placeholders: dict[tuple[str, str], Placeholder] = {}


def placeholder(
    word: str, *, label: str, kinds: tuple[str, ...] = (), for_all: bool = False, few: bool = False, raw: bool = False, reads: str = ""
) -> Callable[[Value], Value]:
    """Register a word: `@placeholder("prénom", label="Prénom")`; an upper feature adds its own for its kinds."""

    def register(value: Value) -> Value:
        for kind in kinds or ("",):
            _placeholders[(kind, word)] = Placeholder(word, label, value, kinds, for_all, few, raw, reads)
        return value

    return register


def known(kind: str) -> dict[str, Placeholder]:
    """Words that a kind of mailing may use."""
    return {word: one for (of, word), one in sorted(_placeholders.items(), key=lambda pair: pair[0][0]) if of in ("", kind)}


def check(text: str, kind: str, field: str) -> None:
    """Refuse any brace that cannot be filled, naming it; nothing is found out at sending."""
    if found := _TEMPLATE.search(text):
        raise BadPlaceholder(
            f"« {found.group(0)[:60]} » ne veut rien dire ici : un mot à remplacer s’écrit entre deux accolades simples, comme {{prénom}}.", field
        )
    words = known(kind)
    for match in _BRACES.finditer(text):
        if match.group(1) not in words:
            listed = ", ".join("{" + word + "}" for word in words)
            raise BadPlaceholder(f"« {match.group(0)[:60]} » n’est pas connu. Mots possibles : {listed}.", field)
    rest = _BRACES.sub("", text)
    if "{" in rest or "}" in rest:
        raise BadPlaceholder("Une accolade est seule dans ce texte : un mot à remplacer s’écrit entre deux accolades, comme {prénom}.", field)


def used(text: str) -> set[str]:
    """Words that a text holds."""
    return {match.group(1) for match in _BRACES.finditer(text)}


def own_of(mailing: "Mailing") -> tuple[Placeholder, ...]:
    """The words of its text that say something else to each person, always in the same order."""
    there = used(mailing.subject) | used(mailing.body)
    return tuple(one for word, one in known(mailing.kind).items() if word in there and not one.for_all)


def put_own(own: tuple[Placeholder, ...], reader: Reader, places: Places) -> dict[str, str]:
    """Each own word with the mark that stands for it, its value put in `places`. Persons with the same marks share one text."""

    def mark(one: Placeholder) -> str:
        said = one.value(reader)
        return said if one.few else places.put_address(said) if one.raw else places.put(said)

    return {one.word: mark(one) for one in own}


def fill_line(text: str, reader: Reader, marks: dict[str, str]) -> str:
    """A subject: one line, whatever the values are; `marks` stand for the person's own words."""
    return clean_name(_fill(text, reader, marks, clean_name))


def fill_markdown(text: str, reader: Reader, marks: dict[str, str]) -> str:
    """A body. A name cannot become a title or a link: it is put in once the Markdown is read; what all share is escaped."""
    filled = _fill(text, reader, marks, lambda value: _MARKS.sub(r"\\\1", clean_name(value)))
    return re.sub(r"(?<=\S) {2,}(?=\S)", " ", filled)  # an empty civility leaves no hole


def _fill(text: str, reader: Reader, marks: dict[str, str], escape: Callable[[str], str]) -> str:
    words = known(reader.mailing.kind)

    def value(match: re.Match[str]) -> str:
        word = match.group(1)
        if word in marks:
            return marks[word]
        if word not in words:
            return match.group(0)
        said = words[word].value(reader)
        return said if words[word].raw else escape(said)

    return _BRACES.sub(value, text)


def main_organisation(person: "Person") -> str:
    """The structure that a person is known for."""
    positions = list(person.positions.all())
    main = next((each for each in positions if each.is_main), positions[0] if positions else None)
    return main.organisation.name if main and main.organisation else ""


@placeholder("prénom", label="Prénom")
def _first_name(reader: Reader) -> str:
    return reader.person.first_name or reader.person.last_name


@placeholder("nom", label="Nom")
def _last_name(reader: Reader) -> str:
    return reader.person.last_name


@placeholder("civilité", label="Civilité (Mme, M. ou rien)", few=True)
def _civility(reader: Reader) -> str:
    return reader.person.get_civility_display() if reader.person.civility else ""


@placeholder("structure", label="Structure", reads="positions__organisation")
def _organisation(reader: Reader) -> str:
    return main_organisation(reader.person) or "votre structure"
