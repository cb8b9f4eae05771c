"""Refusals of consent."""

from labo_ess.text.typography import typo_fr


class NoAddressToSuppress(Exception):
    """The person has no address that could be remembered as « do not contact »."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Cette personne n’a pas d’adresse électronique : il n’y a rien à bloquer."))
