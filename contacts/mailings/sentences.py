"""What the journal says of mailings."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import plural, typo_fr

_PLAIN = {
    "mailing.created": ("a préparé l’envoi", "pencil"),
    "mailing.edited": ("a changé le texte", "pencil"),
    "mailing.tested": ("s’est envoyé un test", "mail"),
    "mailing.finished": ("a fini l’envoi", "check"),
}


def _register(verb: str, words: str, icon: str) -> None:
    @sentence(verb, icon=icon)
    def _say(_entry: AuditEntry) -> str:
        return typo_fr(words)


for _verb, (_words, _icon) in _PLAIN.items():
    _register(_verb, _words, _icon)


@sentence("mailing.sent", icon="send")
def _sent(entry: AuditEntry) -> str:
    return typo_fr(f"a lancé l’envoi à {plural(entry.details['count'], 'personne', 'personnes')}")


@sentence("mailing.stopped", icon="x")
def _stopped(entry: AuditEntry) -> str:
    return typo_fr(f"a arrêté l’envoi : {plural(entry.details['count'], 'message n’est pas parti', 'messages ne sont pas partis')}")


@sentence("mailing.retried", icon="undo-2")
def _retried(entry: AuditEntry) -> str:
    return typo_fr(f"a relancé {plural(entry.details['count'], 'message en échec', 'messages en échec')}")
