"""Refusals of the outbox, as sentences a person can act on."""

from labo_ess.text.typography import typo_fr


class OutboxRefused(Exception):
    """A mail cannot do what was asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typo_fr(sentence))


class UnknownMessage(OutboxRefused):
    """Nobody registered a message of that name."""


class CannotRetry(OutboxRefused):
    """Only a failed mail whose content can be written again may be sent again."""


class CauseGone(Exception):
    """The reason for the mail is no more: it is cancelled, with the sentence as its explanation."""


class Undeliverable(Exception):
    """The mail could not leave. `permanent`: final at once; otherwise tried again later; `connection_lost`: no other mail can either."""

    def __init__(self, sentence: str, *, permanent: bool, connection_lost: bool = False, code: int | None = None) -> None:
        super().__init__(typo_fr(sentence))
        self.code = code
        self.permanent = permanent
        self.connection_lost = connection_lost
