"""Who does what in a session, and how sure it is."""

from django.db import models


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
