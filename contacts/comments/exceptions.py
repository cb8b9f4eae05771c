"""Refusals about comments, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class CommentRefused(Exception):
    """A comment cannot be written or withdrawn. `field` names the field that the sentence belongs to."""

    field = "text"


class NothingSaid(CommentRefused):
    """A comment without a word."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Écrivez un commentaire avant de l’envoyer."))


class TooLong(CommentRefused):
    """Longer than a comment may be."""

    def __init__(self, longest: int) -> None:
        super().__init__(typo_fr(f"Ce commentaire est trop long : {longest} caractères au plus. Il n’a pas été envoyé, raccourcissez-le."))


class NotTheirs(CommentRefused):
    """Somebody else's comment."""

    def __init__(self) -> None:
        super().__init__(typo_fr("Seule la personne qui a écrit ce commentaire, ou l’équipe, peut le retirer. Rien n’a changé."))
