"""What each model holds on people: read by the register of processing, by merging and by erasure, and by a test.

The declaration is a plain attribute named `personal`; it imports nothing from the features.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class NoPerson:
    """The model says nothing about anybody; `why` is one clause in French."""

    why: str


@dataclass(frozen=True)
class Personal:
    """The model says something about a person.

    `person` is the lookup from a row to its person (`self` when the row is the person or the account).
    `fields` gives, for each field that says something of the person, who may read it; `plain` names the text fields
    that do not. `merge`: `move` the row to the survivor, keep one when `unique`, or `keep` it where it is.
    """

    person: str
    purpose: str
    basis: str
    keep: str
    fields: dict[str, str] = field(default_factory=dict)
    plain: tuple[str, ...] = ()
    merge: str = "move"


Declaration = Personal | NoPerson
