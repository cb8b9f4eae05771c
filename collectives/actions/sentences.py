"""What the journal says of actions and boards."""

from datetime import date
from typing import Any

from collectives.actions.enums import ActionState
from collectives.actions.planning import Moved
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.dates import long_date
from labo_ess.text.typography import plural, typo_fr

FIELD_NAMES = {
    "title": "l’intitulé",
    "description": "les précisions",
    "owner": "la personne qui s’en charge",
    "due_on": "l’échéance",
    "pinned": "la façon dont la date suit",
}
STATE_SENTENCES = {
    ActionState.DONE: "a noté que l’action est faite",
    ActionState.DROPPED: "a abandonné l’action",
    ActionState.OPEN: "a rouvert l’action",
}


def moved_sentence(details: dict[str, Any]) -> str:
    """« 12 dates ont suivi, 1 est restée, fixée à la main », from the details of an entry."""
    return Moved(int(details.get("followed", 0)), int(details.get("stayed", 0))).sentence


def _date(text: Any) -> str:
    return long_date(date.fromisoformat(text)) if text else ""


def _plain(verb: str, words: str, icon: str) -> None:
    """A sentence that needs nothing of the entry."""
    sentence(verb, icon=icon)(lambda entry: typo_fr(words))


@sentence("action.edited", icon="pencil")
def _edited(entry: AuditEntry) -> str:
    words = [FIELD_NAMES.get(field, field) for field in entry.details["fields"]]
    return "a modifié " + (words[0] if len(words) == 1 else ", ".join(words[:-1]) + " et " + words[-1])


@sentence("action.passed", icon="circle-check")
def _passed(entry: AuditEntry) -> str:
    return STATE_SENTENCES[ActionState(entry.details["after"])]


@sentence("action.moved", icon="arrow-right")
def _moved(entry: AuditEntry) -> str:
    return typo_fr(f"a déplacé la carte dans « {entry.named('column')} »")


@sentence("action.assigned", icon="user")
def _assigned(entry: AuditEntry) -> str:
    return f"a confié l’action à {entry.named('person')}"


@sentence("action.postponed", icon="calendar")
def _postponed(entry: AuditEntry) -> str:
    before, after = _date(entry.details.get("before")), _date(entry.details["after"])
    return f"a reporté l’échéance du {before} au {after}" if before else f"a reporté l’échéance au {after}"


@sentence("action.postponement_undone", icon="undo-2")
def _undone(entry: AuditEntry) -> str:
    after = _date(entry.details.get("after"))
    return f"a annulé le report : l’échéance redevient le {after}" if after else "a annulé le report"


@sentence("board.model_applied", icon="list-checks")
def _applied(entry: AuditEntry) -> str:
    return typo_fr(f"a appliqué le modèle « {entry.named('model')} » : {plural(entry.details['count'], 'action créée', 'actions créées')}")


@sentence("board.anchor_moved", icon="calendar")
def _anchor_moved(entry: AuditEntry) -> str:
    before, after = _date(entry.details.get("moved_from")), _date(entry.details["moved_to"])
    moved = f"a déplacé le jour J du {before} au {after}" if before else f"a fixé le jour J au {after}"
    return typo_fr(f"{moved} : {moved_sentence(entry.details)}")


_plain("action.reminded", "a envoyé un rappel à la personne qui s’en charge", "mail")
_plain("action.created", "a créé l’action", "plus")
_plain("action.unassigned", "a retiré la personne qui s’en chargeait", "user")
_plain("action.followed", "a déplacé le jour J : l’échéance a suivi", "calendar")
_plain("action.trashed", "a mis l’action à la corbeille", "trash-2")
_plain("action.restored", "a sorti l’action de la corbeille", "undo-2")
_plain("action.item_added", "a ajouté une case à cocher", "plus")
_plain("action.item_ticked", "a coché une case", "check")
_plain("action.item_unticked", "a décoché une case", "undo-2")
_plain("action.item_removed", "a retiré une case à cocher", "trash-2")
_plain("action.labelled", "a changé les étiquettes", "tag")
_plain("board.created", "a créé le tableau", "plus")
_plain("board.renamed", "a renommé le tableau", "pencil")
_plain("board.column_added", "a ajouté une colonne", "plus")
_plain("board.column_removed", "a retiré une colonne", "trash-2")
_plain("board.label_added", "a ajouté une étiquette", "tag")
_plain("board.stopped_following", "a détaché le tableau de la date de la journée", "calendar")
_plain("planning_model.created", "a créé le modèle de rétroplanning", "plus")
