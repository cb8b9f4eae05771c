"""Who receives a kind of mailing. Upper features register theirs; this one only asks (DESIGN §2, named registries)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contacts.mailings.exceptions import UnknownKind

if TYPE_CHECKING:
    from contacts.directory.models import Person
    from contacts.mailings.models import Mailing
    from labo_ess.audit.actors import Actor


@dataclass(frozen=True)
class LeftOut:
    """A person who will not receive it, and why, in French."""

    person: "Person"
    reason: str


@dataclass
class Selection:
    """Who receives the mailing and who does not."""

    chosen: "list[Person]" = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def reasons(self) -> list[tuple[str, int]]:
        """Each reason with its number, most frequent first."""
        counted: dict[str, int] = {}
        for each in self.left_out:
            counted[each.reason] = counted.get(each.reason, 0) + 1
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


Finder = Callable[["Mailing"], Selection]
Hook = Callable[["Mailing", "Sequence[Person]", "Actor"], None]
Calendar = Callable[["Mailing", "Person", str, str], tuple[bytes, str]]
Obstacles = Callable[["Mailing", "Sequence[Person]"], dict[int, str]]
Addresses = Callable[["Mailing", "Sequence[Person]"], dict[int, str]]


@dataclass(frozen=True)
class Kind:
    """A kind of mailing: its words, who receives it, under which purpose, and what follows its departure."""

    name: str
    label: str
    find: Finder
    noun: tuple[str, str] = ("message", "messages")
    purpose: str = "invitation"
    on_send: Hook | None = None
    back: Callable[["Mailing"], tuple[str, str]] | None = None
    """Label and address of the page from which it is prepared."""
    reply_to: Callable[[Any], str] | None = None
    obstacles: Obstacles | None = None
    """Asked when the mails of a batch leave: for whom one no longer makes sense (by primary key), and why."""
    links: Addresses | None = None
    """The personal address of each person, by primary key, read in sets: what {lien} stands for."""
    calendar: Calendar | None = None
    """The event that goes with the mail: (mailing, person, their e-mail address, their link) → the file and its method."""


_kinds: dict[str, Kind] = {}


def recipients(
    name: str,
    *,
    label: str,
    noun: tuple[str, str] = ("message", "messages"),
    purpose: str = "invitation",
    on_send: Hook | None = None,
    back: Callable[["Mailing"], tuple[str, str]] | None = None,
    reply_to: Callable[[Any], str] | None = None,
    obstacles: Obstacles | None = None,
    links: Addresses | None = None,
    calendar: Calendar | None = None,
) -> Callable[[Finder], Finder]:
    """Register who receives a kind: `@recipients("invitation", label="Invitation à une journée", noun=("invitation", "invitations"))`.

    The finder answers a `Selection`. `on_send` runs in the transaction of the sending, with the persons chosen.
    """

    def register(find: Finder) -> Finder:
        _kinds[name] = Kind(name, label, find, noun, purpose, on_send, back, reply_to, obstacles, links, calendar)
        return find

    return register


def kind_of(name: str) -> Kind:
    """The kind of that name."""
    if name not in _kinds:
        raise UnknownKind
    return _kinds[name]


def kinds() -> dict[str, str]:
    """Every kind with its label."""
    return {name: kind.label for name, kind in _kinds.items()}
