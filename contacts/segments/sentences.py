"""What the journal says of lists."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import plural


def _persons(entry: AuditEntry) -> str:
    return plural(entry.details.get("count", 0), "personne", "personnes")


@sentence("list.created", icon="list")
def _created(entry: AuditEntry) -> str:
    return f"a fait cette liste avec {_persons(entry)}"


@sentence("list.renamed", icon="pencil")
def _renamed(entry: AuditEntry) -> str:
    return "a renommé cette liste"


@sentence("list.filled", icon="user-plus")
def _filled(entry: AuditEntry) -> str:
    return f"a ajouté {_persons(entry)}"


@sentence("list.thinned", icon="undo-2")
def _thinned(entry: AuditEntry) -> str:
    return f"a retiré {_persons(entry)}"


@sentence("list.trashed", icon="trash-2")
def _trashed(entry: AuditEntry) -> str:
    return "a mis cette liste à la corbeille"
