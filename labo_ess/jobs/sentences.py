"""What the journal says of long jobs."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.jobs.exceptions import UnknownWork
from labo_ess.jobs.registry import find
from labo_ess.text.typography import typo_fr


@sentence("job.started", icon="clock")
def _started(entry: AuditEntry) -> str:
    try:
        label = find(entry.details["kind"]).label
    except UnknownWork:
        return "a lancé une tâche"
    return typo_fr(f"a lancé la tâche « {label} »")


@sentence("job.cancelled", icon="x")
def _cancelled(entry: AuditEntry) -> str:
    return "a arrêté la tâche"
