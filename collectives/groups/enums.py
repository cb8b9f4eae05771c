"""Kinds of groups that act together."""

from django.db import models


class CollectiveKind(models.TextChoices):
    SITE = "chantier", "chantier coopératif"
    ACTION = "collectif", "collectif d’action"
    COMMITTEE = "comite", "comité d’organisation"
    BODY = "instance", "instance"
    TEAM = "equipe", "équipe"
    EXCHANGE = "echange", "temps d’échange"
