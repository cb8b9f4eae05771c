"""Refusals about minutes and decisions, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class MinutesRefused(Exception):
    """Minutes or a decision cannot become what was asked. `field` names the field of a form that the sentence belongs to."""

    field = ""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(typo_fr(sentence))
        self.field = field or self.field


class PassageRefused(MinutesRefused):
    """The table of passages does not know this one."""


class NotHeld(MinutesRefused):
    """Minutes are those of a meeting that took place."""

    def __init__(self) -> None:
        super().__init__("La réunion n’est pas close : son compte rendu se relit une fois la séance close. Rien n’a changé.")


class ReviewDateRefused(MinutesRefused):
    """Comments are asked until a day to come."""

    field = "comment_until"


class ReviewClosed(MinutesRefused):
    """Comments are no longer taken."""

    def __init__(self) -> None:
        super().__init__("La relecture est close : vos remarques ne peuvent plus être ajoutées ici. Rien n’a été enregistré ; écrivez à l’équipe.")


class NothingSaid(MinutesRefused):
    """A form sent without a word."""


class ReasonMissing(MinutesRefused):
    """A correction of approved minutes says why."""

    field = "why"


class NothingChanged(MinutesRefused):
    """A correction that corrects nothing."""

    field = "text"


class DecisionRefused(MinutesRefused):
    """A decision without words, or that the passages do not know."""

    field = "text"
