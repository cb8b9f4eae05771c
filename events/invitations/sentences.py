"""What the journal says of invitations."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import plural, typo_fr


@sentence("invitation.prepared", icon="mail")
def _prepared(entry: AuditEntry) -> str:
    return typo_fr(f"a préparé {plural(entry.details['count'], 'invitation', 'invitations')}")


@sentence("invitation.reminder_prepared", icon="mail")
def _reminder_prepared(entry: AuditEntry) -> str:
    return typo_fr(f"a préparé une relance ({plural(entry.details['count'], 'personne', 'personnes')} sans réponse)")


@sentence("invitation.withdrawn", icon="x")
def _withdrawn(_entry: AuditEntry) -> str:
    return typo_fr("a retiré une invitation qui n’était pas partie")


@sentence("invitation.declined", icon="x")
def _declined(_entry: AuditEntry) -> str:
    return typo_fr("a noté : ne vient pas")
