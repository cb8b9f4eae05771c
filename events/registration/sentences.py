"""What the journal says of registrations, made when it is shown."""

from events.registration.enums import Origin, RegistrationState
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence
from labo_ess.text.typography import plural, typo_fr


@sentence("registration.registered", icon="check")
def _registered(entry: AuditEntry) -> str:
    waits = entry.details.get("state") == RegistrationState.WAITING
    how = {Origin.TEAM: " par téléphone ou message", Origin.WALK_IN: " sur place"}.get(entry.details.get("origin", ""), "")
    return typo_fr(f"a noté l’inscription{how} : {'sur la liste d’attente' if waits else 'une place'}")


@sentence("registration.changed", icon="pencil")
def _changed(_entry: AuditEntry) -> str:
    return typo_fr("a changé le choix des ateliers")


@sentence("registration.described", icon="pencil")
def _described(_entry: AuditEntry) -> str:
    return typo_fr("a corrigé la fonction, la structure ou un besoin")


@sentence("registration.cancelled", icon="x")
def _cancelled(_entry: AuditEntry) -> str:
    return typo_fr("a noté le désistement")


@sentence("registration.promoted", icon="check")
def _promoted(_entry: AuditEntry) -> str:
    return typo_fr("a fait monter l’inscription : une place")


@sentence("registration.choice_promoted", icon="check")
def _choice_promoted(entry: AuditEntry) -> str:
    return typo_fr(f"a donné une place dans l’atelier « {entry.named('session')} »")


@sentence("registration.link_sent", icon="mail")
def _link_sent(_entry: AuditEntry) -> str:
    return typo_fr("a envoyé le lien personnel par courriel")


@sentence("registration.needs_erased", icon="trash-2")
def _needs_erased(entry: AuditEntry) -> str:
    return typo_fr(f"a effacé {plural(entry.details['count'], 'besoin particulier', 'besoins particuliers')}, trente jours après la journée")
