"""The first command of a newcomer."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_whoever_removes_the_environment_gets_it_again(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv/bin").mkdir(parents=True)

    def make(*arguments: str) -> str:
        return subprocess.run(["make", *arguments], cwd=tmp_path, text=True, capture_output=True, check=True).stdout

    make("--touch", "demo", "lint")  # as if all had been installed
    assert "pip install" not in make("--dry-run", "demo", "lint")
    shutil.rmtree(tmp_path / ".venv")
    assert make("--dry-run", "demo", "lint").count("pip install") == 2
