"""Refusals about invitations, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class InvitationRefused(Exception):
    """Nobody can be invited as asked. `field` names the part of a form that the sentence belongs to."""

    field = ""
    sentence = ""

    def __init__(self, sentence: str = "", field: str = "") -> None:
        super().__init__(typo_fr(sentence or self.sentence))
        self.field = field or self.field


class NobodyNew(InvitationRefused):
    """Everybody named is invited already."""

    sentence = "Toutes ces personnes sont déjà invitées à cette journée. Rien n’a changé."


class DayOver(InvitationRefused):
    """Nobody is invited to a day that is past."""

    sentence = "Cette journée est passée : on n’y invite plus personne."


class NobodySilent(InvitationRefused):
    """Everybody invited has answered."""

    sentence = "Toutes les personnes invitées ont répondu : il n’y a personne à relancer."


class NoAnswerTaken(InvitationRefused):
    """A reminder asks for an answer that the day does not take."""

    sentence = "Les inscriptions de cette journée ne sont pas ouvertes : une relance ne mènerait à rien. Ouvrez-les d’abord."


class PassageRefused(InvitationRefused):
    """The table of passages does not know this one."""
