"""What the journal says of fiches and of what is noted in them."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import typo_fr


@sentence("report.created", icon="file-text")
def _created(entry: AuditEntry) -> str:
    return typo_fr(f"a ouvert la fiche de la séance « {entry.named('session')} »")


@sentence("report.finished", icon="circle-check")
def _finished(entry: AuditEntry) -> str:
    return "a remis la fiche"


@sentence("report.reopened", icon="undo-2")
def _reopened(entry: AuditEntry) -> str:
    return "a rouvert la fiche"


@sentence("report.link_sent", icon="send")
def _sent(entry: AuditEntry) -> str:
    return typo_fr(f"a envoyé le lien de la fiche à {entry.named('person')}")
