"""What a list is made of: columns, tabs, actions on a selection."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from html import escape
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from labo_ess.text.dates import medium_date, time_fr
from labo_ess.text.typography import number, typo_escaped

Reader = Callable[[Any], Any]


def _read(row: Any, reader: Reader | str) -> Any:
    if callable(reader):
        return reader(row)
    for name in reader.split("."):
        row = getattr(row, name, None)
        if row is None:
            return None
    return row() if callable(row) else row


_ANY = UUID(int=0)


def address_of(url_name: str, *above: Reader) -> Reader:
    """Where a row leads: `above` reads what stands before its public id in the address (the slug of its day…).

    The address is put together once for all the rows under the same object: finding it among all those of the house costs
    more than the rest of the line.
    """

    def address(row: Any) -> str:
        return _address(url_name, *(read(row) for read in above)).replace(str(_ANY), str(row.public_id))

    return address


@lru_cache(maxsize=256)
def _address(url_name: str, *above: str) -> str:
    return reverse(url_name, args=[*above, _ANY])


@dataclass(frozen=True)
class Column:
    """A column on screen and in the exported file.

    `value`: a function of the row or a path of attributes ("person.name"); `sort`: the lookups that order by it, none when it
    does not sort; `link`, `sub`: the address under the value, the small line under it; `export`: the value in a file when
    it differs; `shown`, `exported`: where the column appears.
    """

    key: str
    label: str
    value: Reader | str = ""
    sort: str | tuple[str, ...] = ()
    link: Reader | None = None
    sub: Reader | str | None = None
    export: Reader | str | None = None
    shown: bool = True
    exported: bool = True
    numeric: bool = False

    @property
    def orders(self) -> tuple[str, ...]:
        """The lookups of its ascending order."""
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort)

    def read(self, row: Any) -> Any:
        """The value of the row."""
        return _read(row, self.value or self.key)

    def plain(self, row: Any) -> Any:
        """The value in a file: typed, without markup."""
        value = self.read(row) if self.export is None else _read(row, self.export)
        if hasattr(value, "__html__"):
            return strip_tags(value) if isinstance(value, str) else str(value)
        return value

    def cell(self, row: Any) -> "Cell":
        """The value on screen."""
        sub = "" if self.sub is None else _read(row, self.sub)
        value = self.read(row)
        narrow = self.numeric or (isinstance(value, (int, date, time)) and not isinstance(value, bool))
        return Cell(self, _shown(value), self.link(row) if self.link else "", _shown(sub), narrow)


@dataclass(frozen=True)
class Cell:
    """What one row shows in one column."""

    column: Column
    text: SafeString
    link: str
    sub: SafeString
    numeric: bool


def _shown(value: Any) -> SafeString:
    if value is None or value == "":
        return SafeString("")
    if hasattr(value, "__html__"):
        return SafeString(value.__html__())
    if isinstance(value, bool):
        text = "Oui" if value else "Non"
    elif isinstance(value, int):
        text = number(value)
    elif isinstance(value, (datetime, date)):
        text = medium_date(value)
    elif isinstance(value, time):
        text = time_fr(value)
    else:
        return SafeString(typo_escaped(str(value)))
    return SafeString(escape(text))


@dataclass(frozen=True)
class Tab:
    """Rows of one state, with their count; `condition` None means all rows. The first tab is the one opened by default."""

    code: str
    label: str
    condition: Q | None = None


@dataclass(frozen=True)
class BulkAction:
    """A button over a selection: it posts `id` (several) or `tout` with `filtre` to `address`; `ListPage.selected` reads them.

    `address` is a URL name, or a function of the request; `allowed` a function of the user.
    """

    code: str
    label: str
    address: str | Callable[[Any], str] = ""
    icon: str = ""
    allowed: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Empty:
    """A list with nothing in it: one sentence on what belongs here, one button, one link to import."""

    sentence: str
    button: tuple[str, str] | None = None
    link: tuple[str, str] | None = None
