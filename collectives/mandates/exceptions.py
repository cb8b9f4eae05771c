"""Refusals about members, seats and mandates, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class MandateRefused(Exception):
    """A member or a mandate cannot become what was asked. `field` names the field of a form that the sentence belongs to."""

    field = ""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(typo_fr(sentence))
        self.field = field or self.field


class MemberMissing(MandateRefused):
    """Neither a person nor an organisation, or both."""


class MemberAlready(MandateRefused):
    """It is a member at that date already."""

    field = "since_on"


class DatesRefused(MandateRefused):
    """An end before its beginning, a mandate outside the membership."""

    field = "ends_on"


class SeatOfAPerson(MandateRefused):
    """A person holds its own seat."""


class AlreadyTitular(MandateRefused):
    """Two persons would hold the same quality of the same seat at once."""

    field = "starts_on"


class BothAtOnce(MandateRefused):
    """A suppléant·e who is also the titulaire replaces nobody."""

    field = "person"
