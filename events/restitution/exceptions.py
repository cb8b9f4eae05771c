"""Why a fiche refuses."""

from labo_ess.text.typography import typo_fr


class LinkNotSent(Exception):
    """The link can be copied, not mailed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typo_fr(sentence))
