"""What the journal says of minutes and decisions."""

from collectives.meetings.enums import DecisionState
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import plural, typo_fr


@sentence("minutes.review_opened", icon="send")
def _opened(entry: AuditEntry) -> str:
    return typo_fr(f"a fait relire le compte rendu par {plural(entry.details.get('count', 0), 'personne', 'personnes')}")


@sentence("minutes.review_closed", icon="undo-2")
def _closed(entry: AuditEntry) -> str:
    return "a repris le compte rendu en brouillon"


@sentence("minutes.approved", icon="circle-check")
def _approved(entry: AuditEntry) -> str:
    return "a approuvé le compte rendu"


@sentence("minutes.corrected", icon="pencil")
def _corrected(entry: AuditEntry) -> str:
    details = entry.details
    return typo_fr(f"a corrigé le point {details.get('point')} du compte rendu approuvé (révision {details.get('number')})")


@sentence("minutes.sent", icon="mail")
def _sent(entry: AuditEntry) -> str:
    return typo_fr(f"a envoyé le compte rendu à {plural(entry.details.get('count', 0), 'personne', 'personnes')}")


@sentence("minutes.printed", icon="file-down")
def _printed(entry: AuditEntry) -> str:
    return "a fait le PDF du compte rendu"


@sentence("decision.made", icon="circle-check")
def _made(entry: AuditEntry) -> str:
    return "a noté la décision"


@sentence("decision.edited", icon="pencil")
def _edited(entry: AuditEntry) -> str:
    return "a modifié la décision"


@sentence("decision.removed", icon="trash-2")
def _removed(entry: AuditEntry) -> str:
    return "a retiré une décision"


@sentence("decision.passed", icon="arrow-right")
def _passed(entry: AuditEntry) -> str:
    after = entry.details.get("after", "")
    return typo_fr(f"a passé la décision à « {DecisionState(after).label if after in DecisionState.values else after} »")
