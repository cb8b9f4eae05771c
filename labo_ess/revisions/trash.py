"""Which models have a Corbeille. Features register from their `receivers.py`, found on first use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from labo_ess.audit.actors import Actor
from labo_ess.clock.discovery import import_everywhere

KEPT_DAYS = 30


@dataclass(frozen=True)
class Bin:
    """One kind of thing that can be put back."""

    model: Any
    label: str
    can_restore: Callable[[Any, Any], bool]
    restore: Callable[[Any, Actor], Any] | None
    address: Callable[[Any], str] | None

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return self.model._meta.model_name


_bins: dict[str, Bin] = {}


def trashable(
    model: Any,
    label: str,
    *,
    can_restore: Callable[[Any, Any], bool],
    restore: Callable[[Any, Actor], Any] | None = None,
    address: Callable[[Any], str] | None = None,
) -> None:
    """Show trashed rows of a `Trashable` model in the Corbeille.

    `can_restore(user, obj)` says who sees and restores it; `restore(obj, by)` is the service of the feature when putting
    back is more than emptying `trashed_at`; `address(obj)` is where it lives once back.
    """
    found = Bin(model, label, can_restore, restore, address)
    _bins[found.key] = found


def bins() -> list[Bin]:
    """Every kind, in the order of their labels."""
    import_everywhere("receivers")
    return sorted(_bins.values(), key=lambda each: each.label)


def bin_of(key: str) -> Bin | None:
    """The kind of an address."""
    import_everywhere("receivers")
    return _bins.get(key)
