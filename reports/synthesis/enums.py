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


class Review(models.TextChoices):
    """What changed in a source since the sentence took it: it is « à revoir »."""

    WITHDRAWN = "retire", "l’extrait a été retiré"
    WORDS = "mots", "les mots de l’extrait ont changé"
    CONSENT = "accord", "l’accord de citation a changé"
