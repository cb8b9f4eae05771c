"""What the journal says of comments."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence


@sentence("comment.added", icon="message-square")
def _added(entry: AuditEntry) -> str:
    return "a écrit un commentaire"


@sentence("comment.withdrawn", icon="trash-2")
def _withdrawn(entry: AuditEntry) -> str:
    return "a retiré un commentaire"


@sentence("comment.restored", icon="undo-2")
def _restored(entry: AuditEntry) -> str:
    return "a remis un commentaire"
