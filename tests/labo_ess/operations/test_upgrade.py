"""The update of a server: saved first, the old version at hand, and the way back said when a step fails."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STUB = '#!/bin/sh\necho "{name} $*" >>"{log}"\nexit {code}\n'


class Server:
    """A made-up installation under a folder, whose programs note that they were called."""

    def __init__(self, folder: Path) -> None:
        self.root, self.source, self.log = folder / "root", folder / "source", folder / "log"
        self.code = self.root / "opt/labo"
        for path in (self.code / ".venv/bin", self.root / "etc/labo", self.root / "var/backups/labo", self.source / "deploy"):
            path.mkdir(parents=True)
        (self.root / "etc/labo/labo.env").write_text("SITE_URL='https://labo.example.org'\n")
        (self.code / "old.py").write_text("")
        (self.code / "manage.py").write_text("")
        shutil.copy(ROOT / "deploy/upgrade.sh", self.source / "deploy")
        self.program("python")
        self.program("install")

    def program(self, name: str, code: int = 0) -> None:
        path = self.code / ".venv/bin/python" if name == "python" else self.source / "deploy/install-server.sh"
        path.write_text(STUB.format(name=name, log=self.log, code=code))
        path.chmod(0o755)

    def upgrade(self) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LABO_")}
        command = ["sh", str(self.source / "deploy/upgrade.sh"), "--root", str(self.root)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    def calls(self) -> list[str]:
        return [" ".join(line.split()[:3]) for line in self.log.read_text().splitlines()]


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def test_it_saves_first_then_installs(server: Server) -> None:
    done = server.upgrade()
    assert (done.returncode, done.stderr) == (0, "")
    assert server.calls() == ["python manage.py backup", "install --no-proxy --root"]
    assert (server.root / "opt/labo.previous/old.py").exists()
    assert sorted(path.name for path in server.code.iterdir()) == [".venv"]  # nothing of the old version is left to be imported


def test_without_a_backup_nothing_moves(server: Server) -> None:
    server.program("python", 2)
    done = server.upgrade()
    assert done.returncode == 1
    assert "la sauvegarde a échoué : rien n’a été changé" in done.stderr
    assert (server.calls(), (server.code / "old.py").exists()) == (["python manage.py backup"], True)


def test_a_step_that_fails_says_the_way_back(server: Server) -> None:
    server.program("install", 1)
    done = server.upgrade()
    assert done.returncode == 1
    assert f"rm -rf {server.code} && mv {server.code}.previous {server.code}" in done.stderr
    assert f"labo restore --replace {server.root}/var/backups/labo/labo-avant-mise-a-jour-" in done.stderr


def test_a_machine_without_the_labo_is_told(server: Server) -> None:
    (server.root / "etc/labo/labo.env").unlink()
    done = server.upgrade()
    assert (done.returncode, "rien n’est installé ici" in done.stderr, server.log.exists()) == (1, True, False)
