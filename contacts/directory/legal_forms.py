"""Legal forms and kinds of public bodies: an admin may rename or add; imports recognise the usual ways to write them."""

from labo_ess.choices.registry import register
from labo_ess.text.search import search_key

LEGAL_FORMS: list[tuple[str, str]] = [
    ("association", "Association loi 1901"),
    ("association_alsace_moselle", "Association de droit local (Alsace-Moselle)"),
    ("association_rup", "Association reconnue d’utilité publique"),
    ("scop", "Scop"),
    ("scic", "Scic"),
    ("cae", "Coopérative d’activité et d’emploi (CAE)"),
    ("cuma", "Cuma"),
    ("cooperative_agricole", "Coopérative agricole"),
    ("cooperative_bancaire", "Banque coopérative"),
    ("cooperative", "Autre coopérative"),
    ("mutuelle", "Mutuelle"),
    ("fondation", "Fondation"),
    ("fonds_de_dotation", "Fonds de dotation"),
    ("societe_ess", "Société commerciale de l’ESS"),
    ("siae", "Structure d’insertion (SIAE)"),
    ("syndicat", "Syndicat"),
    ("collectif_informel", "Collectif informel"),
    ("cress", "Cress"),
    ("region", "Région"),
    ("departement", "Département"),
    ("commune", "Commune"),
    ("cc", "Communauté de communes"),
    ("ca", "Communauté d’agglomération"),
    ("cu", "Communauté urbaine"),
    ("metropole", "Métropole"),
    ("petr", "PETR ou pays"),
    ("ccas", "CCAS"),
    ("etat", "Service de l’État"),
    ("operateur", "Opérateur de l’État"),
    ("ceser", "Ceser"),
    ("universite", "Université ou grande école"),
    ("etablissement_public", "Établissement public"),
    ("chambre_consulaire", "Chambre consulaire"),
    ("media", "Média"),
    ("entreprise", "Autre entreprise"),
]

register("legal_form", label="Formes juridiques", seeds=LEGAL_FORMS)

_WRITTEN = {
    "cc": "cc",
    "ca": "ca",
    "cu": "cu",
    "me": "metropole",
    "met": "metropole",
    "metropole": "metropole",
    "communaute de communes": "cc",
    "communaute d agglomeration": "ca",
    "communaute urbaine": "cu",
    "asso": "association",
    "association": "association",
    "association loi 1901": "association",
    "loi 1901": "association",
    "association 1901": "association",
    "sa scop": "scop",
    "sarl scop": "scop",
    "ets public": "etablissement_public",
    "epci": "cc",
    "ville": "commune",
    "mairie": "commune",
    "conseil regional": "region",
    "conseil departemental": "departement",
    "pays": "petr",
    "universite": "universite",
}
_BY_NAME = (
    ("communaute de communes", "cc"),
    ("communaute d agglomeration", "ca"),
    ("communaute urbaine", "cu"),
    ("metropole ", "metropole"),
    ("conseil regional", "region"),
    ("conseil departemental", "departement"),
    ("region ", "region"),
)


def legal_form_code(text: str) -> str:
    """The code of a form as people write it (« CC », « Asso », « Scop »); "" when it is none that we know."""
    key = search_key(text)
    if not key:
        return ""
    if key in _WRITTEN:
        return _WRITTEN[key]
    return next((code for code, label in LEGAL_FORMS if key in (search_key(label), code.replace("_", " "))), "")


def legal_form_of_name(name: str) -> str:
    """What the name itself says: « Communauté de communes … », « Conseil régional … »."""
    key = search_key(name)
    return next((code for start, code in _BY_NAME if key.startswith(start)), "")
