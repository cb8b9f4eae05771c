"""Markdown that people type → safe HTML for pages and PDFs, or plain text for mails."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from labo_ess.text.typography import typo_fr, typo_html

_TAGS = {"p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "a", "h3", "h4", "h5", "h6", "hr", "code", "pre", "sup"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_FIRST_HEADING = 3
_LAST_HEADING = 6

_reader = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True}).enable(["table", "strikethrough", "linkify"]).disable("image")


def _tokens(text: str) -> list[Token]:
    tokens = _reader.parse(text.replace("\x00", ""))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            # The page already has its h1 and h2.
            level = min(int(token.tag[1]) + _FIRST_HEADING - 1, _LAST_HEADING)
            token.tag = f"h{level}"
        if token.type in ("th_open", "td_open"):
            token.attrs.pop("style", None)  # the strict policy refuses style attributes
    return tokens


def render_markdown(text: str) -> str:
    """Safe HTML, set in French; headings start at h3, no image, no raw HTML, links to http(s), mail and phone only."""
    html = _reader.renderer.render(_tokens(text or ""), _reader.options, {})
    safe = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes=_SCHEMES, link_rel="noopener noreferrer")
    safe = safe.replace("&nbsp;", "\u00a0")  # written so by the cleaner: typography would add a second one
    return typo_html(safe).strip()


def _inline_text(token: Token) -> str:
    made: list[str] = []
    targets: list[tuple[str, int]] = []
    for child in token.children or []:
        if child.type == "link_open":
            targets.append((str(child.attrs.get("href", "")), len(made)))
        elif child.type == "link_close" and targets:
            href, start = targets.pop()
            label = "".join(made[start:])
            bare = href.removeprefix("mailto:").removeprefix("tel:")
            if href.split(":", 1)[0] in _SCHEMES and bare not in (label, f"http://{label}", f"https://{label}"):
                made.append(f" ({bare})")
        elif child.type in ("softbreak", "hardbreak"):
            made.append("\n")
        else:
            made.append(child.content)
    return "".join(made)


class _PlainWriter:
    """Gathers the blocks of a text, with the marks of its lists."""

    def __init__(self) -> None:
        self.text = ""
        self.counters: list[int | None] = []
        self.mark = ""
        self.fresh_list = True

    def take(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self.counters.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
            self.fresh_list = len(self.counters) == 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.counters.pop()
        elif token.type == "list_item_open":
            self._open_item()
        elif token.type == "inline":
            self._write(_inline_text(token))
        elif token.type in ("fence", "code_block"):
            self.text += "\n\n" + token.content.rstrip()
        elif token.type == "hr":
            self.text += "\n\n—"

    def _open_item(self) -> None:
        rank = self.counters[-1]
        self.mark = "– " if rank is None else f"{rank}. "
        if rank is not None:
            self.counters[-1] = rank + 1

    def _write(self, content: str) -> None:
        indent = "  " * max(len(self.counters) - 1, 0)
        lead = indent + (self.mark or ("  " if self.counters else ""))
        self.text += "\n" if self.mark and not self.fresh_list else "\n\n"
        self.text += lead + content.replace("\n", "\n" + " " * len(lead))
        self.mark, self.fresh_list = "", False


def markdown_to_text(text: str) -> str:
    """The same text without marks, links written out after their words: the plain part of a mail."""
    writer = _PlainWriter()
    for token in _tokens(text or ""):
        writer.take(token)
    return typo_fr(writer.text.strip("\n"))
