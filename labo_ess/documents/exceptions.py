"""Why a file is refused."""

from labo_ess.text.typography import typo_fr


class UnreadableFile(Exception):
    """The file cannot be used; `str()` is a French sentence: what happened, and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(typo_fr(message))
