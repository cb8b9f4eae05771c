"""States of a registration and of the choice of an atelier, with every passage allowed."""

from django.db import models


class RegistrationState(models.TextChoices):
    PENDING = "pending", "à confirmer"
    CONFIRMED = "confirmed", "inscrit·e"
    WAITING = "waiting", "liste d’attente"
    OFFERED = "offered", "place proposée"
    LAPSED = "lapsed", "proposition échue"
    REFUSED = "refused", "refusé·e"
    CANCELLED = "cancelled", "désisté·e"


class ChoiceState(models.TextChoices):
    WISHED = "wished", "souhaité"
    PENDING = "pending", "à confirmer"
    CONFIRMED = "confirmed", "inscrit·e"
    WAITING = "waiting", "liste d’attente"
    OFFERED = "offered", "place proposée"
    LAPSED = "lapsed", "proposition échue"
    REFUSED = "refused", "refusé·e"
    CANCELLED = "cancelled", "désisté·e"


class Origin(models.TextChoices):
    """How the registration came."""

    INVITATION = "invitation", "invitation"
    PUBLIC = "public", "page publique"
    TEAM = "equipe", "équipe"
    WALK_IN = "sur_place", "sur place"
    PROGRAMME = "programme", "programme"


class Quality(models.TextChoices):
    """« En qualité de »: the publics of the Journées."""

    PROJECT = "porteur", "porteur·euse de projet"
    ELECTED = "elu", "élu·e"
    AGENT = "agent", "agent·e de collectivité ou de l’État"
    NETWORK = "reseau", "tête de réseau, Cress"
    RESEARCH = "recherche", "recherche et innovation"
    FUNDER = "financeur", "financeur"
    CITIZEN = "citoyen", "citoyen·ne"
    OTHER = "autre", "autre"


_R = RegistrationState
REGISTRATION_PASSAGES = {
    _R.PENDING: {_R.CONFIRMED, _R.WAITING, _R.REFUSED, _R.CANCELLED},
    _R.WAITING: {_R.OFFERED, _R.CONFIRMED, _R.CANCELLED},
    _R.OFFERED: {_R.CONFIRMED, _R.LAPSED, _R.CANCELLED},
    _R.CONFIRMED: {_R.CANCELLED},
    _R.CANCELLED: {_R.CONFIRMED, _R.WAITING, _R.PENDING},
    _R.LAPSED: {_R.CONFIRMED, _R.WAITING, _R.PENDING},
    _R.REFUSED: set(),
}

_C = ChoiceState
CHOICE_PASSAGES = {
    _C.WISHED: {_C.CONFIRMED, _C.WAITING, _C.CANCELLED},
    _C.PENDING: {_C.CONFIRMED, _C.WAITING, _C.REFUSED, _C.CANCELLED},
    _C.WAITING: {_C.OFFERED, _C.CONFIRMED, _C.CANCELLED},
    _C.OFFERED: {_C.CONFIRMED, _C.LAPSED, _C.CANCELLED},
    _C.CONFIRMED: {_C.CANCELLED},
    _C.CANCELLED: {_C.CONFIRMED, _C.WAITING, _C.WISHED},
    _C.LAPSED: {_C.CONFIRMED, _C.WAITING, _C.WISHED, _C.CANCELLED},
    _C.REFUSED: set(),
}

HOLDS_PLACE = (_R.CONFIRMED, _R.OFFERED)
"""States that count against the capacity (DESIGN §3)."""
LIVE = (_R.PENDING, _R.CONFIRMED, _R.WAITING, _R.OFFERED)
"""States in which the person is expected or waits."""
