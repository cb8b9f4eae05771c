"""Why a synthesis refuses."""

from labo_ess.text.typography import typo_fr


class SynthesisRefused(Exception):
    """Any refusal of a synthesis; its text is for the person who asked."""


class NothingWritten(SynthesisRefused):
    """An empty sentence or heading."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Écrivez au moins un mot : rien n’a été enregistré."))


class MayNotQuote(SynthesisRefused):
    """Whoever spoke does not want to be quoted."""

    def __init__(self) -> None:
        super().__init__(typo_fr("La personne qui parle ne souhaite pas être citée : dites l’idée avec vos mots, l’extrait restera en source."))


class NotOfThisDay(SynthesisRefused):
    """The extract comes from elsewhere, or was withdrawn meanwhile."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Cet extrait a été retiré, ou ne vient pas d’ici : rien n’a été repris."))


class GoneMeanwhile(SynthesisRefused):
    """Someone removed the sentence or the section."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Quelqu’un a retiré ce passage entre-temps. Il est dans « Passages retirés », au bas de la page."))
