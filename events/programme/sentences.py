"""What the history of a day says of its programme, in French."""

from events.programme.enums import SessionRoleKind
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import plural


@sentence("programme.session_added", icon="plus")
def _session_added(entry: AuditEntry) -> str:
    return f"a ajouté la séance « {entry.named('session')} »"


@sentence("programme.session_edited", icon="pencil")
def _session_edited(entry: AuditEntry) -> str:
    moved = {"starts", "ends", "room", "day_offset"}.intersection(entry.details["fields"])
    return f"a {'déplacé' if moved else 'modifié'} la séance « {entry.named('session')} »"


@sentence("programme.session_removed", icon="trash-2")
def _session_removed(entry: AuditEntry) -> str:
    return "a supprimé une séance"


@sentence("programme.person_added", icon="user-plus")
def _person_added(entry: AuditEntry) -> str:
    role = SessionRoleKind(entry.details["role"]).label
    return f"a ajouté {entry.named('person')} ({role}) à « {entry.named('session')} »"


@sentence("programme.person_edited", icon="pencil")
def _person_edited(entry: AuditEntry) -> str:
    return f"a modifié le rôle de {entry.named('person')} dans « {entry.named('session')} »"


@sentence("programme.person_removed", icon="x")
def _person_removed(entry: AuditEntry) -> str:
    return f"a retiré {entry.named('person')} de « {entry.named('session')} »"


@sentence("programme.released", icon="megaphone")
def _released(entry: AuditEntry) -> str:
    sessions = plural(entry.details["sessions"], "séance", "séances")
    return f"a publié la version {entry.details['number']} du programme ({sessions})"
