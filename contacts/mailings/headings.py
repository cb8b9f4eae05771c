"""How a page names a mailing: its subject as everyone will read it."""

import re

from contacts.mailings.models import Mailing
from contacts.mailings.placeholders import Reader, known
from labo_ess.text.names import clean_name

LONGEST = 500


def subject_of(mailing: Mailing) -> str:
    """Words that say the same to all are filled; those of each person keep their name, between brackets: « [Prénom], … »."""
    about = mailing.about
    words = known(mailing.kind)

    def said(match: re.Match[str]) -> str:
        word = words.get(match.group(1))
        if word is None:
            return match.group(0)
        if not word.for_all or word.raw or about is None:
            return f"[{word.label}]"
        return word.value(Reader(mailing, None, about, ""))  # type: ignore[arg-type]  # no word for all asks who reads

    return clean_name(re.sub(r"\{([^{}\n]*)\}", said, mailing.subject))[:LONGEST]
