"""Why the accueil refuses."""

from labo_ess.text.typography import typo_fr


class AttendanceRefused(Exception):
    """Any refusal at the accueil; its text is for whoever stands at the door."""


class NotExpected(AttendanceRefused):
    """The registration was cancelled or belongs to another day."""

    def __init__(self) -> None:
        super().__init__(
            typo_fr("Cette personne n’est plus inscrite à la journée : rien n’a été noté. Ajoutez-la avec « Une personne non inscrite ».")
        )


class DeskClosed(AttendanceRefused):
    """Outside the days on which the accueil page works."""

    def __init__(self) -> None:
        super().__init__(typo_fr("La page d’accueil n’est ouverte que de la veille au lendemain de la journée : rien n’a été noté."))
