"""Refusals about mailings, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class MailingRefused(Exception):
    """The mailing cannot be saved or sent as it is. `field` names the part of a form that the sentence belongs to."""

    field = ""
    sentence = ""

    def __init__(self, sentence: str = "", field: str = "") -> None:
        super().__init__(typo_fr(sentence or self.sentence))
        self.field = field or self.field


class BadPlaceholder(MailingRefused):
    """The text holds braces that the house does not know how to fill."""


class AlreadySent(MailingRefused):
    """Its text is frozen."""

    sentence = "Cet envoi est déjà parti : son texte ne change plus. Préparez un autre envoi."


class RecipientsChanged(MailingRefused):
    """The count that was shown is no longer the right one."""

    def __init__(self, shown: int, now: int) -> None:
        super().__init__(
            f"La liste a changé pendant que vous relisiez : {shown} destinataires étaient annoncés, {now} aujourd’hui. "
            "Rien n’est parti : relisez, puis envoyez."
        )


class NobodyToWriteTo(MailingRefused):
    """Everybody is left out."""

    sentence = "Personne ne peut recevoir cet envoi : regardez qui est laissé de côté, et pourquoi. Rien n’est parti."


class NotUnderWay(MailingRefused):
    """Pause, resume and cancel are for a mailing that is leaving."""

    sentence = "Cet envoi n’est pas en cours : il n’y a rien à arrêter ni à reprendre."


class UnknownKind(MailingRefused):
    """No feature knows this kind of mailing any more."""

    sentence = "Cette sorte d’envoi n’existe plus dans cette version du logiciel."
