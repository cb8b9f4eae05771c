"""`import_contacts` on any file: tried, done, tried again; and everything in that which must not be."""

import io
import json
import traceback
from pathlib import Path
from typing import Any

from django.core.management import call_command

from contacts.directory.models import EmailAddress, Organisation, Person, Phone, Position
from contacts.importing.enums import Verdict
from contacts.importing.models import ImportBatch, ImportRow

COUNTS = ("created", "updated", "unchanged")


def judge(path: Path) -> tuple[list[str], dict[str, Any]]:
    """Faults found, and what the import answered."""
    before = _size()
    (foreseen_code, foreseen), faults = _run(path, "--dry-run")
    if faults:
        return faults, foreseen
    if _size() != before:
        faults.append("the dry run wrote")
    (code, done), more = _run(path)
    if more:
        return faults + more, done
    if (code, _said(done)) != (foreseen_code, _said(foreseen)):
        faults.append(f"foreseen {foreseen_code} {_said(foreseen)}, done {code} {_said(done)}")
    if code == 2:
        if not str(done.get("error", "")).endswith((".", "!")) or _size() != before:
            faults.append(f"refused without a sentence, or something was written: {done.get('error')!r}")
        return faults, done
    faults += _of_lines(done)
    faults += [fault for row in ImportBatch.objects.get(public_id=done["batch"]).rows.exclude(verdict=Verdict.REFUSED) for fault in _half(row)]
    (_code, again), more = _run(path, "--dry-run")
    if again["created"] or again["updated"] or again["unchanged"] != sum(done[name] for name in COUNTS):
        faults.append(f"once more, it would change something: {_said(again)}")
    return faults + more, done


def _run(path: Path, *options: str) -> tuple[tuple[int, dict[str, Any]], list[str]]:
    out, errors = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import_contacts", str(path), "--json", *options, stdout=out, stderr=errors)
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        return (-1, {}), [traceback.format_exc()[-1500:]]
    return (code, json.loads(out.getvalue())), []


def _said(result: dict[str, Any]) -> dict[str, Any]:
    return {name: result.get(name) for name in ("rows", *COUNTS, "refused", "error", "possible_duplicates")}


def _of_lines(done: dict[str, Any]) -> list[str]:
    faults = []
    if done["rows"] != sum(done[name] for name in COUNTS) + len(done["refused"]):
        faults.append(f"lines do not add up: {_said(done)}")
    for line in done["refused"]:
        if line["line"] < 1 or not line["column"] or not line["message"]:
            faults.append(f"refused without its line, its column or its reason: {line}")
        if line["message"].startswith("La base"):
            faults.append(f"the database refused what the reading let through: {line}")
    return faults


def _half(row: ImportRow) -> list[str]:
    """What the line said and the fiche does not hold."""
    if row.person is None and row.organisation is None:
        return [f"line {row.line}: {row.verdict} and no fiche"]
    if row.person is None:
        return []
    held = {each.lower() for each in row.person.emails.values_list("address", flat=True)}
    missing = [each for each in row.data.get("emails", []) if each.lower() not in held]
    if row.data.get("phones") and not row.person.phones.exists():
        missing.append("phones")
    if (row.data.get("organisation") or row.data.get("title")) and not row.person.positions.exists():
        missing.append("position")
    return [f"line {row.line} is laid in by halves: {missing}"] if missing else []


def _size() -> list[int]:
    return [model._base_manager.count() for model in (Person, Organisation, EmailAddress, Phone, Position)]
