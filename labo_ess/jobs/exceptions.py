"""How a job ends otherwise than well."""

from labo_ess.text.typography import typo_fr


class JobRefused(Exception):
    """The work cannot be done, for a reason the person can act on (a French sentence)."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typo_fr(sentence))


class Cancelled(Exception):
    """Raised by `progress` when someone asked to stop, or when another worker took the job over."""


class UnknownWork(JobRefused):
    """Nobody registered a work of that name."""
