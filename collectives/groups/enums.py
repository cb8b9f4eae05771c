"""Kinds of groups that act together."""

from django.db import models


class CollectiveKind(models.TextChoices):
    SITE = "chantier", "chantier coopératif"
    ACTION = "collectif", "collectif d’action"
    COMMITTEE = "comite", "comité d’organisation"
    BODY = "instance", "instance"
    TEAM = "equipe", "équipe"
    EXCHANGE = "echange", "temps d’échange"


class Stage(models.TextChoices):
    """The étapes of a collective, in order; `asleep` and `closed` can follow any."""

    SPOTTING = "reperage", "repérage"
    EMERGENCE = "emergence", "émergence"
    LAUNCH = "lancement", "lancement"
    FOLLOW_UP = "suivi", "suivi"
    DOCUMENTATION = "documentation", "documentation"
    HANDOVER = "transmission", "transmission"
    ASLEEP = "en_sommeil", "en sommeil"
    CLOSED = "clos", "clos"


LIFE_ENDS = (Stage.ASLEEP, Stage.CLOSED)
"""Where a group no longer works."""

_S = Stage
STAGE_PASSAGES = {
    _S.SPOTTING: {_S.EMERGENCE, _S.ASLEEP, _S.CLOSED},
    _S.EMERGENCE: {_S.SPOTTING, _S.LAUNCH, _S.ASLEEP, _S.CLOSED},
    _S.LAUNCH: {_S.EMERGENCE, _S.FOLLOW_UP, _S.ASLEEP, _S.CLOSED},
    _S.FOLLOW_UP: {_S.LAUNCH, _S.DOCUMENTATION, _S.ASLEEP, _S.CLOSED},
    _S.DOCUMENTATION: {_S.FOLLOW_UP, _S.HANDOVER, _S.ASLEEP, _S.CLOSED},
    _S.HANDOVER: {_S.DOCUMENTATION, _S.ASLEEP, _S.CLOSED},
    _S.ASLEEP: {_S.SPOTTING, _S.EMERGENCE, _S.LAUNCH, _S.FOLLOW_UP, _S.DOCUMENTATION, _S.HANDOVER, _S.CLOSED},
    _S.CLOSED: {_S.ASLEEP},
}
"""One step forward or back, to sleep, or closed; a closed one wakes through sleep."""

STAGE_TONES = {
    _S.SPOTTING: "",
    _S.EMERGENCE: "",
    _S.LAUNCH: "info",
    _S.FOLLOW_UP: "accent",
    _S.DOCUMENTATION: "ok",
    _S.HANDOVER: "ok",
    _S.ASLEEP: "wait",
    _S.CLOSED: "",
}
