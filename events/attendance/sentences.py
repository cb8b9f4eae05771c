"""What the journal says of presences."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence


@sentence("attendance.checked_in", icon="check")
def _checked_in(entry: AuditEntry) -> str:
    return "a noté la personne présente"


@sentence("attendance.undone", icon="undo-2")
def _undone(entry: AuditEntry) -> str:
    return "a annulé la présence notée"
