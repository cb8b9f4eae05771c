"""Text pasted from elsewhere: HTML of a word processor becomes plain Markdown, its styles and scripts go."""

import re
from functools import partial
from html.parser import HTMLParser

from labo_ess.text.names import clean_text

_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!--|!doctype\b|/?(?:html|head|body|p|div|span|br|b|i|u|em|strong|a|ul|ol|li|table|tbody|tr|td|th|h[1-6]|font|style|script|img|svg|iframe"
    r"|object|embed|meta|link|form|input|o:p|w:[a-z]+|m:[a-z]+|v:[a-z]+|xml)(?:\s[^<>]*)?/?>)",
    re.IGNORECASE,
)
_DROPPED = {"style", "script", "head", "title", "xml", "template", "noscript", "svg", "math", "object", "iframe", "textarea", "select"}
_BLOCKS = {"p", "div", "section", "article", "header", "footer", "blockquote", "table", "tr", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
_BOLD, _ITALIC = {"b", "strong"}, {"i", "em"}
_BOLD_MARK, _ITALIC_MARK = "\x01", "\x02"
"""Signs that no cleaned text holds, until the spaces around an emphasis are known."""
_CONDITIONAL = re.compile(r"<!--\[if(?:(?!<!--\[if).)*?<!\[endif\]-->|<!\[(?:if|endif)[^<>]*\]>", re.DOTALL | re.IGNORECASE)


class _Reader(HTMLParser):
    """Keeps words, paragraphs, lists and emphasis."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.dropped: list[str] = []
        self.lists: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a line or an emphasis."""
        if tag in _DROPPED:
            self.dropped.append(tag)
        if self.dropped:
            return
        if tag == "br":
            self.parts.append("\n")
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else -1)
            self.parts.append("\n\n" if len(self.lists) == 1 else "")
        elif tag == "li":
            self.parts.append(f"\n{self._mark()}")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n" + ("### " if re.fullmatch(r"h[1-6]", tag) else ""))
        elif tag in _BOLD | _ITALIC:
            self.parts.append(_BOLD_MARK if tag in _BOLD else _ITALIC_MARK)

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        if tag in _DROPPED:
            if tag in self.dropped:
                self.dropped.remove(tag)
            return
        if self.dropped:
            return
        if tag in ("ul", "ol"):
            if self.lists:
                self.lists.pop()
            self.parts.append("\n\n" if not self.lists else "")
        elif tag in _BLOCKS and not self.lists:
            self.parts.append("\n\n")
        elif tag in _BOLD | _ITALIC:
            self.parts.append(_BOLD_MARK if tag in _BOLD else _ITALIC_MARK)

    def handle_data(self, data: str) -> None:
        """Words; line ends inside a paragraph are spaces."""
        if not self.dropped:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _mark(self) -> str:
        indent = "  " * max(len(self.lists) - 1, 0)
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            return f"{indent}{self.lists[-1]}. "
        return f"{indent}- "


def _emphasis(mark: str, found: re.Match[str]) -> str:
    """The words between two signs of emphasis, the spaces around them outside; an emphasis on nothing goes."""
    words = found[1].strip()
    before, _, after = found[1].partition(words) if words else (found[1], "", "")
    return f"{before}{mark}{words}{mark}{after}" if words else before


def _closed(html: str) -> str:
    """Without the beginnings of comments that nothing ends: the parser would read to the end after each of them."""
    closed, end, rest = html.rpartition("-->")
    return closed + end + rest.replace("<!--", "")


def looks_like_html(text: str) -> bool:
    """Somebody pasted markup, not words: « a < b » is words."""
    return bool(_LOOKS_LIKE_HTML.search(text))


def clean_pasted(text: str | None) -> str:
    """What is stored of a text that somebody typed or pasted: words, paragraphs, lists and emphasis."""
    given = clean_text(text)
    if not looks_like_html(given):
        return given
    reader = _Reader()
    reader.feed(_closed(_CONDITIONAL.sub("", given)))
    reader.close()
    text = "".join(reader.parts).replace("\u00a0", " ")
    for sign, mark in ((_ITALIC_MARK, "*"), (_BOLD_MARK, "**")):
        text = re.sub(rf"{sign}([^{sign}]*){sign}", partial(_emphasis, mark), text).replace(sign, "")
    lines = [re.sub(r"(?<=\S) {2,}", " ", line).rstrip() for line in text.split("\n")]
    lines = [line if re.match(r"\s*(?:-|\d+\.) ", line) else line.strip() for line in lines]
    return clean_text(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))
