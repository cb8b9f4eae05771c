"""Refusals about actions and boards, as sentences a person can act on."""

from datetime import date

from labo_ess.text.dates import long_date
from labo_ess.text.typography import typo_fr


class ActionRefused(Exception):
    """An action cannot become what was asked. `field` names the field of a form that the sentence belongs to."""

    field = ""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(typo_fr(sentence))
        self.field = field or self.field


class DueBeforeBirth(ActionRefused):
    """It is due before it was born."""

    field = "due_on"

    def __init__(self, due_on: date, born_on: date) -> None:
        super().__init__(
            f"L’échéance ({long_date(due_on)}) précède la naissance de l’action ({long_date(born_on)}) : "
            "choisissez une date à partir de ce jour. Rien n’a été enregistré."
        )


class NothingToDo(ActionRefused):
    """An action without a word."""

    field = "title"

    def __init__(self) -> None:
        super().__init__("Écrivez ce qu’il y a à faire.")


class PassageRefused(ActionRefused):
    """The table of passages does not know this one."""


class ActionClosed(ActionRefused):
    """It is done or dropped: it waits for nothing."""


class PostponedToThePast(ActionRefused):
    """A postponement looks ahead."""

    field = "new_date"

    def __init__(self) -> None:
        super().__init__("On reporte à un jour à venir : choisissez une date après aujourd’hui. Rien n’a changé.")


class ElsewhereRefused(ActionRefused):
    """A column, a label or a board of somebody else."""


class BoardRefused(ActionRefused):
    """A board cannot become what was asked."""


class NoAnchor(BoardRefused):
    """J−n of what?"""

    field = "anchor_date"

    def __init__(self) -> None:
        super().__init__("Ce tableau n’a pas de date d’ancrage : indiquez le jour J d’abord. Rien n’a changé.")


class NameTaken(BoardRefused):
    """A name that something else already bears."""

    field = "name"


class ColumnInUse(BoardRefused):
    """A board keeps at least one column."""


class CommitteeOnly(BoardRefused):
    """Only a board that follows a day has its date from elsewhere."""
