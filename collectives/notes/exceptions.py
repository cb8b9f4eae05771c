"""Why a note refuses."""

from labo_ess.text.typography import typo_fr


class NotInRevision(Exception):
    """The words of an extract are not in the revision it names."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Ces mots ne sont pas dans la note : rien n’a été enregistré. Rechargez la page, puis recommencez."))


class NothingWritten(Exception):
    """An extract without a word."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Écrivez ce qui s’est dit : l’extrait est vide, rien n’a été enregistré."))


class ExtractWithdrawn(Exception):
    """Someone withdrew the extract meanwhile."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Cet extrait a été retiré entre-temps. Remettez-le d’abord, puis corrigez-le."))
