"""Lists of words that admins edit: each is registered once by the feature that uses it, with its first words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChoiceList:
    """A list of the house: its code, its French name, the (code, label) pairs it starts with."""

    code: str
    label: str
    seeds: tuple[tuple[str, str], ...]


LISTS: dict[str, ChoiceList] = {}


def register(code: str, *, label: str, seeds: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> ChoiceList:
    """Make a list known; its seeds are written after migrate when they are missing."""
    LISTS[code] = ChoiceList(code, label, tuple(seeds))
    return LISTS[code]
