"""One folded text for searching, matching and sorting, the same in both engines.

Case, accents, œ and æ, apostrophes, and the signs of inclusive writing (· ⋅ • ‧ . - and brackets) are forgiven, so that
« acteur·rice·s », « acteur-ric-e-s », « acteur.rice.s » and « acteurices » become one word. A hyphen that is not an
inclusive one parts words: « Jean-Pierre » meets « Jean Pierre ». Grouped digits are joined: « 02 38 70 30 30 » meets
« 0238703030 » and « +33 2 38 70 30 30 ».
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"})
_MIDDLE_DOTS = "·⋅•‧・∙"
_SUFFIX = r"(?:e|es|s|ne|nes|ric|rice|rices|trice|trices|euse|euses|se|ses|ere|eres|fe|fes|ve|ves|ale|ales|elle|elles|te|tes)"
_IN_BRACKETS = re.compile(r"(?<=[^\W\d_])\(([^\W\d_]{1,6})\)")
_INNER_DOT = re.compile(rf"(?<=[^\W_])[{_MIDDLE_DOTS}.](?=[^\W_])")
_INCLUSIVE_HYPHEN = re.compile(rf"(?<=[^\W\d_])[-\u2010\u2011](?={_SUFFIX}(?![^\W_]))")
_DOUBLED_FEMININE = re.compile(r"(?<=eu)r[rt](?=ices?\b)")
_PHONE_PREFIX = re.compile(r"(?:\+|\b00)(?:33|262|590|594|596)[\s.\-]*+(?:\(0\))?[\s.\-]*+(?=[1-9](?:[\s.\-]*\d){8}(?!\d))")
_GROUPED_DIGITS = re.compile(r"(?<!\d)\d(?:[ \-/]?\d){7,}(?!\d)")
_NOT_KEPT = re.compile(r"[^\w@]|_")


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    # A second pass: case folding can bring marks back (İ → i + dot).
    text = unicodedata.normalize("NFKD", text)
    if not text.isascii():
        text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    text = _PHONE_PREFIX.sub("0", text)
    text = _IN_BRACKETS.sub(r"\1", text)
    text = _INCLUSIVE_HYPHEN.sub("", text)
    text = _INNER_DOT.sub("", text)
    text = _GROUPED_DIGITS.sub(lambda m: re.sub(r"\D", "", m.group(0)), text)
    text = " ".join(_NOT_KEPT.sub(" ", text).split())
    return _DOUBLED_FEMININE.sub("r", text)


_fold_again = lru_cache(maxsize=4096)(_fold)
_SHORT = 80
"""Names, labels and subjects come back again and again; long texts are not worth their memory."""


def search_key(*parts: str | None) -> str:
    """The folded words of `parts`, parted by single spaces."""
    texts = (str(part) for part in parts if part)
    return " ".join(folded for text in texts if (folded := (_fold_again if len(text) <= _SHORT else _fold)(text)))


_ARTICLE = re.compile(r"^(?:l|le|la|les) ")


def sort_key(text: str | None, *, skip_article: bool = False) -> str:
    """Sorts « É » with « E »; with `skip_article`, « L’Atelier » stands at A."""
    folded = search_key(text)
    return _ARTICLE.sub("", folded) if skip_article else folded
