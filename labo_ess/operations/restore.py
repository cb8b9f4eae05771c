"""Puts a bundle back: everything is read, checked and laid beside first; what is there gives way last.

Media first, then the base, by one rename or one transaction: files bear random names and never change, so at each moment the base in
place finds all the files its rows name. A restore killed on its way leaves the old house whole, and the next one sweeps what it left.
"""

import shutil
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from labo_ess.operations import bundle, keys
from labo_ess.operations.backup import media_files, refuse_wrong_account
from labo_ess.operations.engines import Engine, engine
from labo_ess.operations.exceptions import RestoreRefused
from labo_ess.operations.workspace import sync_folder, workspace
from labo_ess.personal import Personal
from labo_ess.text.typography import typo_fr

NEW = "new"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ROOM_LEFT = 50_000_000
"""Bytes that a restore leaves free on the disk."""


@dataclass
class Restored:
    """What was put back, what it costs, and where the former state waits."""

    rows: int
    files: int
    sha256: str
    warnings: list[str] = field(default_factory=list)
    aside: Path | None = None


@dataclass
class _Laid:
    """Media files put in place so far, to be taken away again when the base cannot follow."""

    fresh: list[Path] = field(default_factory=list)
    moved: list[tuple[Path, Path]] = field(default_factory=list)

    def undo(self) -> None:
        for path in self.fresh:
            path.unlink(missing_ok=True)
        for path, kept in self.moved:
            shutil.move(kept, path)


def restore(path: Path, *, replace: bool = False) -> Restored:
    """Put a bundle in the place of this house; `replace` allows it where there is one already. Raises `OperationRefused`."""
    refuse_wrong_account()
    base, path = engine(), path.absolute()
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    try:
        with ExitStack() as stack:
            stage = stack.enter_context(workspace(_beside(base)))
            media = stack.enter_context(workspace(settings.MEDIA_ROOT))
            manifest = bundle.read(path, lambda name, size: _place(stage, media, name, size))
            digest = bundle.sha256_of(path)
            forward = _refuse_foreign(base, manifest)
            occupied = _is_occupied()
            if occupied and not replace:
                raise RestoreRefused(
                    "Cette installation contient déjà des données. Pour les remplacer par celles de la sauvegarde, ajoutez --replace : "
                    "l’état actuel sera mis de côté. Rien n’a été changé."
                )
            base.check(stage / base.member, manifest.tables)
            base.refuse_company()
            if forward:
                base.bring_forward(stage / base.member)
            aside = _aside() if occupied or media_files() else None
            _swap(base, stage / base.member, media / NEW, manifest, aside)
            if forward:
                base.catch_up()
    except OSError as trouble:
        raise RestoreRefused(f"La restauration s’est arrêtée ({trouble.strerror or trouble}). L’état précédent est resté en place.") from trouble
    caches["pages"].clear()
    warnings = [*keys.warnings(manifest.keys), *_address_warning(manifest)]
    return Restored(manifest.rows, len(manifest.media), digest, warnings, aside)


def _beside(base: Engine) -> Path:
    """SQLite: where one rename puts the file in place. PostgreSQL: any folder of ours."""
    return Path(str(connection.settings_dict["NAME"])).absolute().parent if base.name == "sqlite" else settings.VAR_DIR


def _place(stage: Path, media: Path, name: str, size: int) -> Path | None:
    """Where a member waits; a disk too small is found out before it is full."""
    inside = name.startswith(bundle.MEDIA)
    if not inside and not name.startswith("database."):
        return None
    if shutil.disk_usage(media if inside else stage).free < size + ROOM_LEFT:
        raise RestoreRefused("Le disque n’a pas la place de tout remettre. Libérez-en, puis relancez. Rien n’a été changé.")
    return media / NEW / name.removeprefix(bundle.MEDIA) if inside else stage / name


def _refuse_foreign(base: Engine, manifest: bundle.Manifest) -> bool:
    """Another engine or a newer version is refused; answers whether migrations are to be made up for."""
    if manifest.engine != base.name:
        theirs, ours = ENGINES.get(manifest.engine, manifest.engine), ENGINES[base.name]
        raise RestoreRefused(f"Cette sauvegarde vient d’une base {theirs}, et DATABASE_URL désigne ici une base {ours}. Rien n’a été changé.")
    loader = MigrationLoader(None)
    ours = {f"{app}.{name}" for app, name in loader.disk_migrations}
    replaced = {f"{app}.{name}" for migration in loader.disk_migrations.values() for app, name in migration.replaces}
    newer = sorted(set(manifest.migrations) - ours - replaced)
    if newer:
        raise RestoreRefused(
            f"Cette sauvegarde vient d’une version plus récente du logiciel ({newer[0]} est inconnue ici). "
            "Mettez d’abord le logiciel à jour, puis relancez. Rien n’a été changé."
        )
    return not ours <= set(manifest.migrations)


def _is_occupied() -> bool:
    """Whether somebody's data are here: what `migrate` seeds does not count."""
    try:
        existing = set(connection.introspection.table_names())
        holding = [
            model for model in apps.get_models() if isinstance(getattr(model, "personal", None), Personal) and model._meta.db_table in existing
        ]
        return any(model._base_manager.exists() for model in holding)
    except DatabaseError:
        return True  # what cannot be read is not empty


def _aside() -> Path:
    folder: Path = settings.VAR_DIR / f"before-restore-{timezone.localtime():%Y%m%d-%H%M%S}"
    folder.mkdir(mode=0o700)
    return folder


def _swap(base: Engine, staged: Path, media: Path, manifest: bundle.Manifest, aside: Path | None) -> None:
    laid = _Laid()
    try:
        for name in manifest.media:
            _lay(media / name, settings.MEDIA_ROOT / name, name, aside, laid)
        sync_folder(settings.MEDIA_ROOT)
        base.replace(staged, manifest.tables, aside=aside)
    except BaseException:
        laid.undo()
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)
        raise
    sync_folder(_beside(base))
    _leave(manifest, aside)


def _lay(waiting: Path, target: Path, name: str, aside: Path | None, laid: _Laid) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        assert aside is not None  # made as soon as there is one file
        kept = aside / bundle.MEDIA / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(target, kept)
        laid.moved.append((target, kept))
    else:
        laid.fresh.append(target)
    waiting.chmod(0o644)
    waiting.replace(target)


def _leave(manifest: bundle.Manifest, aside: Path | None) -> None:
    """Files that no row names any more go aside."""
    for path in media_files():
        name = path.relative_to(settings.MEDIA_ROOT).as_posix()
        if name not in manifest.media and aside is not None:
            kept = aside / bundle.MEDIA / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, kept)


def _address_warning(manifest: bundle.Manifest) -> list[str]:
    if manifest.site_url == settings.SITE_URL:
        return []
    return [typo_fr(f"Attention : la sauvegarde vient de {manifest.site_url}, et SITE_URL est ici {settings.SITE_URL}.")]
