"""Refusals about cycles and days, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class DayRefused(Exception):
    """A day cannot become what was asked. `field` names the field of a form that the sentence belongs to."""

    field = ""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(typo_fr(sentence))
        self.field = field or self.field


class PassageRefused(DayRefused):
    """The table of passages does not know this one."""


class PastByClockOnly(PassageRefused):
    """Nobody declares a day past: it is when it is over."""


class NotADraft(DayRefused):
    """Only a draft goes to the Corbeille: others are known to people outside."""


class HoursInDisorder(DayRefused):
    """It ends before it starts."""

    field = "ends"


class AddressTaken(DayRefused):
    """Another day or cycle lives at this address, or the house keeps the word for itself."""

    field = "slug"


class CapacityRefused(DayRefused):
    """Zero places is not a number of places."""

    field = "capacity"


class PartnerAlready(DayRefused):
    """This organisation holds this role already."""

    field = "organisation"


class RoomNameTaken(DayRefused):
    """Two rooms of one name cannot be told apart on the programme."""

    field = "name"


class RoomInUse(DayRefused):
    """Sessions take place in it."""
