"""What the journal says of démarches and collectives."""

from collectives.groups.enums import Stage
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import typo_fr

FIELDS = {
    "name": "le nom",
    "kind": "la nature",
    "process": "la démarche",
    "challenge": "le défi",
    "region": "la région",
    "department": "le département",
    "epci": "l’intercommunalité",
    "lead_organisation": "la structure pilote",
    "quorum_percent": "le quorum",
    "proxies_per_seat": "les pouvoirs par siège",
    "themes": "les thèmes",
    "former_titles": "les anciens titres",
    "aims": "les objectifs",
    "lead_organisations": "les structures porteuses",
    "referents": "les référent·e·s",
}


def _changed(entry: AuditEntry) -> str:
    return ", ".join(FIELDS.get(name, name) for name in entry.details.get("fields", []))


@sentence("collective.created", icon="users")
def _created(entry: AuditEntry) -> str:
    return "a créé le collectif"


@sentence("collective.edited", icon="pencil")
def _edited(entry: AuditEntry) -> str:
    return typo_fr(f"a modifié {_changed(entry)}")


@sentence("collective.renamed", icon="pencil")
def _renamed(entry: AuditEntry) -> str:
    return "a renommé le collectif"


@sentence("collective.passed", icon="arrow-right")
def _passed(entry: AuditEntry) -> str:
    before, after = Stage(entry.details["before"]), Stage(entry.details["after"])
    return typo_fr(f"a fait passer le collectif de « {before.label} » à « {after.label} »")


@sentence("collective.trashed", icon="trash-2")
def _trashed(entry: AuditEntry) -> str:
    return "a mis le collectif à la corbeille"


@sentence("collective.restored", icon="undo-2")
def _restored(entry: AuditEntry) -> str:
    return "a rétabli le collectif"


@sentence("process.created", icon="plus")
def _process_created(entry: AuditEntry) -> str:
    return "a créé la démarche"


@sentence("process.edited", icon="pencil")
def _process_edited(entry: AuditEntry) -> str:
    return typo_fr(f"a modifié {_changed(entry)}")


@sentence("process.trashed", icon="trash-2")
def _process_trashed(entry: AuditEntry) -> str:
    return "a mis la démarche à la corbeille"


@sentence("process.restored", icon="undo-2")
def _process_restored(entry: AuditEntry) -> str:
    return "a rétabli la démarche"


@sentence("process.phase_added", icon="plus")
def _phase_added(entry: AuditEntry) -> str:
    return typo_fr(f"a ajouté la phase « {entry.named('phase')} »")


@sentence("process.phase_edited", icon="pencil")
def _phase_edited(entry: AuditEntry) -> str:
    return typo_fr(f"a modifié la phase « {entry.named('phase')} »")


@sentence("process.phase_activated", icon="arrow-right")
def _phase_activated(entry: AuditEntry) -> str:
    return typo_fr(f"a mis en cours la phase « {entry.named('phase')} »")


@sentence("process.phase_removed", icon="trash-2")
def _phase_removed(entry: AuditEntry) -> str:
    return "a supprimé une phase"
