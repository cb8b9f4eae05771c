"""Opens one workbook, apart from the house: `python workbook.py CELLS BYTES [SHEET] < file` writes its rows as JSON.

It runs in a process of its own, with little memory and a few seconds: a small file can hold a very large one, or bring its
reader down. It imports nothing of the house, so that it starts at once.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

ENCRYPTED, HUGE, BROKEN = 3, 4, 5
SECONDS = 10


def main() -> int:
    """Read stdin under limits; the exit code says what was wrong."""
    most_cells, most_bytes, wanted = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        names = [meta.name for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
        chosen, rows = "", []
        for name in [wanted] if wanted in names else names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height * max(sheet.total_width, 1) > most_cells:
                return HUGE
            found = list(rows_of(sheet))
            if any(found) and (not rows or weight(found) > weight(rows)):
                chosen, rows = name, found
        json.dump({"sheets": names, "sheet": chosen, "rows": rows}, sys.stdout, ensure_ascii=True, separators=(",", ":"))
    except calamine.PasswordError:
        return ENCRYPTED
    except MemoryError:
        return HUGE
    except (calamine.CalamineError, OSError, ValueError, OverflowError):
        return BROKEN
    return 0


def weight(rows: list[list[str]]) -> int:
    """Filled cells of the rows that have at least two: a page of notes in one column weighs nothing."""
    return sum(len(row) for row in rows if len(row) > 1)


def rows_of(sheet: "object") -> Iterator[list[str]]:
    """Rows as texts, up to the last filled cell; lines count as on screen, blank ones above the table too."""
    start = sheet.start  # type: ignore[attr-defined]
    for _ in range(start[0] if start else 0):
        yield []
    left = [""] * (start[1] if start else 0)
    for row in sheet.to_python():  # type: ignore[attr-defined]
        cells = left + [text_of(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        yield cells


def text_of(cell: object) -> str:
    """What the cell shows a French reader; whole numbers without the .0 of the file."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == time(0) else f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell)


if __name__ == "__main__":
    sys.exit(main())
