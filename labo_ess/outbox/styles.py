"""The look of a mail: mail readers know neither variables nor rem, so the tokens are written out, then inlined."""

import re
from functools import lru_cache

import css_inline
from django.conf import settings

_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;]+);")
_USE = re.compile(r"var\((--[\w-]+)\)")
_REM = re.compile(r"(?<![\w.])(\d*\.?\d+)rem\b")
PIXELS_PER_REM = 16


@lru_cache(maxsize=1)
def sheet() -> str:
    """`static/css/email.css` with the light values of the tokens in place of their names."""
    folder = settings.BASE_DIR / "static" / "css"
    tokens = (folder / "tokens.css").read_text(encoding="utf-8")
    light = tokens.split("@media (prefers-color-scheme: dark)")[0]
    values = {name: value.strip() for name, value in _TOKEN.findall(light)}
    css = _USE.sub(lambda use: values[use[1]], (folder / "email.css").read_text(encoding="utf-8"))
    return _REM.sub(lambda size: f"{float(size[1]) * PIXELS_PER_REM:g}px", css)


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, extra_css=sheet())


def inline(html: str) -> str:
    """The page with the sheet written into its elements; nothing is fetched."""
    return _inliner().inline(html)
