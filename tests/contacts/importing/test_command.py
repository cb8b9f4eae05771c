"""`import_contacts`, as INTERFACE says it."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from contacts.directory.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.both]
KEYS = {"batch", "rows", "created", "updated", "unchanged", "refused", "encoding", "delimiter", "columns", "possible_duplicates"}


def run(*arguments: str) -> tuple[int, dict]:
    """Exit code and the one JSON object."""
    out = io.StringIO()
    code = 0
    try:
        call_command("import_contacts", *arguments, "--json", stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(out.getvalue())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A list of two persons."""
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;Courriel\nDurand;Léa;lea@example.org\nMartin;Noé;noé@example.org\n", encoding="cp1252")
    return path


def test_dry_run_apply_again_and_undo(file: Path) -> None:
    code, foreseen = run(str(file), "--dry-run")
    assert (code, set(foreseen), Person.objects.count()) == (0, KEYS, 0)
    code, done = run(str(file))
    assert (code, set(done), done["created"], len(done["refused"]), done["encoding"], done["delimiter"]) == (0, KEYS, 1, 1, "windows-1252", ";")
    assert done["refused"][0].keys() == {"line", "column", "message"}
    assert run(str(file))[1]["unchanged"] == 1
    code, undone = run("--undo", done["batch"])
    assert (code, undone["updated"], Person.objects.count()) == (0, 1, 0)


def test_exit_codes(tmp_path: Path, file: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Nom;Courriel\nDurand;a b@example.org\n", encoding="utf-8")
    assert run(str(bad))[0] == 1
    (tmp_path / "empty.csv").write_bytes(b"")
    code, told = run(str(tmp_path / "empty.csv"))
    assert (code, "error" in told, set(told) >= KEYS) == (2, True, True)
    assert run(str(tmp_path / "absent.csv"))[0] == 2
    assert run(str(file), "--map", "Nom=couleur")[0] == 2
    assert run(str(file), "--preset", "inconnu")[0] == 2
    assert run("--undo", "pas-un-lot")[0] == 2


def test_map_and_kind(file: Path) -> None:
    code, told = run(str(file), "--map", "Courriel=", "--kind", "persons")
    assert (code, told["columns"]["Courriel"], told["created"]) == (0, None, 2)
