"""Refusals of importing."""

from labo_ess.text.typography import typo_fr


class ImportRefused(Exception):
    """The file as a whole is not taken."""

    def __init__(self, message: str) -> None:
        super().__init__(typo_fr(message)[:500])


class NotReady(Exception):
    """The batch is not in the state that the act needs."""

    def __init__(self, message: str) -> None:
        super().__init__(typo_fr(message))
