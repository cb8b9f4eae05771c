"""Names as they are stored: one line, no control or invisible character."""

import unicodedata

_DROPPED = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def clean_name(text: str | None) -> str:
    """`text` on one line: spaces collapsed, control, bidi and zero-width characters gone, accents composed (NFC).

    A line break becomes a space: a name can never open a new header of a mail or a new line of a calendar.
    """
    composed = unicodedata.normalize("NFC", text or "")
    if composed.isprintable():  # most names: nothing to drop
        return " ".join(composed.split())
    spaced = "".join(" " if c.isspace() else c for c in composed)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in _DROPPED).split())


def clean_text(text: str | None) -> str:
    """Several lines as they are stored: line ends as `\\n`, NFC, no control character but line ends and tabs, no space around."""
    composed = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in composed if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
