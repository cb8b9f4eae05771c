"""Tells the administrators when the house is unwell: one mail per trouble and per day, one when it is well again.

It never goes through the outbox: a watch that leans on the worker would be silent with it. What was told is kept in a file, for the
database may be what is away; the file keeps its size, so that it can still be written when the disk is full.
"""

import json
import shutil
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.module_loading import import_string

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.operations.backup import last_backup_at
from labo_ess.operations.health import LATEST_MAIL, measure
from labo_ess.outbox.exceptions import Undeliverable
from labo_ess.outbox.hops import Hop
from labo_ess.outbox.mail import Mail, write

STATE = "watch.json"
SIZE = 8192
SILENT_WORKER = 300
"""Seconds without a tick; an update that restarts the worker takes less."""
OLDEST_BACKUP = timedelta(hours=36)


@dataclass(frozen=True)
class Trouble:
    """What may go wrong, in words: the subject of the mail, what it means, what to do."""

    subject: str
    meaning: str
    remedy: str
    again: str


TROUBLES = {
    "database": Trouble(
        "La base de données ne répond plus",
        "Le site ne peut rien lire ni enregistrer : les pages affichent une erreur.",
        "Regardez si PostgreSQL tourne et si le disque n’est pas plein, puis relancez le service.",
        "La base de données répond de nouveau",
    ),
    "worker": Trouble(
        "Le worker est arrêté",
        "Le site répond, mais aucun courriel ne part et les tâches longues attendent. Rien n’est perdu : tout partira à son retour.",
        "Relancez-le (systemctl restart labo-worker), puis lisez son journal (journalctl -u labo-worker -n 100).",
        "Le worker est de nouveau en marche",
    ),
    "mail": Trouble(
        "Des courriels attendent depuis trop longtemps",
        "Le plus ancien aurait dû partir il y a plus de dix minutes.",
        "Vérifiez le serveur d’envoi (manage.py check_mail). La page Courriels du bureau dit la cause de chaque retard.",
        "Les courriels partent de nouveau à l’heure",
    ),
    "disk": Trouble(
        "Le disque se remplit",
        "Quand il sera plein, plus rien ne pourra être enregistré, ni sauvegardé.",
        "Supprimez d’anciennes sauvegardes, les dossiers before-restore-… ou de vieux journaux, ou agrandissez le disque.",
        "Le disque a de nouveau de la place",
    ),
    "backup": Trouble(
        "Aucune sauvegarde depuis plus d’un jour et demi",
        "Si la machine tombait aujourd’hui, tout ce qui a été fait depuis la dernière sauvegarde serait perdu.",
        "Lancez-en une à la main et lisez ce qu’elle dit (journalctl -u labo-backup -n 50).",
        "Une sauvegarde a de nouveau été faite",
    ),
}


@dataclass
class Watched:
    """What is wrong now, what could be told, and to whom it could not."""

    troubles: list[str] = field(default_factory=list)
    sent: int = 0
    unsent: list[str] = field(default_factory=list)


def verdicts() -> dict[str, bool | None]:
    """For each trouble whether it is there; None when nobody can know."""
    figures = measure()
    known, tick, saved = figures["database"], figures["last_tick_seconds"], last_backup_at()
    silent = tick is None or tick > SILENT_WORKER
    free = min(shutil.disk_usage(place).free for place in (settings.VAR_DIR, settings.MEDIA_ROOT) if Path(place).exists())
    return {
        "database": not known,
        "worker": silent if known else None,
        "mail": figures["mail_late_seconds"] > LATEST_MAIL if known and not silent else None,  # a dead worker explains it
        "disk": free < settings.DISK_ALERT_MB * 1_000_000,
        "backup": None if saved is None else timezone.now() - saved > OLDEST_BACKUP,
    }


def watch() -> Watched:
    """Look once, and tell what is new today."""
    found, state, seen = verdicts(), _read(), Watched()
    state["recipients"] = recipients = _recipients(state)
    today, told = timezone.localdate().isoformat(), state["told"]
    seen.troubles = [code for code, there in found.items() if there]
    hop: Hop = import_string(settings.MAIL_LAST_HOP)()
    try:
        for code in seen.troubles:
            if told.get(code, {}).get("day") != today and _tell(hop, recipients, "trouble", code, seen):
                told[code] = {"day": today, "open": True}
        for code in [code for code, there in found.items() if there is False]:
            if told.get(code, {}).get("open") and _tell(hop, recipients, "well_again", code, seen):
                told[code]["open"] = False  # the day stays: a trouble that comes and goes is told once
    finally:
        hop.close()
    _write(state)
    return seen


def _recipients(state: dict[str, Any]) -> list[str]:
    """The administrators; those of last time when the database is away."""
    try:
        found = list(User.objects.filter(role=Role.ADMIN, is_active=True).order_by("email").values_list("email", flat=True))
    except DatabaseError:
        found = []
    return found or state["recipients"] or [settings.REPLY_TO]


def _tell(hop: Hop, recipients: list[str], template: str, code: str, seen: Watched) -> bool:
    """To each of them; whether somebody was told."""
    reached = 0
    now, domain = timezone.now(), settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    for address in recipients:
        mail = Mail(to=address, template=f"operations/emails/{template}", context={"trouble": TROUBLES[code]})
        try:
            written = write(mail, message_id=f"<{uuid.uuid4()}@{domain}>", dated_at=now)
            hop.send(settings.DEFAULT_FROM_EMAIL, written.to_address, written.data, lambda: None)
            reached += 1
        except Undeliverable as refusal:
            seen.unsent.append(f"{TROUBLES[code].subject} : {refusal}")
    seen.sent += reached
    return reached > 0


def _read() -> dict[str, Any]:
    fresh: dict[str, Any] = {"recipients": [], "told": {}}
    try:
        kept = json.loads((settings.VAR_DIR / STATE).read_text())
    except (OSError, ValueError):
        return fresh
    return fresh | kept if isinstance(kept, dict) else fresh


def _write(state: dict[str, Any]) -> None:
    path = settings.VAR_DIR / STATE
    path.touch(mode=0o600)
    with path.open("r+b") as file:
        file.write(json.dumps(state).encode().ljust(SIZE))
        file.truncate()
