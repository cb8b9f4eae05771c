"""A restore gives the same rows and files, or changes nothing."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from contacts.directory.models import EmailAddress, Person
from labo_ess.operations import bundle, engines
from labo_ess.operations import restore as restores
from labo_ess.operations.backup import backup
from labo_ess.operations.exceptions import BundleRefused, OperationRefused, RestoreRefused
from labo_ess.operations.restore import restore
from tests.labo_ess.operations.bundles import bad_files, counts, environment, live, lively, members, rewrite, tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_aside() -> object:
    yield
    for path in settings.VAR_DIR.glob("before-restore-*"):
        shutil.rmtree(path)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A bundle of three persons, each with a file."""
    for number in range(3):
        live(number)
    return backup(to=tmp_path / "labo.tar.gz").path


def files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def empty() -> None:
    """As a new machine after `migrate`."""
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.MEDIA_ROOT)


def test_rows_and_files_come_back_on_a_new_machine(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows, held = counts(), files()
    empty()
    capsys.readouterr()
    call_command("restore", str(saved), "--json")
    told = json.loads(capsys.readouterr().out)
    assert told == {"rows": sum(rows.values()), "files": 3, "sha256": bundle.sha256_of(saved)}
    assert (counts(), files(), bad_files()) == (rows, held, [])
    call_command("migrate", check_unapplied=True, verbosity=0)  # exits when something is missing
    assert list(settings.VAR_DIR.glob("before-restore-*")) == []


def test_a_lost_base_comes_back_beside_its_files(saved: Path) -> None:
    rows, held = counts(), files()
    call_command("flush", interactive=False, verbosity=0)
    assert len(files()) == 3
    restore(saved)
    assert (counts(), files(), bad_files()) == (rows, held, [])


def test_a_killed_restore_leaves_the_old_house_whole(saved: Path, tmp_path: Path) -> None:
    big = Path(settings.MEDIA_ROOT) / "gros.bin"
    big.write_bytes(os.urandom(60_000_000))
    heavy = backup(to=tmp_path / "lourde.tar.gz").path
    big.unlink()
    live(50)
    before = counts(), files()
    command = [sys.executable, "manage.py", "restore", "--replace", str(heavy)]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment(), stdout=subprocess.DEVNULL)
    ends = time.monotonic() + 180
    while not any(path.stat().st_size > 1_000_000 for path in big.parent.glob(".labo-*.partial/new/gros.bin")):
        assert process.poll() is None
        assert time.monotonic() < ends
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert (counts(), {name: data for name, data in files().items() if not name.startswith(".labo-")}) == before
    restore(saved, replace=True)
    assert (len(files()), Person.objects.count()) == (3, 3)


def test_what_was_saved_while_people_wrote_holds_together(tmp_path: Path) -> None:
    with lively() as written:
        while written() < 10:
            pass
        made = backup(to=tmp_path / "labo.tar.gz")
    restore(made.path, replace=True)
    assert sum(counts().values()) == made.rows == bundle.read(made.path).rows
    assert bad_files() == []
    assert EmailAddress.objects.filter(person__isnull=False).count() == Person.objects.count() >= 10
    connection.check_constraints()


def test_what_is_there_is_replaced_only_when_asked(saved: Path) -> None:
    rows, held = counts(), files()
    live(50)
    with pytest.raises(RestoreRefused, match="contient déjà des données"):
        restore(saved)
    assert Person.objects.count() == 4
    done = restore(saved, replace=True)
    assert (counts(), files()) == (rows, held)
    assert done.aside is not None
    assert len(list((done.aside / "media").rglob("*.csv"))) == 4  # three as they were, one that no row names any more
    assert (done.aside / engines.engine().member).stat().st_size > 10_000


def test_an_altered_byte_is_found(saved: Path) -> None:
    whole = saved.read_bytes()
    for where in (0.2, 0.5, 0.9, 0.999):
        data = bytearray(whole)
        data[int(len(data) * where)] ^= 0x10
        saved.write_bytes(data)
        unchanged(saved, BundleRefused, "abîmée")


def test_a_torn_bundle_is_found(saved: Path) -> None:
    whole = saved.read_bytes()
    for kept in (0, 5, len(whole) // 3, len(whole) - 1):
        saved.write_bytes(whole[:kept])
        unchanged(saved, BundleRefused, "abîmée")


def test_a_file_changed_inside_is_named(saved: Path) -> None:
    name = next(name for name in members(saved) if name.startswith("media/"))
    unchanged(rewrite(saved, lambda held: held.update({name: b"autre chose"})), BundleRefused, "a été modifié")
    unchanged(rewrite(saved, lambda held: held.pop(name)), BundleRefused, "il y manque")
    unchanged(rewrite(saved, lambda held: held.pop("manifest.json")), BundleRefused, "sa description manque")


def test_a_newer_version_is_refused(saved: Path) -> None:
    known = json.loads(members(saved)["manifest.json"])["migrations"]
    newer = rewrite(saved, lambda held: tell(held, migrations=[*known, "directory.0099_avenir"]))
    unchanged(newer, RestoreRefused, "directory.0099_avenir est inconnue ici")
    unchanged(rewrite(saved, lambda held: tell(held, format=2)), BundleRefused, "version plus récente")


def test_another_engine_is_refused(saved: Path) -> None:
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    unchanged(rewrite(saved, lambda held: tell(held, engine=other)), RestoreRefused, "DATABASE_URL désigne ici")


def test_nothing_climbs_out_of_its_folder(saved: Path, tmp_path: Path) -> None:
    for name in ("../../dehors.txt", "/tmp/dehors.txt", "media/../../dehors.txt", "media/./a", "media//a", "media\\a", "autre.txt"):

        def plant(held: dict[str, bytes], name: str = name) -> None:
            manifest = held.pop("manifest.json")
            held.update({name: b"x", "manifest.json": manifest})

        unchanged(rewrite(saved, plant), BundleRefused, "pas mis")
    assert not list(tmp_path.rglob("dehors.txt"))


def test_only_plain_files_are_taken(saved: Path) -> None:
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE):
        with tarfile.open(saved, "w:gz") as tar:
            member = tarfile.TarInfo("media/lien")
            member.type, member.linkname = kind, "/etc/passwd"
            tar.addfile(member, BytesIO())
        unchanged(saved, BundleRefused, "pas mis")


def unchanged(path: Path, refusal: type[OperationRefused], words: str) -> None:
    """Refused in words, and nothing moved."""
    before = counts(), files()
    with pytest.raises(refusal, match=words.replace(" ?", ".")):
        restore(path, replace=True)
    assert (counts(), files()) == before
    assert list(settings.VAR_DIR.glob("before-restore-*")) == []


def test_other_keys_are_said(saved: Path, settings: object, capsys: pytest.CaptureFixture[str]) -> None:
    settings.LINK_KEYS = ["une-autre-cle"]  # type: ignore[attr-defined]
    settings.MAIL_KEYS = ["neuve", *settings.MAIL_KEYS]  # type: ignore[attr-defined]
    call_command("restore", str(saved), "--replace")
    told = capsys.readouterr().err
    assert "LINK_KEY n’est pas celle de la sauvegarde\u00a0: les liens personnels déjà envoyés ne s’ouvriront plus" in told
    assert "MAIL_KEY" not in told.split("LINK_KEY_PREVIOUS")[1]  # the former one is still in the environment


def test_a_base_that_cannot_follow_leaves_all_as_it_was(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live(50)
    before = counts(), files()

    def cut(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(engines.engine()), "replace", cut)
    with pytest.raises(RestoreRefused, match="L’état précédent est resté en place"):
        restore(saved, replace=True)
    assert (counts(), files()) == before
    assert list(settings.VAR_DIR.glob("before-restore-*")) == list(Path(settings.MEDIA_ROOT).glob(".labo-*")) == []


def test_a_count_that_differs_brings_the_old_base_back(saved: Path) -> None:
    tables = json.loads(members(saved)["manifest.json"])["tables"]
    name = Person._meta.db_table
    lying = rewrite(saved, lambda held: tell(held, tables=tables | {name: tables[name] + 1}))
    unchanged(lying, OperationRefused, ".")


def test_somebody_in_the_base_stops_it(saved: Path) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM django_migrations")
            cursor.fetchall()
            with pytest.raises(RestoreRefused, match="Arrêtez-les"):
                restore(saved, replace=True)
    finally:
        other.close()
    assert Person.objects.count() == 3


def test_a_full_disk_is_found_before(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restores, "ROOM_LEFT", 10**18)
    unchanged(saved, RestoreRefused, "Le disque n’a pas la place")


def test_an_older_version_is_brought_forward(tmp_path: Path) -> None:
    live(1)
    call_command("migrate", "usersessions", "zero", verbosity=0)
    try:
        made = backup(to=tmp_path / "labo.tar.gz")
    finally:
        call_command("migrate", verbosity=0)
    restore(made.path, replace=True)
    assert "usersessions_usersession" in connection.introspection.table_names()
    call_command("migrate", check_unapplied=True, verbosity=0)
    assert Person.objects.count() == 1
