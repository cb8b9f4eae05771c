"""Everything that the house holds, in one file that is either whole or absent."""

import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from labo_ess.operations import bundle, keys
from labo_ess.operations.engines import Snapshot, engine
from labo_ess.operations.exceptions import BackupRefused, OperationRefused
from labo_ess.operations.workspace import is_workspace, sync_folder, workspace
from labo_ess.text.typography import typo_fr

NAME = "labo-%Y-%m-%d.tar.gz"
LAST = "last-backup.json"
"""In VAR_DIR: when the last one was made, for the watch."""
PLAIN_SETTINGS = (
    "SITE_URL", "ALLOWED_HOSTS", "TRUSTED_PROXY_COUNT", "MAIL_FROM", "MAIL_FROM_NAME", "MAIL_REPLY_TO", "MAIL_PER_MINUTE", "MAIL_PER_HOUR",
    "MAIL_PER_DAY", "MAIL_FINAL_DOT_SECONDS", "MAIL_SENDERS", "MAIL_HEARTBEAT_SECONDS", "MAIL_STALE_SECONDS", "WORKER_THREADS", "WEB_WORKERS",
    "WEB_THREADS", "BIND", "PORT", "DATA_CONTACT", "MEDIA_ROOT", "VAR_DIR", "UPLOAD_MAX_BYTES", "SECOND_FACTOR_REQUIRED", "SSL_REDIRECT",
    "TICK_SECONDS", "LOG_LEVEL",
)  # fmt: skip
"""What is not named here stays out: a new secret is safe without a thought."""
ADDRESSES = ("DATABASE_URL", "EMAIL_URL", "REDIS_URL", "BROKER_URL")
"""Kept without user and password: some relays take the same secret for both."""
LETTER = """Sauvegarde de {site}, faite le {at}.

Dans cette archive : la base ({member}), les fichiers déposés (media/), les réglages sans secret (settings.env)
et de quoi vérifier le tout (manifest.json).

N’Y SONT PAS, et doivent être gardés ailleurs, dans un coffre de mots de passe par exemple :
- LINK_KEY : sans elle, les liens personnels déjà envoyés ne s’ouvrent plus ;
- MAIL_KEY : sans elle, les deux étapes de connexion et les oppositions aux envois sont perdues ;
- SECRET_KEY : sans elle, tout le monde doit se reconnecter ;
- les mots de passe de la base et du serveur d’envoi (DATABASE_URL, EMAIL_URL).
Les sessions ouvertes n’y sont pas non plus : chacun·e se reconnecte après une restauration.

Pour remettre en place : python manage.py restore CETTE_ARCHIVE (chapitre « Sauvegarder et restaurer » du guide).
"""


@dataclass(frozen=True)
class Saved:
    """What was made, and what went to leave room for it."""

    path: Path
    rows: int
    files: int
    sha256: str
    removed: tuple[Path, ...] = ()


def backup(*, to: Path, keep: int | None = None) -> Saved:
    """Make the bundle, read it back, give it its name, then remove the oldest beyond `keep`. Raises `BackupRefused`.

    `to` may hold a date as `%Y-%m-%d`; a folder gets a file named so. An earlier bundle of that name gives way only when the new one is whole.
    """
    refuse_wrong_account()
    if to.is_dir():
        to = to / NAME
    target = to.with_name(timezone.localtime().strftime(to.name)) if "%" in to.name else to
    target = target.absolute()
    if not target.parent.is_dir():
        raise BackupRefused(f"Le dossier « {target.parent} » n’existe pas : créez-le, puis relancez. Aucune sauvegarde n’a été faite.")
    try:
        with workspace(target.parent) as folder:
            made, manifest = _make(folder)
            digest = bundle.sha256_of(made)
            if bundle.read(made) != manifest:
                raise BackupRefused("La sauvegarde relue n’est pas celle qui a été écrite : le disque est peut-être abîmé. Elle n’a pas été gardée.")
            made.replace(target)
            sync_folder(target.parent)
    except OSError as trouble:
        raise BackupRefused(f"La sauvegarde n’a pas pu être écrite ({trouble.strerror or trouble}). Les précédentes sont gardées.") from trouble
    _note(target)
    return Saved(target, manifest.rows, len(manifest.media), digest, tuple(_remove_oldest(to, target, keep)))


def refuse_wrong_account() -> None:
    """Root would leave files that the service can then neither write nor read."""
    owner = settings.VAR_DIR.stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        sentence = f"Lancez cette commande avec le compte du service, et non root : sudo -u '#{owner}' … Rien n’a été fait."
        raise OperationRefused(sentence)


def last_backup_at() -> datetime | None:
    """When the last bundle of this installation was made, as far as it knows."""
    try:
        return datetime.fromisoformat(json.loads((settings.VAR_DIR / LAST).read_text())["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _make(folder: Path) -> tuple[Path, bundle.Manifest]:
    """The picture of the base first: every file that its rows name is then already on the disk."""
    base = engine()
    snapshot = base.snapshot(folder)
    manifest = _manifest(base.name, snapshot)
    made = folder / "bundle.tar.gz"
    with bundle.BundleWriter(made) as writer:
        letter = LETTER.format(site=settings.SITE_URL, at=timezone.localtime().strftime("%d/%m/%Y à %H h %M"), member=base.member)
        writer.add_bytes("LISEZ-MOI.txt", typo_fr(letter).encode())
        writer.add_bytes("settings.env", _settings().encode())
        writer.add_path(base.member, snapshot.path)
        snapshot.path.unlink()
        for path in media_files():
            try:
                writer.add_path(f"{bundle.MEDIA}{path.relative_to(settings.MEDIA_ROOT).as_posix()}", path)
            except FileNotFoundError:
                continue  # removed since the folder was read
        writer.finish(manifest)
    return made, manifest


def media_files() -> list[Path]:
    """Every file under MEDIA_ROOT, the folders of a restore under way left out."""
    found: list[Path] = []
    for here, folders, names in os.walk(settings.MEDIA_ROOT):
        folders[:] = sorted(name for name in folders if not is_workspace(Path(name)))
        found += [path for name in sorted(names) if (path := Path(here) / name).is_file() and not path.is_symlink()]
    return found


def _manifest(engine_name: str, snapshot: Snapshot) -> bundle.Manifest:
    return bundle.Manifest(
        engine=engine_name,
        made_at=timezone.now().isoformat(timespec="seconds"),
        site_url=settings.SITE_URL,
        tables=snapshot.tables,
        migrations=snapshot.migrations,
        keys=keys.fingerprints(),
    )


def _settings() -> str:
    lines = ["# Réglages de l’installation sauvegardée, sans clé ni mot de passe."]
    lines += [f"{name}={os.environ[name]}" for name in PLAIN_SETTINGS if os.environ.get(name)]
    lines += [f"{name}={re.sub(r'://.*@', '://…@', os.environ[name])}" for name in ADDRESSES if os.environ.get(name)]
    return "\n".join(lines) + "\n"


def _note(target: Path) -> None:
    told: dict[str, Any] = {"at": timezone.now().isoformat(timespec="seconds"), "path": str(target)}
    (settings.VAR_DIR / LAST).write_text(json.dumps(told))


def _remove_oldest(to: Path, target: Path, keep: int | None) -> list[Path]:
    """Bundles of the same name but for their digits; the newest `keep` stay."""
    if keep is None:
        return []
    pattern = re.compile(re.sub(r"(\\%[A-Za-z]|%[A-Za-z]|[0-9]+)+", "[0-9]+", re.escape(to.name)))
    alike = [path for path in target.parent.iterdir() if pattern.fullmatch(path.name) and path.is_file() and not path.is_symlink()]
    alike.sort(key=lambda path: (path == target, path.stat().st_mtime_ns, path.name))
    removed = alike[: max(0, len(alike) - keep)]
    for path in removed:
        path.unlink()
    return removed
