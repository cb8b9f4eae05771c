"""Refusals about démarches and collectives, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class GroupRefused(Exception):
    """A group cannot become what was asked. `field` names the field of a form that the sentence belongs to."""

    field = ""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(typo_fr(sentence))
        self.field = field or self.field


class NameMissing(GroupRefused):
    """A group or a démarche without a name."""

    field = "name"


class TerritoryMismatch(GroupRefused):
    """A département outside the région, an intercommunalité outside the département."""

    field = "department"


class QuorumRefused(GroupRefused):
    """A share of seats stands between one and a hundred."""

    field = "quorum_percent"


class PassageRefused(GroupRefused):
    """The table of passages does not know this one."""

    field = "after"


class PassageDateRefused(GroupRefused):
    """A passage is told once it is done, in its order."""

    field = "changed_on"


class ReasonMissing(GroupRefused):
    """An unmet criterion, or a step back, without a word of why."""

    field = "reason"


class StillPlanned(GroupRefused):
    """Something is planned that keeps the group from being closed."""

    field = "after"


class PhaseRefused(GroupRefused):
    """A phase that ends before it starts, or without a title."""

    field = "ends_on"


class NotEmpty(GroupRefused):
    """A démarche that still holds groups, a committee that belongs to its day."""
