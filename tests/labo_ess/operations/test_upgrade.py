"""The update of a server: made ready while the old version serves, saved, switched; a step that fails brings the old version back."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PYTHON = """#!/bin/sh
echo "$(basename "$PWD"): $2" >>"{folder}/log"
test ! -e "{folder}/fails-$2"
"""
INSTALL = """#!/bin/sh
case "$*" in
*--code-only*)
	echo "{version}: code" >>"{folder}/log"
	mkdir -p "$LABO_CODE/.venv/bin" "$LABO_CODE/deploy"
	cp "{folder}/python" "$LABO_CODE/.venv/bin/python"
	cp "$0" "$LABO_CODE/deploy/"
	echo "#!$LABO_CODE/.venv/bin/python" >"$LABO_CODE/.venv/bin/program"
	echo {version} >"$LABO_CODE/version"
	test ! -e "{folder}/fails-code"
	;;
*)
	echo "{version}: install" >>"{folder}/log"
	test ! -e "{folder}/fails-{version}"
	;;
esac
"""
READY = ["new: code", "labo.next: check", "labo.next: migrate"]


class Server:
    """A made-up installation under a folder, whose programs note that they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root, self.source = folder, folder / "root", folder / "source"
        self.code = self.root / "opt/labo"
        for path in (self.code / ".venv/bin", self.code / "deploy", self.root / "etc/labo", self.source / "deploy"):
            path.mkdir(parents=True)
        (self.root / "etc/labo/labo.env").write_text("SITE_URL='https://labo.example.org'\n")
        (self.code / "version").write_text("old\n")
        self.program(folder / "python", PYTHON)
        self.program(self.code / ".venv/bin/python", PYTHON)
        self.program(self.code / "deploy/install-server.sh", INSTALL, "old")
        self.program(self.source / "deploy/install-server.sh", INSTALL, "new")
        shutil.copy(ROOT / "deploy/upgrade.sh", self.source / "deploy")

    def program(self, path: Path, text: str, version: str = "") -> None:
        path.write_text(text.format(folder=self.folder, version=version))
        path.chmod(0o755)

    def fails(self, *steps: str) -> None:
        for step in steps:
            (self.folder / f"fails-{step}").touch()

    def upgrade(self) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LABO_")}
        command = ["sh", str(self.source / "deploy/upgrade.sh"), "--root", str(self.root)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    def calls(self) -> list[str]:
        log = self.folder / "log"
        return log.read_text().splitlines() if log.exists() else []

    def versions(self) -> dict[str, str]:
        return {path.parent.name: path.read_text().strip() for path in self.root.glob("opt/*/version")}


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def test_all_is_ready_before_it_saves_and_switches(server: Server) -> None:
    done = server.upgrade()
    assert (done.returncode, done.stderr) == (0, "")
    assert server.calls() == [*READY, "labo: backup", "new: install"]
    assert server.versions() == {"labo": "new", "labo.previous": "old"}
    assert (server.code / ".venv/bin/program").read_text() == f"#!{server.code}/.venv/bin/python\n"  # not the name it was prepared under


@pytest.mark.parametrize(("step", "calls"), [("code", READY[:1]), ("check", READY[:2]), ("backup", [*READY, "labo: backup"])])
def test_before_the_switch_nothing_moves(server: Server, step: str, calls: list[str]) -> None:
    server.fails(step)
    done = server.upgrade()
    assert done.returncode == 1
    assert "Rien n’a changé" in done.stderr or "rien n’a été changé" in done.stderr
    assert (server.calls(), server.versions()) == (calls, {"labo": "old"})


def test_a_version_that_does_not_run_gives_way_to_the_old_one(server: Server) -> None:
    server.fails("new")
    done = server.upgrade()
    assert done.returncode == 1
    assert "L’ancienne version est revenue et répond" in done.stderr
    assert server.calls() == [*READY, "labo: backup", "new: install", "old: install"]  # the tables are the same: what was written since stays
    assert server.versions() == {"labo": "old"}


def test_tables_that_moved_are_put_back_from_the_backup(server: Server) -> None:
    server.fails("migrate", "new")  # `migrate --check` says that there is something to do
    done = server.upgrade()
    assert done.returncode == 1
    assert server.calls() == [*READY, "labo: backup", "new: install", "labo: restore", "old: install"]
    assert f"La sauvegarde remise en place est {server.root}/var/backups/labo/labo-avant-mise-a-jour-" in done.stderr
    assert server.versions() == {"labo": "old"}


def test_a_way_back_that_fails_is_said_step_by_step(server: Server) -> None:
    server.fails("migrate", "new", "restore")
    done = server.upgrade()
    assert done.returncode == 1
    assert f"labo restore --replace {server.root}/var/backups/labo/labo-avant-mise-a-jour-" in done.stderr
    assert f"sh {server.code}/deploy/install-server.sh --root {server.root} --no-proxy" in done.stderr
    assert server.versions() == {"labo": "old"}


def test_a_machine_that_stopped_between_two_moves_goes_on_from_the_old_version(server: Server) -> None:
    server.code.rename(server.root / "opt/labo.previous")
    assert server.upgrade().returncode == 0
    assert server.versions() == {"labo": "new", "labo.previous": "old"}


def test_a_machine_without_the_labo_is_told(server: Server) -> None:
    (server.root / "etc/labo/labo.env").unlink()
    done = server.upgrade()
    assert (done.returncode, "rien n’est installé ici" in done.stderr, server.calls()) == (1, True, [])
