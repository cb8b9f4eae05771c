"""Which encoding a file from a French desk is written in."""

import codecs

_CANDIDATES = (("windows-1252", "cp1252"), ("mac-roman", "mac_roman"), ("cp850", "cp850"))
_FRENCH = frozenset("éèêëàâäçîïôöùûüœæÉÈÊÀÂÇÎÔÙÛŒ«»’‘“”–—…€°·²ñáíóú\u00a0\u202f")
_UNLIKELY_PENALTY = 2
_SAMPLE = 200_000
_UTF16_SHARE = 0.3


def _score(text: str) -> int:
    """More where the characters beyond ASCII are those French texts have; a letter next to letters counts twice."""
    score = 0
    for before, char in zip(" " + text, text, strict=False):
        if char < "\x80":
            continue
        if char not in _FRENCH:
            score -= _UNLIKELY_PENALTY
        elif char.isalpha() and ((before.isalpha() and char.islower()) or not before.isalpha()):
            score += 2
        else:
            score += 1
    return score


def _utf16_without_mark(data: bytes) -> str | None:
    """`utf-16-le` or `-be` when every second byte is nearly always nought."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > _UTF16_SHARE and even < 0.05:
        return "utf-16-le"
    if even > _UTF16_SHARE and odd < 0.05:
        return "utf-16-be"
    return None


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding: utf-8, utf-8-sig, utf-16, windows-1252, mac-roman or cp850. Never raises."""
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :].decode("utf-8", "replace"), "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "utf-16"
    if codec := _utf16_without_mark(data):
        return data.decode(codec, "replace"), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:  # halves of characters, as old Java and MySQL write emoji: put together again, or shown as unreadable
        return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "utf-8"
    except UnicodeDecodeError:
        pass
    readings = []
    for rank, (name, codec) in enumerate(_CANDIDATES):
        try:
            sample = data.decode(codec)[:_SAMPLE]  # the whole, to know that it can be; the sample, to hold one text at a time
        except UnicodeDecodeError:
            continue
        readings.append((_score(sample), -rank, name, codec))
    _, _, name, codec = max(readings)
    return data.decode(codec), name
