"""Refusals of lists."""

from labo_ess.text.typography import typo_fr


class ListNameTaken(Exception):
    """Two living lists would bear one name."""

    def __init__(self, name: str) -> None:
        super().__init__(typo_fr(f"Une liste s’appelle déjà « {name} » : choisissez un autre nom, ou ajoutez les personnes à celle-ci."))
