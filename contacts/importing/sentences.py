"""What the journal says of imports."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import plural


@sentence("import.opened", icon="download")
def _opened(entry: AuditEntry) -> str:
    return "a déposé ce fichier"


@sentence("import.columns_corrected", icon="pencil")
def _corrected(entry: AuditEntry) -> str:
    return "a corrigé les colonnes"


@sentence("import.applied", icon="check")
def _applied(entry: AuditEntry) -> str:
    details = entry.details
    made = plural(details.get("created", 0), "fiche créée", "fiches créées")
    return f"a importé ce fichier : {made}, {plural(details.get('updated', 0), 'complétée', 'complétées')}"


@sentence("import.undone", icon="undo-2")
def _undone(entry: AuditEntry) -> str:
    left = entry.details.get("left", 0)
    return "a annulé cet import" + (f" ({plural(left, 'ligne gardée', 'lignes gardées')})" if left else "")


@sentence("import.discarded", icon="trash-2")
def _discarded(entry: AuditEntry) -> str:
    return "a abandonné ce fichier sans l’importer"
