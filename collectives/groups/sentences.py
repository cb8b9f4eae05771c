"""What the journal says of collectives."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence


@sentence("collective.created", icon="users")
def _created(entry: AuditEntry) -> str:
    return "a créé le collectif"


@sentence("collective.renamed", icon="pencil")
def _renamed(entry: AuditEntry) -> str:
    return "a renommé le collectif"
