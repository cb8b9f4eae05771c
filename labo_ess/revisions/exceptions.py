"""Refusals of the revisions."""

from typing import Any

from labo_ess.text.typography import typo_fr


class StaleVersion(Exception):
    """Someone else saved the row since the page was shown. `obj` is as it stands now in the database."""

    def __init__(self, obj: Any) -> None:
        self.obj = obj
        super().__init__(
            typo_fr(
                "Quelqu’un d’autre a enregistré une modification pendant que vous écriviez. "
                "Votre texte est conservé : choisissez ce qu’il faut garder."
            )
        )


class NotInTrash(Exception):
    """The row left the Corbeille meanwhile."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Cet élément n’est plus dans la corbeille : il a déjà été rétabli ou supprimé."))
