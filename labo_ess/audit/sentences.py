"""The French sentence of each act, made when it is shown."""

from collections.abc import Callable

from labo_ess.audit.models import AuditEntry

Sentence = Callable[[AuditEntry], str]
_sentences: dict[str, tuple[Sentence, str]] = {}


def sentence(verb: str, icon: str = "") -> Callable[[Sentence], Sentence]:
    """Register the sentence of a verb: `@sentence("registration.registered", icon="check")`.

    The function gets the entry and returns what follows the name of its author: « a inscrit … ».
    """

    def register(make: Sentence) -> Sentence:
        _sentences[verb] = (make, icon)
        return make

    return register


def sentence_of(entry: AuditEntry) -> str:
    """What was done; the bare verb when nobody gave it a sentence."""
    make, _icon = _sentences.get(entry.verb, (None, ""))
    return make(entry) if make else entry.verb


def icon_of(entry: AuditEntry) -> str:
    """The name of its icon in the sprite."""
    return _sentences.get(entry.verb, (None, ""))[1] or "clock"


def registered_verbs() -> frozenset[str]:
    """Verbs that have a sentence (a test compares them with what is recorded)."""
    return frozenset(_sentences)
