"""What the journal says of mails."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import plural, typo_fr


@sentence("outbox.paused", icon="clock")
def _paused(entry: AuditEntry) -> str:
    return f"a mis en pause {plural(entry.details['count'], 'courriel', 'courriels')}"


@sentence("outbox.resumed", icon="send")
def _resumed(entry: AuditEntry) -> str:
    return f"a fait repartir {plural(entry.details['count'], 'courriel', 'courriels')}"


@sentence("outbox.retried", icon="send")
def _retried(entry: AuditEntry) -> str:
    return "a demandé un nouvel envoi"


@sentence("outbox.bounced", icon="mail-warning")
def _bounced(entry: AuditEntry) -> str:
    return "a noté que le courriel est revenu"


@sentence("outbox.failed", icon="mail-warning")
def _failed(entry: AuditEntry) -> str:
    code = entry.details["code"]
    return typo_fr(f"a noté l’échec définitif (réponse {code} du serveur)" if code else "a noté l’échec définitif")
