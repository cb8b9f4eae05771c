"""Refusals about meetings, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class MeetingRefused(Exception):
    """A meeting cannot become what was asked. `field` names the field of a form that the sentence belongs to."""

    field = ""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(typo_fr(sentence))
        self.field = field or self.field


class TitleMissing(MeetingRefused):
    """A meeting or a point without a word."""

    field = "title"


class EndsBeforeStart(MeetingRefused):
    """It would end before it starts."""

    field = "ends"

    def __init__(self) -> None:
        super().__init__("La réunion finit avant d’avoir commencé : corrigez l’heure de fin. Rien n’a été enregistré.")


class PastDateRefused(MeetingRefused):
    """Nobody is called to yesterday; a past meeting is recorded instead."""

    field = "date"


class PassageRefused(MeetingRefused):
    """The table of passages does not know this one."""


class MinutesLocked(MeetingRefused):
    """Approved minutes do not change: a correction is a new revision."""

    def __init__(self) -> None:
        super().__init__("Le compte rendu est approuvé : il ne change plus. Passez par « Corriger le compte rendu », qui garde les deux versions.")


class NobodyToConvene(MeetingRefused):
    """No member can be written to."""


class AnswersClosed(MeetingRefused):
    """The meeting took place, was cancelled, or was never convened."""

    def __init__(self) -> None:
        super().__init__("Cette réunion n’attend plus de réponse : elle est passée, annulée, ou pas encore convoquée. Rien n’a été enregistré.")


class ProxyRefused(MeetingRefused):
    """A pouvoir that could not count."""

    field = "proxy_to"


class PresenceRefused(MeetingRefused):
    """A presence that would count a seat twice or not at all."""


class PointInUse(MeetingRefused):
    """Something was said or decided under it."""
