"""Refusals about registrations, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class RegistrationRefused(Exception):
    """The answer cannot be taken as it is. `field` names the part of a form that the sentence belongs to."""

    field = ""
    sentence = ""

    def __init__(self, sentence: str = "", field: str = "") -> None:
        super().__init__(typo_fr(sentence or self.sentence))
        self.field = field or self.field


class DayClosed(RegistrationRefused):
    """Registrations are not open: not yet, closed, or the day is past."""


class DayFull(RegistrationRefused):
    """Nobody can be moved up: every place is taken."""

    sentence = "Toutes les places de la journée sont prises : augmentez leur nombre ou désinscrivez quelqu’un d’abord. Rien n’a changé."


class SessionFull(RegistrationRefused):
    """Nobody can be moved up in this atelier: every place is taken."""

    sentence = "Toutes les places de cet atelier sont prises : augmentez leur nombre ou libérez-en une d’abord. Rien n’a changé."


class SessionsOverlap(RegistrationRefused):
    """Two chosen ateliers take place at the same time."""

    field = "ateliers"


class SessionElsewhere(RegistrationRefused):
    """The atelier is not one of this day."""

    field = "ateliers"
    sentence = "Cet atelier n’est plus au programme de la journée : choisissez-en un autre. Rien n’a été enregistré."


class SessionNotBookable(RegistrationRefused):
    """The session is open to everybody: it is not chosen."""

    field = "ateliers"
    sentence = "Cette séance est ouverte à tous·tes : il n’y a pas à la choisir. Rien n’a été enregistré."


class RegistrationWasRefused(RegistrationRefused):
    """The team said no; only the team can come back on it."""

    sentence = "Cette inscription a été refusée : écrivez à l’équipe pour en parler. Rien n’a changé."


class PassageRefused(RegistrationRefused):
    """The table of passages does not know this one."""
