"""The life of a Journée, and the roles of its partners."""

from django.db import models


class DayState(models.TextChoices):
    DRAFT = "draft", "brouillon"
    PREPARING = "preparing", "en préparation"
    OPEN = "open", "inscriptions ouvertes"
    CLOSED = "closed", "inscriptions closes"
    PAST = "past", "passée"
    ARCHIVED = "archived", "archivée"


DAY_PASSAGES = {
    DayState.DRAFT: {DayState.PREPARING},
    DayState.PREPARING: {DayState.OPEN},
    DayState.OPEN: {DayState.CLOSED, DayState.PAST},
    DayState.CLOSED: {DayState.OPEN, DayState.PAST},
    DayState.PAST: {DayState.ARCHIVED},
    DayState.ARCHIVED: set(),
}
"""Every passage allowed; `past` comes by the clock alone."""


STATE_TONES = {
    DayState.DRAFT: "",
    DayState.PREPARING: "info",
    DayState.OPEN: "accent",
    DayState.CLOSED: "wait",
    DayState.PAST: "",
    DayState.ARCHIVED: "",
}
"""Which colour marks a state."""


class Admission(models.TextChoices):
    INVITATION = "invitation", "sur invitation"
    OPEN = "open", "ouverte à tous·tes"


class PartnerRole(models.TextChoices):
    CO_ORGANISER = "co_organisateur", "co-organisateur·rice"
    PARTNER = "partenaire", "partenaire"
    FUNDER = "financeur", "financeur"
    HOST = "hote", "hôte"
