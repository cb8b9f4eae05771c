"""What the history of a day says, in French."""

from datetime import date

from collectives.actions.planning import Moved
from events.days.enums import DayState, PartnerRole
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.dates import long_date
from labo_ess.text.typography import typo_fr

FIELD_NAMES = {
    "title": "le nom",
    "headline": "le thème",
    "presentation": "la présentation",
    "date": "la date",
    "last_date": "le dernier jour",
    "starts": "l’heure de début",
    "ends": "l’heure de fin",
    "place_name": "le lieu",
    "place_address": "l’adresse",
    "place_access": "l’accès",
    "admission": "le mode d’inscription",
    "capacity": "le nombre de places",
    "answer_by": "la date limite de réponse",
    "cycle": "le cycle",
    "region": "la région",
    "department": "le département",
    "contact_email": "l’adresse de contact",
    "name": "le nom",
    "aims": "les objectifs",
    "access_note": "l’accès",
}


def listed(fields: list[str], names: dict[str, str]) -> str:
    """« la date, le lieu et l’accès »."""
    words = [names.get(field, field) for field in fields]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " et " + words[-1]


@sentence("cycle.created", icon="plus")
def _cycle_created(entry: AuditEntry) -> str:
    return "a créé le cycle"


@sentence("cycle.edited", icon="pencil")
def _cycle_edited(entry: AuditEntry) -> str:
    return f"a modifié {listed(entry.details['fields'], FIELD_NAMES)}"


@sentence("day.created", icon="plus")
def _created(entry: AuditEntry) -> str:
    return "a créé la journée"


@sentence("day.edited", icon="pencil")
def _edited(entry: AuditEntry) -> str:
    if "moved_to" in entry.details:
        before, after = (long_date(date.fromisoformat(entry.details[key])) for key in ("moved_from", "moved_to"))
        dates = Moved(entry.details.get("followed", 0), entry.details.get("stayed", 0))
        return typo_fr(f"a déplacé la journée du {before} au {after}" + (f" : {dates.sentence}" if dates else ""))
    return f"a modifié {listed(entry.details['fields'], FIELD_NAMES)}"


@sentence("day.passed", icon="circle-check")
def _passed(entry: AuditEntry) -> str:
    after = DayState(entry.details["after"])
    return {
        DayState.PREPARING: "a mis la journée en préparation",
        DayState.OPEN: "a ouvert les inscriptions",
        DayState.CLOSED: "a clos les inscriptions",
        DayState.PAST: "a noté que la journée est passée",
        DayState.ARCHIVED: "a archivé la journée",
    }[after]


@sentence("day.trashed", icon="trash-2")
def _trashed(entry: AuditEntry) -> str:
    return "a mis la journée à la corbeille"


@sentence("day.restored", icon="undo-2")
def _restored(entry: AuditEntry) -> str:
    return "a sorti la journée de la corbeille"


@sentence("day.partner_added", icon="building-2")
def _partner_added(entry: AuditEntry) -> str:
    return f"a ajouté {entry.named('organisation')} ({PartnerRole(entry.details['role']).label})"


@sentence("day.partner_removed", icon="building-2")
def _partner_removed(entry: AuditEntry) -> str:
    return f"a retiré {entry.named('organisation')} ({PartnerRole(entry.details['role']).label})"


@sentence("day.partners_reordered", icon="building-2")
def _partners_reordered(entry: AuditEntry) -> str:
    return "a changé l’ordre des partenaires"


@sentence("day.logo_changed", icon="building-2")
def _logo_changed(entry: AuditEntry) -> str:
    return f"a changé le logo de {entry.named('organisation')}"


@sentence("day.room_added", icon="map-pin")
def _room_added(entry: AuditEntry) -> str:
    return f"a ajouté la salle {entry.named('room')}"


@sentence("day.room_edited", icon="map-pin")
def _room_edited(entry: AuditEntry) -> str:
    return f"a modifié {listed(entry.details['fields'], FIELD_NAMES)} de la salle {entry.named('room')}"


@sentence("day.room_removed", icon="map-pin")
def _room_removed(entry: AuditEntry) -> str:
    return "a supprimé une salle"


@sentence("day.rooms_reordered", icon="map-pin")
def _rooms_reordered(entry: AuditEntry) -> str:
    return "a changé l’ordre des salles"
