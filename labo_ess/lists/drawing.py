"""The lines of a list as HTML. Fifty lines of six cells cost a template ten times what they cost here."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from labo_ess.lists.columns import Cell
from labo_ess.text.typography import typo_escaped

NUMERIC = ' class="num"'


def tick(key: str, name: str, *, all_selected: bool) -> str:
    """The box that takes a line into the selection."""
    taken = " checked disabled" if all_selected else ""
    return (
        '<td class="cell-check"><input class="form-check-input is-bare" type="checkbox" name="id" '
        f'value="{escape(key)}" aria-label="Sélectionner {escape(name)}"{taken}></td>'
    )


def cells(first: Cell, others: Sequence[Cell]) -> SafeString:
    """What a line says: the first cell is its head, the others know their column on a phone."""
    said = "".join(
        f'<td{NUMERIC if cell.numeric else ""} data-label="{typo_escaped(cell.column.label)}">{_text(cell)}{_sub(cell)}</td>' for cell in others
    )
    return SafeString(f'<th scope="row">{_text(first)}{_sub(first)}</th>{said}')


def _text(cell: Cell) -> str:
    """The words, under their address if there are any."""
    return f'<a href="{escape(cell.link)}">{cell.text}</a>' if cell.link and cell.text else cell.text


def _sub(cell: Cell) -> str:
    return f'<span class="sub">{cell.sub}</span>' if cell.sub else ""
