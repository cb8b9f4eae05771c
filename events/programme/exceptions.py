"""Refusals about a programme, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class ProgrammeRefused(Exception):
    """The programme cannot become what was asked. `field` names the field of a form that the sentence belongs to."""

    field = ""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(typo_fr(sentence))
        self.field = field or self.field


class HoursInDisorder(ProgrammeRefused):
    """It ends before it starts."""

    field = "ends"


class OutsideTheDay(ProgrammeRefused):
    """The day has not begun yet, or is over."""

    field = "starts"


class RoomTaken(ProgrammeRefused):
    """Another session takes place there at the same time."""

    field = "room"


class CapacityRefused(ProgrammeRefused):
    """Zero places is not a number of places."""

    field = "capacity"


class SessionChosen(ProgrammeRefused):
    """People chose this atelier, or notes were taken in it: it cannot vanish under them."""


class RoleAlready(ProgrammeRefused):
    """This person holds this role in the session already."""

    field = "person"


class NothingToRelease(ProgrammeRefused):
    """No session yet, or nothing new since the last version."""
