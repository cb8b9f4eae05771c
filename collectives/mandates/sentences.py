"""What the journal says of members and mandates."""

from datetime import date

from collectives.mandates.enums import MandateKind
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.dates import long_date
from labo_ess.text.typography import typo_fr


@sentence("membership.added", icon="user-plus")
def _added(entry: AuditEntry) -> str:
    return typo_fr(f"a ajouté {entry.named('member')} aux membres")


@sentence("membership.edited", icon="pencil")
def _edited(entry: AuditEntry) -> str:
    return typo_fr(f"a modifié la place de {entry.named('member')}")


@sentence("membership.ended", icon="log-out")
def _ended(entry: AuditEntry) -> str:
    until = date.fromisoformat(entry.details["until"])
    return typo_fr(f"a noté le départ de {entry.named('member')} au {long_date(until)}")


@sentence("membership.resumed", icon="undo-2")
def _resumed(entry: AuditEntry) -> str:
    return typo_fr(f"a annulé le départ de {entry.named('member')}")


@sentence("mandate.given", icon="user-check")
def _given(entry: AuditEntry) -> str:
    return typo_fr(f"a désigné {entry.named('person')} {_kind(entry)} pour {entry.named('member')}")


@sentence("mandate.ended", icon="log-out")
def _mandate_ended(entry: AuditEntry) -> str:
    return typo_fr(f"a mis fin au mandat de {entry.named('person')}, {_kind(entry)} pour {entry.named('member')}")


@sentence("mandate.removed", icon="trash-2")
def _mandate_removed(entry: AuditEntry) -> str:
    return typo_fr(f"a supprimé le mandat de {entry.named('person')}, {_kind(entry)} pour {entry.named('member')}")


def _kind(entry: AuditEntry) -> str:
    return MandateKind(entry.details["kind"]).label
