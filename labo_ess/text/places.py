"""A text set once for many people: marks stand where each person's own words will be put.

Rendering, typography and inlined styles are what a mail costs; they are spent once for all mails that look alike.
"""

import html
import re

from labo_ess.text.names import clean_name
from labo_ess.text.typography import typo_fr

# A word that nobody writes, that needs no escaping, and with a capital as names have, so that « M. » does not part from it; an
# address where an address will stand, so that Markdown and the sanitizer treat it as one (`.invalid` exists nowhere, RFC 2606).
_MARK = re.compile(r"(?:https://z|Z)q(\d+)qz(?:\.invalid/)?")
Frame = tuple[str, ...]
"""A text cut at its marks: text, number of a place, text, number, …, text."""


class Places:
    """The own words of one person, in the order in which a writer lays them down. Equal texts around them make equal frames."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def put(self, value: str) -> str:
        """The mark that stands for `value`, one plain line; nothing stays nothing, so that a template may ask."""
        value = clean_name(value)
        return f"Zq{self._keep(typo_fr(value))}qz" if value else ""

    def put_address(self, value: str) -> str:
        """The mark of an address of this house: links stand around it as around the address itself."""
        return f"https://zq{self._keep(value)}qz.invalid/" if value else ""

    def _keep(self, value: str) -> int:
        self.values.append(value)
        return len(self.values) - 1

    def fill(self, frame: Frame) -> str:
        """A plain text with the words in their places."""
        return _filled(frame, self.values)

    def fill_html(self, frame: Frame) -> str:
        """The same for HTML: the words are escaped."""
        return _filled(frame, [html.escape(value) for value in self.values])


def cut(text: str) -> Frame:
    """A rendered text, ready to be filled many times."""
    return tuple(_MARK.split(text))


def _filled(frame: Frame, values: list[str]) -> str:
    # A number without a word: the text itself held what looks like a mark. It stays as it was.
    pieces = [piece if not at % 2 else values[int(piece)] if int(piece) < len(values) else f"Zq{piece}qz" for at, piece in enumerate(frame)]
    return "".join(pieces)
