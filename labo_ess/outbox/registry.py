"""Messages by name. A feature's `emails.py` registers a function that writes the mail when it leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labo_ess.clock.discovery import import_everywhere
from labo_ess.outbox.exceptions import UnknownMessage

if TYPE_CHECKING:
    from labo_ess.outbox.mail import Mail
    from labo_ess.outbox.models import OutboxEmail

    Writer = Callable[..., Mail]
    Reader = Callable[[list[OutboxEmail]], Any]


@dataclass(frozen=True)
class Message:
    """A kind of mail: its name, its French label, who writes it, and what is read around `row.about` (select_related).

    `read` reads in sets what the writer needs for a whole batch.
    """

    name: str
    label: str
    writer: "Writer"
    related: tuple[str, ...] = ()
    read: "Reader | None" = None

    def write(self, row: "OutboxEmail", facts: Any = None) -> "Mail":
        """The mail of a row; `facts` is what `read` answered for its batch, read for this row alone when it is not given."""
        if self.read is None:
            return self.writer(row)
        return self.writer(row, self.read([row]) if facts is None else facts)


_messages: dict[str, Message] = {}


def message(name: str, *, label: str, related: tuple[str, ...] = (), read: "Reader | None" = None) -> "Callable[[Writer], Writer]":
    """Register the writer of a message. It reads only ids from the row and makes secret links itself.

    `row.about` of a whole batch is read in one query, with the `related` objects named here. A message that leaves for many has a
    `read`: it is asked once for the rows of a batch, and the writer is given its answer beside each row: `writer(row, facts)`.
    """

    def register(function: "Writer") -> "Writer":
        known = _messages.get(name)
        if known is not None and known.writer.__module__ != function.__module__:
            raise ValueError(f"two messages are named {name}")
        _messages[name] = Message(name, label, function, related, read)
        return function

    return register


def find(name: str) -> Message:
    """The message of that name."""
    if name not in _messages:
        import_everywhere("emails")
    if name not in _messages:
        raise UnknownMessage(f"Le message « {name} » n’existe plus dans cette version du logiciel.")
    return _messages[name]


def label_of(name: str) -> str:
    """Its French label, or its name when nobody knows it any more."""
    try:
        return find(name).label
    except UnknownMessage:
        return SIGN_IN_LABEL if name == SIGN_IN else name


def all_messages() -> list[Message]:
    """Every registered message, by label."""
    import_everywhere("emails")
    return sorted(_messages.values(), key=lambda one: one.label)


SIGN_IN = "sign_in"
SIGN_IN_LABEL = "Courriel de connexion"
