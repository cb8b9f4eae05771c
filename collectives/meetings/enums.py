"""The life of a meeting, of its minutes, of answers, presences and decisions."""

from django.db import models


class MeetingState(models.TextChoices):
    DRAFT = "draft", "brouillon"
    CONVENED = "convened", "convoquée"
    HELD = "held", "tenue"
    CANCELLED = "cancelled", "annulée"


MEETING_PASSAGES = {
    MeetingState.DRAFT: {MeetingState.CONVENED, MeetingState.HELD, MeetingState.CANCELLED},
    MeetingState.CONVENED: {MeetingState.HELD, MeetingState.CANCELLED},
    MeetingState.HELD: set(),
    MeetingState.CANCELLED: set(),
}
"""A past meeting is recorded straight from draft to held; convening a past date is refused by the service."""


class MinutesState(models.TextChoices):
    DRAFT = "draft", "brouillon"
    IN_REVIEW = "in_review", "en relecture"
    APPROVED = "approved", "approuvé"


MINUTES_PASSAGES = {
    MinutesState.DRAFT: {MinutesState.IN_REVIEW},
    MinutesState.IN_REVIEW: {MinutesState.DRAFT, MinutesState.APPROVED},
    MinutesState.APPROVED: set(),
}
"""Approved minutes are locked: a correction is a new revision, not a passage back."""


class Answer(models.TextChoices):
    NONE = "none", "sans réponse"
    YES = "yes", "oui"
    NO = "no", "non"
    PROXY = "proxy", "pouvoir"


class Presence(models.TextChoices):
    UNKNOWN = "unknown", "attendu·e"
    PRESENT = "present", "présent·e"
    EXCUSED = "excused", "excusé·e"
    REPRESENTED = "represented", "représenté·e"
    ABSENT = "absent", "absent·e"


class DecisionState(models.TextChoices):
    TO_CONFIRM = "a_confirmer", "à confirmer"
    MADE = "actee", "actée"
    APPLIED = "appliquee", "appliquée"
    ABANDONED = "abandonnee", "abandonnée"


DECISION_PASSAGES = {
    DecisionState.TO_CONFIRM: {DecisionState.MADE, DecisionState.ABANDONED},
    DecisionState.MADE: {DecisionState.APPLIED, DecisionState.ABANDONED, DecisionState.TO_CONFIRM},
    DecisionState.APPLIED: {DecisionState.MADE},
    DecisionState.ABANDONED: {DecisionState.TO_CONFIRM, DecisionState.MADE},
}
