"""What falls due: features register a sweep, one beat tick a minute runs all that is due."""

from collections.abc import Callable
from dataclasses import dataclass

from labo_ess.clock.discovery import import_everywhere

SweepFunction = Callable[[], int]


@dataclass(frozen=True)
class Sweep:
    """A function that looks at due rows and says how many it moved; running it twice must do no harm."""

    name: str
    every: int
    run: SweepFunction


_sweeps: dict[str, Sweep] = {}


def sweep(name: str, *, every: int = 60) -> Callable[[SweepFunction], SweepFunction]:
    """Register a sweep run once in each period of `every` seconds (a multiple of 60). Goes in a feature's `tasks.py`."""

    def register(function: SweepFunction) -> SweepFunction:
        known = _sweeps.get(name)
        if known is not None and known.run.__module__ != function.__module__:
            raise ValueError(f"two sweeps are named {name}")
        _sweeps[name] = Sweep(name, every, function)
        return function

    return register


def all_sweeps() -> list[Sweep]:
    """Every registered sweep, by name."""
    import_everywhere("tasks")
    return [_sweeps[name] for name in sorted(_sweeps)]
