"""States of a synthesis and kinds of links to a source."""

from django.db import models


class SynthesisState(models.TextChoices):
    DRAFT = "brouillon", "brouillon"
    REVIEW = "relecture", "relecture"
    VALIDATED = "validee", "validée"
    PUBLISHED = "publiee", "publiée"


class SourceKind(models.TextChoices):
    SUPPORTS = "appuie", "appuie"
    NUANCES = "nuance", "nuance"
    CONTRADICTS = "contredit", "contredit"
