"""A backup is whole, still while people write, readable by its owner alone, without a key, or it is not there at all."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from contacts.directory.models import EmailAddress, Person
from labo_ess.operations import backup as backups
from labo_ess.operations import bundle, engines
from labo_ess.operations.backup import backup
from labo_ess.operations.exceptions import BackupRefused
from labo_ess.operations.workspace import workspace
from tests.labo_ess.operations.bundles import counts, environment, live, lively, members

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(settings.BASE_DIR)


def test_the_bundle_says_what_it_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    live(1)
    call_command("backup", "--to", str(tmp_path / "labo.tar.gz"), "--json")
    told = json.loads(capsys.readouterr().out)
    held = members(tmp_path / "labo.tar.gz")
    manifest = json.loads(held["manifest.json"])
    assert told == {"rows": sum(counts().values()), "files": 1, "sha256": bundle.sha256_of(tmp_path / "labo.tar.gz")}
    assert {name: n for name, n in manifest["tables"].items() if name in counts()} == counts()
    assert sorted(manifest["files"]) == sorted(set(held) - {"manifest.json"})
    assert list(tmp_path.iterdir()) == [tmp_path / "labo.tar.gz"]
    assert stat.S_IMODE((tmp_path / "labo.tar.gz").stat().st_mode) == 0o600


def test_no_key_and_no_password_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://compte:motdepasse@smtp.example.org:587")
    client.get("/")
    client.session.save()
    held = members(backup(to=tmp_path / "labo.tar.gz").path)
    everything = b"\n".join(held.values())
    for key in (settings.SECRET_KEY, settings.LINK_KEYS[0], settings.MAIL_KEYS[0], "motdepasse", "compte:"):
        assert key.encode() not in everything
    assert "EMAIL_URL=smtp+tls://…@smtp.example.org:587" in held["settings.env"].decode()
    assert "SECRET_KEY" not in held["settings.env"].decode()
    assert "LINK_KEY : sans elle" in held["LISEZ-MOI.txt"].decode().replace("\u00a0", " ")
    assert json.loads(held["manifest.json"])["tables"]["django_session"] == 0


def test_it_is_still_while_others_write(tmp_path: Path) -> None:
    for number in range(20):
        live(number)
    with lively() as written:
        while written() < 5:
            time.sleep(0.01)
        made = backup(to=tmp_path / "labo.tar.gz")
        during = written()
    tables = bundle.read(made.path).tables
    people = tables[Person._meta.db_table]
    assert people == tables[EmailAddress._meta.db_table] == tables["documents_upload"]
    assert 25 <= people <= 20 + during + 1
    assert made.files >= people  # a file whose row came later does no harm; one that misses would


def test_a_killed_backup_leaves_no_file_of_that_name(tmp_path: Path) -> None:
    live(1)
    (Path(settings.MEDIA_ROOT) / "gros.bin").write_bytes(os.urandom(60_000_000))
    target = tmp_path / "labo.tar.gz"
    process = subprocess.Popen([sys.executable, "manage.py", "backup", "--to", str(target)], cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
    ends = time.monotonic() + 180
    while not any(path.stat().st_size > 1_000_000 for path in tmp_path.glob(".labo-*.partial/bundle.tar.gz")):
        assert process.poll() is None
        assert time.monotonic() < ends
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".labo-")] == []
    (Path(settings.MEDIA_ROOT) / "gros.bin").unlink()
    backup(to=target)
    assert list(tmp_path.iterdir()) == [target]


def test_a_backup_under_way_is_not_swept(tmp_path: Path) -> None:
    with workspace(tmp_path) as busy:
        backup(to=tmp_path / "labo.tar.gz")
        assert busy.is_dir()
    assert list(tmp_path.iterdir()) == [tmp_path / "labo.tar.gz"]


def test_the_oldest_go_only_once_the_new_one_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(1, 5):
        path = tmp_path / f"labo-2026-11-0{day}.tar.gz"
        path.write_text("ancienne")
        os.utime(path, (day, day))
    (tmp_path / "labo-notes.tar.gz").write_text("à moi")
    with monkeypatch.context() as broken:
        broken.setattr(engines.SQLite, "snapshot", refuse)
        broken.setattr(engines.PostgreSQL, "snapshot", refuse)
        with pytest.raises(BackupRefused):
            backup(to=tmp_path / "labo-%Y-%m-%d.tar.gz", keep=3)
    assert len(list(tmp_path.iterdir())) == 5
    made = backup(to=tmp_path / "labo-%Y-%m-%d.tar.gz", keep=3)
    kept = {"labo-notes.tar.gz", "labo-2026-11-03.tar.gz", "labo-2026-11-04.tar.gz", made.path.name}
    assert {path.name for path in tmp_path.iterdir()} == kept
    assert [path.name for path in made.removed] == ["labo-2026-11-01.tar.gz", "labo-2026-11-02.tar.gz"]


def refuse(*_arguments: object) -> None:
    raise BackupRefused("La base est abîmée.")


def test_a_folder_gets_a_dated_file(tmp_path: Path) -> None:
    made = backup(to=tmp_path, keep=14)
    assert (made.path.parent, made.path.name[:7], made.path.suffixes) == (tmp_path, "labo-20", [".tar", ".gz"])
    assert backups.last_backup_at() is not None


def test_what_is_written_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that does not keep what it takes is found out before the bundle gets its name."""
    finish = bundle.BundleWriter.finish

    def badly(self: bundle.BundleWriter, manifest: bundle.Manifest) -> None:
        finish(self, manifest)
        path = next(tmp_path.glob(".labo-*/bundle.tar.gz"))
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    monkeypatch.setattr(bundle.BundleWriter, "finish", badly)
    (tmp_path / "labo.tar.gz").write_text("la précédente")
    with pytest.raises(bundle.BundleRefused):
        backup(to=tmp_path / "labo.tar.gz")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("labo.tar.gz", "la précédente")]


def test_no_folder_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("backup", "--to", str(tmp_path / "absent" / "labo.tar.gz"), "--json")
    assert (end.value.code, json.loads(capsys.readouterr().out)["rows"]) == (2, 0)


@pytest.mark.postgres
def test_without_pg_dump_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupRefused, match="pg_dump manque"):
        backup(to=tmp_path / "labo.tar.gz")
    assert list(tmp_path.iterdir()) == []
