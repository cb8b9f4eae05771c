"""What the journal says of persons and organisations."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence

FIELD_NAMES = {
    "civility": "la civilité",
    "first_name": "le prénom",
    "last_name": "le nom",
    "name": "le nom",
    "short_name": "le sigle",
    "legal_form": "la forme juridique",
    "siren": "le SIREN",
    "siret": "le SIRET",
    "rna": "le RNA",
    "email": "l’adresse électronique",
    "phone": "le téléphone",
    "street": "l’adresse",
    "postcode": "le code postal",
    "town": "la ville",
    "site": "le site",
    "note": "les remarques",
    "source": "l’origine",
    "region": "la région",
    "department": "le département",
    "epci": "l’intercommunalité",
    "commune": "la commune",
    "logo": "le logo",
}
SIMPLE = {
    "person.created": ("a créé cette fiche", "user-plus"),
    "person.trashed": ("a mis cette fiche à la corbeille", "trash-2"),
    "person.restored": ("a sorti cette fiche de la corbeille", "undo-2"),
    "person.compared": ("a comparé : ce n’est pas la même personne", "circle-check"),
    "person.email_added": ("a ajouté une adresse électronique", "mail"),
    "person.email_main": ("a changé l’adresse principale", "mail"),
    "person.email_removed": ("a retiré une adresse électronique", "mail"),
    "person.phone_added": ("a ajouté un téléphone", "phone"),
    "person.phone_removed": ("a retiré un téléphone", "phone"),
    "person.links_asked": ("a demandé de nouveaux liens", "link"),
    "person.imported": ("a importé cette fiche", "download"),
    "person.import_updated": ("a complété cette fiche par un import", "download"),
    "organisation.created": ("a créé cette fiche", "building-2"),
    "organisation.trashed": ("a mis cette fiche à la corbeille", "trash-2"),
    "organisation.restored": ("a sorti cette fiche de la corbeille", "undo-2"),
    "organisation.compared": ("a comparé : ce n’est pas la même structure", "circle-check"),
    "organisation.imported": ("a importé cette fiche", "download"),
    "organisation.import_updated": ("a complété cette fiche par un import", "download"),
}


def _fields(entry: AuditEntry) -> str:
    names = [FIELD_NAMES.get(name, name) for name in entry.details.get("fields", [])]
    if not names:
        return "a enregistré la fiche sans rien changer"
    return "a modifié " + (names[0] if len(names) == 1 else ", ".join(names[:-1]) + " et " + names[-1])


sentence("person.edited", icon="pencil")(_fields)
sentence("organisation.edited", icon="pencil")(_fields)


def _plain(text: str, icon: str, verb: str) -> None:
    sentence(verb, icon=icon)(lambda entry: text)


for _verb, (_text, _icon) in SIMPLE.items():
    _plain(_text, _icon, _verb)


def _position(act: str) -> object:
    def make(entry: AuditEntry) -> str:
        where = entry.named("organisation")
        return f"a {act} une fonction" + (f", {where}" if where else "")

    return make


sentence("person.position_added", icon="building-2")(_position("ajouté"))  # type: ignore[arg-type]
sentence("person.position_edited", icon="building-2")(_position("modifié"))  # type: ignore[arg-type]
sentence("person.position_removed", icon="building-2")(_position("retiré"))  # type: ignore[arg-type]
