"""Refusals of backup, restore and watch, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class OperationRefused(Exception):
    """Nothing was changed; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typo_fr(sentence))


class BackupRefused(OperationRefused):
    """No bundle was made."""


class BundleRefused(OperationRefused):
    """The file is not a whole, unaltered bundle."""


class RestoreRefused(OperationRefused):
    """The bundle is good, but it may not be put back here as things are."""
