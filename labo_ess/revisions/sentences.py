"""What the journal says of restoring."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence


@sentence("revision.restored", icon="undo-2")
def _restored(entry: AuditEntry) -> str:
    return "a rétabli une version antérieure"


@sentence("trash.restored", icon="undo-2")
def _put_back(entry: AuditEntry) -> str:
    return "a sorti cet élément de la corbeille"


@sentence("trash.emptied", icon="trash-2")
def _emptied(entry: AuditEntry) -> str:
    return "a supprimé cet élément, trente jours après sa mise à la corbeille"
