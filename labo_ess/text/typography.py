"""French typography as one filter: the same for pages, mails and PDFs.

`typo_fr` may run twice over a text, and over text that others already spaced: the second pass changes nothing.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape

NARROW = "\u202f"
"""Narrow no-break space: before ; ! ? % € and between thousands."""
NBSP = "\u00a0"
"""No-break space: before a colon, inside guillemets, after « n° » and « M. »."""
_SPACES = f"[ {NBSP}{NARROW}]"

LONGEST_KEPT = 120
"""Texts up to this length are kept as they were set: setting one costs twenty times as much as finding it."""

# What must never be touched: addresses, e-mail addresses, clock times with a colon, entities, placeholders.
# Here and below each attempt starts at the beginning of its run of characters (a look-behind says so) and gives nothing back
# (`++`): else a hundred thousand letters without a space, or as many spaces, keep a process busy for hours.
_PROTECTED = re.compile(
    r"""((?:https?|ftp|webcal)://[^\s<>«»"]+
    |(?:mailto:|tel:|www\.)[^\s<>«»"]+
    |(?<![\w.+'-])[\w.+'-]++@[\w-]+(?:\.[\w-]+)+
    |\b\d{1,2}:\d{2}(?::\d{2})?\b
    |&(?:[a-zA-Z]+\d*|\#\d+|\#x[0-9a-fA-F]+);
    |\{\{?[^{}\n]*\}\}?)""",
    re.VERBOSE,
)

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)'(?=[\w«“])"), "’"),
    (re.compile(r"\.{3,}"), "…"),
    (re.compile(r'(?<![\w"])"(?=[^\s"])([^"\n]*[^\s"])"(?![\w"])'), "«\\1»"),
    (re.compile(rf"«{_SPACES}*(?=\S|$)"), f"«{NBSP}"),
    (re.compile(rf"(?<!{_SPACES}){_SPACES}*»"), f"{NBSP}»"),
    # Two guillemets in a row would otherwise gather two spaces between them.
    (re.compile(rf"«{NBSP}{{2,}}"), f"«{NBSP}"),
    # A space is there: make it the right one. After a line break it is an indent, left alone.
    (re.compile(rf"(?<!\s){_SPACES}+([;!?]+)(?=[\s»”)\],.…*_]|$)"), f"{NARROW}\\1"),
    (re.compile(rf"(?<!\s){_SPACES}+:(?=[\s*_]|$)"), f"{NBSP}:"),
    # No space: add it, only where the sign ends a word and is not part of a code.
    (re.compile(r"(?<=[\w»”)\]’…°])([;!?]+)(?=[\s»”)\],.…]|$)"), f"{NARROW}\\1"),
    (re.compile(r"(?<=[\w»”)\]…°%€]):(?=\s|$)"), f"{NBSP}:"),
    (re.compile(rf"(?<=\d){_SPACES}*((?:[kM]?€|%)(?!\w))"), f"{NARROW}\\1"),
    (re.compile(rf"(?<![\d,.])([1-9]\d{{0,2}}(?:{_SPACES}\d{{3}})+)(?!\d|{_SPACES}\d{{1,2}}(?!\d))"), "\\1"),
    (re.compile(rf"\b([nN]°){_SPACES}*(?=\d)"), f"\\1{NBSP}"),
    (re.compile(rf"\b(M\.|MM\.|Mme|Mmes|Dr|Pr|p\.|art\.){_SPACES}+(?=[A-ZÀ-ÖØ-Þ\d])"), f"\\1{NBSP}"),
    (re.compile(rf"(?<=\d){_SPACES}h{_SPACES}(?=\d\d\b)"), f"{NBSP}h{NBSP}"),
    (re.compile(rf"(?<=\d){_SPACES}h\b(?!’)"), f"{NBSP}h"),
)
_THOUSANDS = _RULES[11][0]
_INNER_SPACE = re.compile(_SPACES)


def _thousands(match: re.Match[str]) -> str:
    return _INNER_SPACE.sub(NARROW, match.group(0))


def _outside(pattern: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    """`change` applied to the pieces of `text` that `pattern` (one group) does not match."""
    pieces = pattern.split(text)
    return "".join(piece if index % 2 else change(piece) for index, piece in enumerate(pieces))


def _set(piece: str) -> str:
    if not piece:
        return piece
    for pattern, replacement in _RULES:
        piece = pattern.sub(_thousands if pattern is _THOUSANDS else replacement, piece)
    return piece


def typo_fr(text: str) -> str:
    """Set a plain text in French: spaces, apostrophes, guillemets, thousands; addresses and times stay as they are."""
    text = str(text)
    return _set_again(text) if len(text) <= LONGEST_KEPT else _outside(_PROTECTED, text, _set)


@lru_cache(maxsize=8192)
def _set_again(text: str) -> str:
    """Labels, names and places come back on every line of every list."""
    return _outside(_PROTECTED, text, _set)


def typo_escaped(text: str) -> str:
    """The same, ready to stand in HTML or in one of its attributes."""
    return _escaped_again(text) if len(text) <= LONGEST_KEPT else escape(typo_fr(text))


@lru_cache(maxsize=8192)
def _escaped_again(text: str) -> str:
    return escape(typo_fr(text))


_MARKUP = re.compile(r"(<(code|pre|script|style|svg|textarea|title)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>)", re.DOTALL | re.IGNORECASE)
_ORDINALS = re.compile(r"\b(?:(1)(er|re|ers|res)|([2-9]|[1-9]\d{1,2}|[IVX]{1,6})(e|es))\b(?![·⋅•‧’'.-]\w)")
_PIECES_PER_TAG = 3
_SPACE_ENTITIES = re.compile(r"&(?:nbsp|#160|#x0*a0|#8239|#x0*202f);", re.IGNORECASE)
"""What sanitizers make of our spaces: a second pass must know them again, or it adds its own beside them."""


def _raise_ordinals(text: str) -> str:
    return _ORDINALS.sub(lambda m: f"{m.group(1) or m.group(3)}<sup>{m.group(2) or m.group(4)}</sup>", text)


def typo_html(html: str) -> str:
    """The same over the text of an HTML fragment, never inside a tag or a code; 1er and 2e get their superscript."""
    parts = _MARKUP.split(_SPACE_ENTITIES.sub(lambda found: unescape(found.group()), str(html)))
    made: list[str] = []
    inside_sup = False
    # split() gives text, tag, name of the closed element (or None), text, …
    for index in range(0, len(parts), _PIECES_PER_TAG):
        text = typo_fr(parts[index])
        made.append(text if inside_sup else _outside(_PROTECTED, text, _raise_ordinals))
        if index + 1 < len(parts):
            tag = parts[index + 1]
            inside_sup = tag.lower().startswith("<sup")
            made.append(tag)
    return "".join(made)


def number(value: int) -> str:
    """12500 → « 12 500 », with narrow no-break spaces."""
    return f"{value:,}".replace(",", NARROW).replace("-", "−")


def plural(n: int, singular: str, many: str) -> str:
    """« 1 place restante », « 3 places restantes »; in French nought is singular."""
    return f"{number(n)} {singular if abs(n) < 2 else many}"


_ELIDED = re.compile(r"[aeiouàâäéèêëîïôöùûüœæ]|h[eéèêy]", re.IGNORECASE)


def of_name(name: str) -> str:
    """« de Siméon Arcadel », « d’Aïssata Clairval », « d’Hélène »."""
    return f"d’{name}" if _ELIDED.match(name) else f"de {name}"
