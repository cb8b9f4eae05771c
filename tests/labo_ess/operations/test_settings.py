"""Production mode: nothing to warn of when everything is said, and no start at all when a secret is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.both]
ROOT = Path(__file__).resolve().parents[3]
REQUIRED = ("SECRET_KEY", "LINK_KEY", "MAIL_KEY", "SITE_URL", "DATABASE_URL")
KEPT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "DATABASE_URL", "REDIS_URL")


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """All that `docs/settings.md` asks of a production machine, and nothing of the suite's own."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    return kept | {
        "SECRET_KEY": "k3f-" + "aQ7zL0pW" * 8,
        "LINK_KEY": "l9d-" + "bR5xM2oV" * 8,
        "MAIL_KEY": "m1s-" + "cS8yN4iU" * 8,
        "SITE_URL": "https://labo.example.org",
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "EMAIL_URL": "smtp+tls://labo:secret@smtp.example.org:587",
        "VAR_DIR": str(tmp_path),
    }


def check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_deploy_has_nothing_to_say(production: dict[str, str]) -> None:
    done = check(production)
    assert (done.returncode, done.stderr) == (0, "")
    assert "(0 silenced)" in done.stdout


def test_the_check_would_see_a_weakness(production: dict[str, str]) -> None:
    """The negative control: without https, Django warns of each cookie."""
    done = check(production | {"SITE_URL": "http://labo.example.org"})
    assert done.returncode == 1
    assert "security.W012" in done.stderr


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_missing_secret_stops_the_start_with_one_line(production: dict[str, str], name: str, how: str) -> None:
    production.pop(name) if how == "absent" else production.update({name: ""})
    done = check(production)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert lines == [f"Le Labo ne démarre pas : il manque {name} dans l’environnement (voir docs/settings.md)."]


def test_all_that_misses_is_said_at_once(production: dict[str, str]) -> None:
    done = check({name: value for name, value in production.items() if name not in REQUIRED})
    assert done.returncode == 1
    assert done.stderr == f"Le Labo ne démarre pas : il manque {', '.join(REQUIRED)} dans l’environnement (voir docs/settings.md).\n"


@pytest.mark.parametrize("command", [["-m", "gunicorn", "--check-config", "labo_ess.wsgi"], ["manage.py", "serve"], ["manage.py", "work"]])
def test_no_process_of_the_house_starts_without_its_keys(production: dict[str, str], command: list[str]) -> None:
    del production["LINK_KEY"]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=production, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "il manque LINK_KEY dans l’environnement" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_never_makes_its_own_keys(production: dict[str, str], tmp_path: Path) -> None:
    check(production)
    assert not (tmp_path / "keys.json").exists()
