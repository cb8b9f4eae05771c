"""The guide: chapters in Markdown under docs/guide, read from the disk and kept until a file changes."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from labo_ess.text.markdown import markdown_to_text, render_markdown
from labo_ess.text.search import search_key
from labo_ess.text.slugs import slugify_fr
from labo_ess.text.typography import typo_html

SLUG = re.compile(r"^[a-z0-9-]+$")
IMAGE = re.compile(r"!\[([^\]]*)\]\((?:images/)?([a-z0-9-]+\.(?:png|webp|jpg))\)")
CHAPTER_LINK = re.compile(r"\]\((?:\d+-)?([a-z0-9-]+)\.md(#[a-z0-9-]+)?\)")
PAGES = re.compile(r"^(##+) ([^\n]+)\n+<!-- pages: ([\w: -]+) -->\n", re.MULTILINE)
EXCERPT = 180
PHONE = 500
"""Pictures narrower than this stand side by side."""


@dataclass(frozen=True)
class Part:
    """A heading of a chapter and its anchor."""

    title: str
    anchor: str


@dataclass(frozen=True)
class Chapter:
    """One file of the guide: `# title`, a first paragraph that sums it up, parts under `##`."""

    slug: str
    title: str
    lead: str
    html: str
    text: str
    parts: tuple[Part, ...]
    pages: dict[str, str]  # which part speaks of which page: names of addresses → anchors


@dataclass(frozen=True)
class Found:
    """A chapter that answers a search, and the words around the answer."""

    chapter: Chapter
    excerpt: str


def folder() -> Path:
    """Where the guide lives."""
    return Path(settings.BASE_DIR) / "docs" / "guide"


def chapters() -> list[Chapter]:
    """Every chapter: the index first, then by file name (`10-preparer-une-journee.md` comes before `20-…`)."""
    paths = sorted(folder().glob("*.md"), key=lambda path: (path.stem != "index", path.stem))
    return [_read(path, path.stat().st_mtime_ns) for path in paths]


def chapter(slug: str) -> Chapter | None:
    """One chapter by the name in its address."""
    return next((found for found in chapters() if found.slug == slug), None) if SLUG.match(slug) else None


def address_for(view_name: str) -> str:
    """Where the guide speaks of a page, by the name of its address; empty when it does not."""
    for found in chapters():
        if found.slug != "index" and view_name in found.pages:
            return reverse("help:chapter", args=[found.slug]) + f"#{found.pages[view_name]}"
    return ""


def search(text: str) -> list[Found]:
    """Chapters that hold every word of `text`, accents and case forgiven."""
    words = search_key(text).split()
    if not words:
        return []
    return [Found(found, _around(found.text, words[0])) for found in chapters() if all(word in search_key(found.title, found.text) for word in words)]


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Chapter:
    source = path.read_text(encoding="utf-8")
    title, _, body = source.lstrip().removeprefix("# ").partition("\n")
    pages = {name: slugify_fr(heading) for _, heading, names in PAGES.findall(body) for name in names.split()}
    body = CHAPTER_LINK.sub(_link_to_chapter, PAGES.sub(r"\1 \2\n", body))
    lead = next((piece.strip() for piece in body.split("\n\n") if piece.strip() and not piece.lstrip().startswith(("#", "!", "-", "1."))), "")
    slug = re.sub(r"^\d+-", "", path.stem)
    html, parts = _with_anchors(_with_images(render_markdown(IMAGE.sub(_mark_image, body))))
    return Chapter(slug, title.strip(), markdown_to_text(lead), typo_html(html), markdown_to_text(IMAGE.sub("", body)), parts, pages)


# Markdown of the house shows no image: those of the guide are marked before and put back after, from a closed list of names.
def _mark_image(match: re.Match[str]) -> str:
    return f"IMAGEDUGUIDE:{match.group(2)}:{match.group(1)}:FIN"


def _with_images(html: str) -> str:
    figure = re.compile(
        r"(?:<p>)?IMAGEDUGUIDE[\s\u00a0]*:[\s\u00a0]*([a-z0-9-]+\.[a-z]+)[\s\u00a0]*:[\s\u00a0]*(.*?)[\s\u00a0]*:FIN(?:</p>)?", re.DOTALL
    )
    return figure.sub(lambda found: _figure(found.group(1), found.group(2)), html)


def _figure(name: str, words: str) -> str:
    """A picture with its words, its room kept before it comes, and a click away from its full size."""
    size = _size(folder() / "images" / name)
    room = f' width="{size[0]}" height="{size[1]}"' if size else ""
    narrow = " guide-phone" if size and size[0] < PHONE else ""
    address = f"/bureau/aide/images/{name}"
    picture = f'<img src="{address}" alt="{words}" loading="lazy"{room}>'
    return f'<figure class="guide-figure{narrow}"><a href="{address}">{picture}</a></figure>'


def _size(path: Path) -> tuple[int, int] | None:
    """Width and height, as the head of a PNG says them."""
    head = path.read_bytes()[:24] if path.suffix == ".png" and path.is_file() else b""
    return (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) if len(head) == 24 else None


def _link_to_chapter(match: re.Match[str]) -> str:
    """Chapters name each other as files, so that the guide also reads on the forge."""
    slug, anchor = match.group(1), match.group(2) or ""
    return f"]({reverse('help:index') if slug == 'index' else reverse('help:chapter', args=[slug])}{anchor})"


def _with_anchors(html: str) -> tuple[str, tuple[Part, ...]]:
    """Headings one level up (a chapter's title is the page's own), each with an anchor."""
    parts: list[Part] = []

    def heading(match: re.Match[str]) -> str:
        level, inside = int(match.group(1)), match.group(2)
        name = re.sub(r"<[^>]+>", "", inside)
        anchor = slugify_fr(name)
        if level == 4:
            parts.append(Part(name, anchor))
        return f'<h{level - 2} id="{anchor}">{inside}</h{level - 2}>'

    return re.sub(r"<h([4-6])>(.*?)</h\1>", heading, html, flags=re.DOTALL), tuple(parts)


def _around(text: str, word: str) -> str:
    flat = " ".join(text.split())
    for match in re.finditer(r"\w+", flat):
        if word in search_key(match.group(0)):
            start = max(0, match.start() - EXCERPT // 2)
            return f"{'…' if start else ''}{flat[start : start + EXCERPT]}…"
    return flat[:EXCERPT]
