"""What the journal says of saved views and of lists taken out of the house."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.lists.page import FORMATS, LISTS
from labo_ess.text.typography import plural


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


@sentence("list.exported", icon="download")
def _exported(entry: AuditEntry) -> str:
    said = LISTS.get(str(entry.details.get("list", "")))
    kind = FORMATS.get(str(entry.details.get("format", "")), "fichier")
    lines = plural(int(entry.details.get("rows", 0)), "ligne", "lignes")
    return f"a exporté la liste « {said.plural if said else 'disparue'} » ({lines}, {kind})"
