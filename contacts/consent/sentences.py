"""What the journal says of consents."""

from contacts.consent.enums import Purpose
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence


def _purpose(entry: AuditEntry) -> str:
    code = entry.details.get("purpose", "")
    return Purpose(code).label if code in Purpose.values else str(code)


@sentence("consent.given", icon="circle-check")
def _given(entry: AuditEntry) -> str:
    return f"a noté un accord : {_purpose(entry)}"


@sentence("consent.withdrawn", icon="circle-alert")
def _withdrawn(entry: AuditEntry) -> str:
    return f"a noté un refus : {_purpose(entry)}"


@sentence("consent.objected", icon="circle-alert")
def _objected(entry: AuditEntry) -> str:
    return "a noté que cette personne ne souhaite plus être contactée"


@sentence("consent.objection_lifted", icon="circle-check")
def _lifted(entry: AuditEntry) -> str:
    return "a noté que cette personne accepte de nouveau d’être contactée"


@sentence("consent.suppressed", icon="circle-alert")
def _suppressed(entry: AuditEntry) -> str:
    return "a ajouté une adresse à celles qui ne doivent plus recevoir de message"


@sentence("subscription.asked", icon="mail")
def _subscription_asked(entry: AuditEntry) -> str:
    return "a reçu une demande d’abonnement, à confirmer par courriel"
