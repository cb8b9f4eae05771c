"""The install script, under a folder of its own: what it says, what it writes, what a second run keeps."""

import os
import pty
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.run import free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("processes"),
    pytest.mark.skipif(os.environ["DATABASE_URL"].startswith("postgres"), reason="a small server runs on SQLite: that column tests it"),
]
ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "p%40s&s|rd$HOME"
GIVEN = {
    "SITE_URL": "https://labo.example.org",
    "EMAIL_URL": f"smtp+tls://labo:{PASSWORD}@127.0.0.1:9",
    "MAIL_FROM": "journees@example.org",
    "DATA_CONTACT": "rgpd@example.org",
}


def bare() -> dict[str, str]:
    """Nothing of the suite's own settings."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def install(root: Path, *options: str, **given: str) -> subprocess.CompletedProcess[str]:
    """`deploy/install-server.sh --root …`, on the code and the environment of this very clone."""
    environment = bare() | {"LABO_CODE": str(ROOT)} | given
    command = ["sh", "deploy/install-server.sh", "--root", str(root), *options]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, port: int) -> Path:
    """Installed once; tests look at it."""
    root = tmp_path_factory.mktemp("server")
    done = install(root, PORT=str(port), **GIVEN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "System check identified no issues (0 silenced)." in done.stdout
    return root


def settings_of(server: Path) -> dict[str, str]:
    """As a shell reads them."""
    lines = (server / "etc/labo/labo.env").read_text().splitlines()
    return {name: value.strip("'") for line in lines if not line.startswith("#") for name, _, value in [line.partition("=")]}


def test_a_dry_run_says_all_and_does_nothing(tmp_path: Path) -> None:
    root = tmp_path / "server"
    done = install(root, "--dry-run", **GIVEN)
    assert (done.returncode, root.exists()) == (0, False)
    for word in ("labo.env (640", "deploy/tables.py", "manage.py check_mail", "labo-web.service", "labo-backup.timer", "labo.caddy"):
        assert word in done.stdout
    assert PASSWORD not in done.stdout


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SITE_URL": ""}, "il manque l’adresse publique du site. Donnez --site-url"),
        ({"SITE_URL": "http://labo.example.org"}, "commence par https://"),
        ({"SITE_URL": "https://labo.example.org/journees"}, "sans port ni chemin"),
        ({"EMAIL_URL": "labo@smtp.example.org"}, "s’écrit smtp+tls://"),
        ({"EMAIL_URL": "smtp://labo:l'été@smtp.example.org"}, "une apostrophe s’écrit %27"),
        ({"MAIL_FROM": "journees"}, "n’est pas une adresse électronique"),
        ({"DATA_CONTACT": "a b@example.org"}, "n’est pas une adresse électronique"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path: Path, changed: dict[str, str], words: str) -> None:
    done = install(tmp_path / "server", **(GIVEN | changed))
    assert done.returncode == 1
    assert words in done.stderr
    assert list(tmp_path.glob("server/*")) == []


def test_whoever_sits_at_a_terminal_is_asked_again(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = ["sh", "deploy/install-server.sh", "--root", str(tmp_path / "server")]
    process = subprocess.Popen(
        command, cwd=ROOT, env=bare() | {"LABO_CODE": str(ROOT)}, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.write(ours, b"labo.example.org\nhttps://labo.example.org\n\x04")
    assert process.wait(30) == 1
    os.close(theirs)
    said = os.read(ours, 9000).decode()
    assert said.count("l’adresse publique du site (https://labo.example.org) :") == 2
    assert "commence par https:// : labo.example.org" in said
    assert said.rstrip().endswith("pas de réponse : rien n’a été fait.")
    assert list(tmp_path.glob("server/*")) == []


def test_the_code_alone_is_laid_without_a_question(tmp_path: Path) -> None:
    done = install(tmp_path / "server", "--code-only", "--no-proxy")
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in (tmp_path / "server").rglob("*") if path.is_file()] == []


def test_the_watch_begins_after_the_first_tick_and_the_proxy_always_reads_its_file() -> None:
    text = (ROOT / "deploy/install-server.sh").read_text()
    assert text.index("patiently 60 ticked") < text.index("systemctl start labo-watch.timer")
    assert [line for line in text.splitlines() if "--now" in line and "watch" in line] == []
    assert "{ run systemctl enable --quiet --now caddy && run systemctl reload caddy; } ||" in text  # a package starts it with a page of its own


def test_an_option_that_does_not_exist_is_named(tmp_path: Path) -> None:
    done = install(tmp_path / "server", "--mail", "x", **GIVEN)
    assert (done.returncode, "l’option --mail n’existe pas" in done.stderr) == (1, True)


def test_the_settings_are_whole_and_closed(server: Path) -> None:
    path, found = server / "etc/labo/labo.env", settings_of(server)
    assert (oct(path.stat().st_mode & 0o777), oct((server / "var/lib/labo").stat().st_mode & 0o777)) == ("0o640", "0o750")
    assert {name: found[name] for name in GIVEN} == GIVEN
    assert (found["TRUSTED_PROXY_COUNT"], found["DATABASE_URL"]) == ("1", f"sqlite:///{server}/var/lib/labo/labo.sqlite3")
    keys = [found[name] for name in ("SECRET_KEY", "LINK_KEY", "MAIL_KEY")]
    assert (len(set(keys)), min(len(key) for key in keys)) == (3, 64)
    known = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    assert set(found) - known == set()


def test_a_shell_reads_the_very_password(server: Path) -> None:
    script = f'. {server}/etc/labo/labo.env; printf %s "$EMAIL_URL"'
    assert subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout == GIVEN["EMAIL_URL"]


def test_a_second_run_keeps_keys_and_what_was_added_by_hand(server: Path, port: int) -> None:
    path = server / "etc/labo/labo.env"
    before = settings_of(server)
    path.write_text(path.read_text() + "# à la main\nMAIL_PER_MINUTE='30'\n")
    done = install(server, "--site-url", "https://autre.example.org")
    assert done.returncode == 0, done.stderr
    assert settings_of(server) == before | {"SITE_URL": "https://autre.example.org", "MAIL_PER_MINUTE": "30"}
    assert "# à la main" in path.read_text()
    assert (server / "etc/caddy/labo.caddy").read_text().splitlines()[3] == "autre.example.org {"
    assert f"reverse_proxy 127.0.0.1:{port} " in (server / "etc/caddy/labo.caddy").read_text()
    written = re.findall(rf"^  {server}/(.*)", done.stdout, re.MULTILINE)
    assert written == ["etc/labo/labo.env", "etc/caddy/labo.caddy"]  # the rest was there already


def test_the_units_run_commands_that_exist_with_nothing_left_to_fill_in(server: Path) -> None:
    units = {path.name: path.read_text() for path in (server / "etc/systemd/system").iterdir()}
    assert sorted(units) == [
        "labo-backup.service", "labo-backup.timer", "labo-watch.service", "labo-watch.timer", "labo-web.service", "labo-worker.service",
    ]  # fmt: skip
    called = re.findall(r"^ExecStart=\S+/\.venv/bin/python manage\.py (\w+)", "\n".join(units.values()), re.MULTILINE)
    assert sorted(called) == ["backup", "watch", "web", "work"]
    assert set(called) - set(get_commands()) == set()
    assert [name for name, text in units.items() if re.search(r"@[A-Z]+@", text)] == []
    for name, text in units.items():
        assert name.endswith(".timer") or {"NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="} <= set(text.splitlines())


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_to_say(server: Path) -> None:
    units = sorted(str(path) for path in (server / "etc/systemd/system").iterdir())
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if str(server) in line] == []


@pytest.fixture
def web(server: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([server / "usr/local/bin/labo", "web"], env=bare(), start_new_session=True, stderr=subprocess.DEVNULL)
    yield process
    process.terminate()
    process.wait(40)


def test_what_is_installed_answers_the_probe(server: Path, port: int, web: subprocess.Popen[bytes]) -> None:
    environment, ends = bare() | {"SITE_URL": settings_of(server)["SITE_URL"], "PORT": str(port)}, time.monotonic() + 60
    probe = [sys.executable, "deploy/probe.py"]
    assert subprocess.call(probe, cwd=ROOT, env=environment | {"PORT": "9"}) == 1  # nobody there
    assert subprocess.call([*probe, "--tls"], cwd=ROOT, env=environment) == 1  # no certificate of that name here
    while subprocess.call(probe, cwd=ROOT, env=environment):
        assert time.monotonic() < ends
        assert web.poll() is None
        time.sleep(0.5)
    assert subprocess.call([*probe, "--tick", "60"], cwd=ROOT, env=environment) == 1  # no worker has ticked
    assert subprocess.call(probe, cwd=ROOT, env=environment | {"SITE_URL": "https://stranger.example.org"}) == 1  # another site's name is refused
    assert sorted(path.name for path in (server / "var/lib/labo").iterdir() if path.name.startswith(".")) == []  # HOME is there
