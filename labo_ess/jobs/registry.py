"""Works by name. A feature's `tasks.py` registers a function that runs in the worker and tells its progress."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from labo_ess.clock.discovery import import_everywhere
from labo_ess.jobs.exceptions import Cancelled, JobRefused, UnknownWork

if TYPE_CHECKING:
    from labo_ess.jobs.models import Job

__all__ = ["Cancelled", "JobRefused", "Progress", "Work", "all_works", "find", "work"]


class Progress(Protocol):
    """Tells how far the work is; raises `Cancelled` when it must stop. Never call it inside a transaction."""

    def __call__(self, done: int, total: int, sentence: str = "") -> None: ...


WorkFunction = Callable[["Job", Progress], object]


@dataclass(frozen=True)
class Work:
    """A kind of job: its name, its French label, what does it."""

    name: str
    label: str
    run: WorkFunction


_works: dict[str, Work] = {}


def work(name: str, *, label: str) -> Callable[[WorkFunction], WorkFunction]:
    """Register a work. It may be run again from its start after a crash, so its effects bear their own keys."""

    def register(function: WorkFunction) -> WorkFunction:
        known = _works.get(name)
        if known is not None and known.run.__module__ != function.__module__:
            raise ValueError(f"two works are named {name}")
        _works[name] = Work(name, label, function)
        return function

    return register


def find(name: str) -> Work:
    """The work of that name."""
    if name not in _works:
        import_everywhere("tasks")
    if name not in _works:
        raise UnknownWork(f"La tâche « {name} » n’existe plus dans cette version du logiciel.")
    return _works[name]


def all_works() -> list[Work]:
    """Every registered work, by label."""
    import_everywhere("tasks")
    return sorted(_works.values(), key=lambda one: one.label)
