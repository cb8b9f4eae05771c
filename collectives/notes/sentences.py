"""What the journal says of notes and extracts."""

from collectives.notes.enums import ExtractKind
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import typo_fr


@sentence("note.created", icon="file-text")
def _created(entry: AuditEntry) -> str:
    return "a ouvert la note"


@sentence("note.written", icon="pencil")
def _written(entry: AuditEntry) -> str:
    return typo_fr(f"a enregistré la note (révision {entry.details['revision']})")


@sentence("extract.added", icon="plus")
def _added(entry: AuditEntry) -> str:
    kind = entry.details.get("kind", "")
    return typo_fr(f"a noté un extrait : {ExtractKind(kind).label if kind in ExtractKind.values else kind}")


@sentence("extract.corrected", icon="pencil")
def _corrected(entry: AuditEntry) -> str:
    return "a corrigé un extrait"


@sentence("extract.withdrawn", icon="trash-2")
def _withdrawn(entry: AuditEntry) -> str:
    return "a retiré un extrait"


@sentence("extract.restored", icon="undo-2")
def _restored(entry: AuditEntry) -> str:
    return "a remis un extrait"


@sentence("extract.starred", icon="bookmark")
def _starred(entry: AuditEntry) -> str:
    return "a choisi un extrait pour la plénière"


@sentence("extract.unstarred", icon="bookmark")
def _unstarred(entry: AuditEntry) -> str:
    return "ne retient plus un extrait pour la plénière"
