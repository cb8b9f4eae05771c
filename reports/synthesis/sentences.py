"""What the journal says of syntheses."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence

WORDS = {
    "synthesis.created": ("file-text", "a créé la synthèse"),
    "synthesis.edited": ("pencil", "a modifié le titre ou l’introduction"),
    "synthesis.trashed": ("trash-2", "a mis la synthèse à la corbeille"),
    "synthesis.printed": ("file-text", "a mis la synthèse en PDF"),
    "synthesis.section_added": ("plus", "a ajouté une partie"),
    "synthesis.section_renamed": ("pencil", "a renommé une partie"),
    "synthesis.section_moved": ("arrow-up", "a déplacé une partie"),
    "synthesis.section_removed": ("trash-2", "a retiré une partie"),
    "synthesis.section_restored": ("undo-2", "a remis une partie"),
    "synthesis.sentence_edited": ("pencil", "a modifié une phrase"),
    "synthesis.sentence_moved": ("arrow-up", "a déplacé une phrase"),
    "synthesis.sentence_removed": ("trash-2", "a retiré une phrase"),
    "synthesis.sentence_restored": ("undo-2", "a remis une phrase"),
    "synthesis.source_added": ("link", "a rattaché une source"),
    "synthesis.source_removed": ("x", "a détaché une source"),
    "synthesis.source_confirmed": ("check", "a relu une phrase dont la source avait changé"),
}


def _plain(words: str):  # type: ignore[no-untyped-def]
    return lambda entry: words


for _verb, (_icon, _words) in WORDS.items():
    sentence(_verb, icon=_icon)(_plain(_words))


@sentence("synthesis.sentence_added", icon="plus")
def _added(entry: AuditEntry) -> str:
    return "a écrit une phrase" if entry.details.get("own") else "a repris un extrait"


@sentence("synthesis.days_chosen", icon="calendar-days")
def _days_chosen(entry: AuditEntry) -> str:
    return "a choisi les journées dont la synthèse reprend les ateliers"
