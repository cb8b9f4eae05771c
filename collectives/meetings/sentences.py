"""What the journal says of meetings."""

from collectives.meetings.enums import Answer
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import plural, typo_fr


@sentence("meeting.created", icon="plus")
def _created(entry: AuditEntry) -> str:
    return "a préparé la réunion"


@sentence("meeting.edited", icon="pencil")
def _edited(entry: AuditEntry) -> str:
    return "a modifié la réunion"


@sentence("meeting.moved", icon="calendar")
def _moved(entry: AuditEntry) -> str:
    return typo_fr("a déplacé la réunion : elle bouge dans les agendas")


@sentence("meeting.convened", icon="send")
def _convened(entry: AuditEntry) -> str:
    return typo_fr(f"a convoqué {plural(entry.details.get('count', 0), 'personne', 'personnes')}")


@sentence("meeting.reminded", icon="mail")
def _reminded(entry: AuditEntry) -> str:
    return typo_fr(f"a relancé {plural(entry.details.get('count', 0), 'personne', 'personnes')} sans réponse")


@sentence("meeting.cancelled", icon="x")
def _cancelled(entry: AuditEntry) -> str:
    return "a annulé la réunion"


@sentence("meeting.held", icon="circle-check")
def _held(entry: AuditEntry) -> str:
    return "a clos la séance"


@sentence("meeting.trashed", icon="trash-2")
def _trashed(entry: AuditEntry) -> str:
    return "a mis la réunion à la corbeille"


@sentence("meeting.restored", icon="undo-2")
def _restored(entry: AuditEntry) -> str:
    return "a rétabli la réunion"


@sentence("meeting.point_added", icon="plus")
def _point_added(entry: AuditEntry) -> str:
    return "a ajouté un point à l’ordre du jour"


@sentence("meeting.point_edited", icon="pencil")
def _point_edited(entry: AuditEntry) -> str:
    return "a modifié un point de l’ordre du jour"


@sentence("meeting.point_moved", icon="arrow-up")
def _point_moved(entry: AuditEntry) -> str:
    return "a déplacé un point de l’ordre du jour"


@sentence("meeting.point_removed", icon="trash-2")
def _point_removed(entry: AuditEntry) -> str:
    return "a retiré un point de l’ordre du jour"


@sentence("meeting.answered", icon="mail")
def _answered(entry: AuditEntry) -> str:
    choice = entry.details.get("choice", "")
    words = Answer(choice).label if choice in Answer.values else choice
    member = entry.named("member")
    return typo_fr(f"a répondu « {words} »" + (f" pour {member}" if member else ""))


@sentence("meeting.presences_noted", icon="users")
def _presences(entry: AuditEntry) -> str:
    return typo_fr(f"a noté {plural(entry.details.get('count', 0), 'présence', 'présences')}")
