"""What the journal says of the reference, in French."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import plural


@sentence("reference.loaded", icon="map-pin")
def _loaded(entry: AuditEntry) -> str:
    return f"a mis à jour le territoire : {plural(entry.details.get('communes', 0), 'commune écrite', 'communes écrites')}"
