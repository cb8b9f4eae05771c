"""Five hundred drawn files, those made by hand and the real ones, each laid in by a process under limits."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.browser.house import ROOT, _own_database
from tests.contacts.importing.bad_files import READ, REFUSED, generated, hand_made

DRAWN = int(os.environ.get("BAD_FILES", "500"))
SECONDS, MEGABYTES = 10, 300
OF_THE_SUITE = ("SECRET_KEY", "LINK_KEY", "MAIL_KEY", "SITE_URL", "BROKER_URL", "REDIS_URL")
TRIES = 3
"""A dry run, the import, a dry run again: what is measured is the three."""

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.both, pytest.mark.xdist_group("processes")]


def draw(folder: Path) -> None:
    """The same files each time, each under its number."""

    @settings(max_examples=DRAWN, deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(file=generated())
    def keep(file: tuple[str, bytes]) -> None:
        (folder / f"{len(list(folder.iterdir())):04d}-{file[0]}").write_bytes(file[1])

    keep()


def lay_in(folder: Path, var: Path, number: int) -> dict[str, dict[str, Any]]:
    """What became of each file of the folder, in a house of its own."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "LINK_KEY", "MAIL_KEY", "SITE_URL", "BROKER_URL", "REDIS_URL")
    }
    environment = {**kept, "DEMO": "1", "VAR_DIR": str(var), "DATABASE_URL": _own_database(var, number)}
    for command in (["migrate", "-v0"], ["createcachetable"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, timeout=300)
    subprocess.run([sys.executable, "-c", REFERENCE], cwd=ROOT, env=environment, check=True, timeout=300)
    command = [sys.executable, "-m", "tests.faults.lay_in", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=3600)
    return {answer["file"]: answer for answer in map(json.loads, done.stdout.splitlines())}


REFERENCE = (
    "import os, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'labo_ess.settings'); django.setup(); "
    "from contacts.reference.services import load_reference; load_reference()"
)


def report(answers: dict[str, dict[str, Any]]) -> None:
    """The heaviest of each kind, for the closing words."""
    slow = max(answers.values(), key=lambda each: each["seconds"])
    large = max(answers.values(), key=lambda each: max(each["megabytes"], each["helper_megabytes"]))
    sys.stdout.write(
        f"{len(answers)} files, {sum(each['refused'] for each in answers.values())} refused whole; slowest {slow['file']}: {slow['seconds']} s for "
        f"three runs; largest {large['file']}: {large['megabytes']} MB and {large['helper_megabytes']} MB beside\n"
    )


def too_much(answers: dict[str, dict[str, Any]]) -> list[str]:
    """Files that took more than they may."""
    return [
        f"{name}: {each['seconds']} s, {each['megabytes']} MB, {each['helper_megabytes']} MB"
        for name, each in answers.items()
        if each["seconds"] > SECONDS * TRIES or max(each["megabytes"], each["helper_megabytes"]) > MEGABYTES
    ]


def test_drawn_files(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    draw(folder)
    answers = lay_in(folder, tmp_path, 7001)
    report(answers)
    assert len(answers) == DRAWN
    assert {name: each["faults"] for name, each in answers.items() if each["faults"]} == {}
    assert too_much(answers) == []
    assert 0 < sum(each["refused"] for each in answers.values()) < DRAWN


def test_files_made_by_hand(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data in hand_made():
        (folder / name).write_bytes(data)
    (folder / "une-cellule-de-200-Mo.csv").write_bytes(b'Nom;Note\nDurand;"' + b"x" * 200_000_000 + b'"\n')
    answers = lay_in(folder, tmp_path, 7002)
    report(answers)
    assert {name: each["faults"] for name, each in answers.items() if each["faults"]} == {}
    assert too_much(answers) == []
    assert {name for name, each in answers.items() if each["refused"]} == {*REFUSED, "une-cellule-de-200-Mo.csv"}
    assert {name: each["rows"] for name, each in answers.items() if not each["refused"]} == {name: rows for name, (_make, rows) in READ.items()}


@pytest.mark.real_data
def test_real_files(tmp_path: Path, real_data: Path) -> None:
    shutil.copytree(real_data / "contacts", tmp_path / "files")
    answers = lay_in(tmp_path / "files", tmp_path, 7003)
    report(answers)
    assert {name: each["faults"] for name, each in answers.items() if each["faults"]} == {}
    assert too_much(answers) == []
    # It names nobody, under a title that says so.
    assert {name for name, each in answers.items() if each["refused"]} == {"engagements_multilignes.csv"}
