"""What the journal says of saved views."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence


@sentence("view.saved", icon="bookmark")
def _saved(entry: AuditEntry) -> str:
    return "a enregistré une vue"


@sentence("view.changed", icon="bookmark")
def _changed(entry: AuditEntry) -> str:
    return "a remplacé une vue"


@sentence("view.removed", icon="trash-2")
def _removed(entry: AuditEntry) -> str:
    return "a retiré une vue"


@sentence("view.restored", icon="undo-2")
def _restored(entry: AuditEntry) -> str:
    return "a remis une vue"
