"""Who does what in a session, and how sure it is."""

from django.db import models

from labo_ess.choices.registry import register

SESSION_KINDS = [
    ("accueil_cafe", "Accueil café"),
    ("ouverture", "Ouverture"),
    ("pleniere", "Plénière"),
    ("table_ronde", "Table ronde"),
    ("conference", "Conférence"),
    ("grand_temoin", "Grand témoin"),
    ("atelier", "Atelier"),
    ("pitch", "Pitch d’initiatives"),
    ("visite", "Visite apprenante"),
    ("forum", "Forum"),
    ("restitution", "Restitution"),
    ("conclusion", "Conclusion"),
    ("buffet", "Buffet"),
    ("cocktail", "Cocktail"),
    ("pause", "Pause"),
    ("convivial", "Temps convivial"),
]
register("session_kind", label="Types de séance", seeds=SESSION_KINDS)

ATELIER = "atelier"
LOOKS = {
    "accueil_cafe": "pause",
    "buffet": "pause",
    "cocktail": "pause",
    "pause": "pause",
    "convivial": "pause",
    "forum": "pause",
    "atelier": "atelier",
    "visite": "atelier",
}
"""How a kind looks on the grid; any other one is a plenary."""


class ChangeKind(models.TextChoices):
    """What happened to something between two versions of a programme."""

    NEW = "nouveau", "nouveau"
    MOVED = "deplace", "déplacé"
    CHANGED = "modifie", "modifié"
    CANCELLED = "annule", "annulé"


class SessionRoleKind(models.TextChoices):
    SPEAKER = "intervenant", "intervenant·e"
    WITNESS = "grand_temoin", "grand témoin"
    MODERATOR = "moderateur", "modérateur·rice"
    FACILITATOR = "facilitateur", "facilitateur·rice"
    RAPPORTEUR = "rapporteur", "rapporteur·e"
    SECRETARY = "secretaire", "secrétaire"
    STAGE = "regie", "régie"
    WELCOME = "accueil", "accueil"


class RoleState(models.TextChoices):
    EXPECTED = "pressenti", "pressenti·e"
    CONFIRMED = "confirme", "confirmé·e"
    DECLINED = "decline", "décliné·e"
