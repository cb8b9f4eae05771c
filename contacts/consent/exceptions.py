"""Refusals of consent."""

from labo_ess.text.typography import typo_fr


class NoAddressToSuppress(Exception):
    """The person has no address that could be remembered as « do not contact »."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Cette personne n’a pas d’adresse électronique : il n’y a rien à bloquer."))


class SubscriptionRefused(Exception):
    """The link was followed, and the house may still not write to this address."""

    def __init__(self) -> None:
        super().__init__(
            typo_fr("Cette adresse a demandé à ne plus recevoir de message de nous. Rien n’a changé : pour vous abonner malgré cela, écrivez-nous.")
        )
