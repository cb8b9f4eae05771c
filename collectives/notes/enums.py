"""What an extract can be: these five, nothing else."""

from django.db import models


class ExtractKind(models.TextChoices):
    FINDING = "constat", "constat"
    IDEA = "idee", "idée"
    NEED = "besoin", "besoin"
    QUOTE = "verbatim", "verbatim"
    PROPOSAL = "proposition", "proposition"


class MayQuote(models.TextChoices):
    """« Peut-on citer ? » The name appears only with a yes; else the quality alone."""

    NAMED = "nommee", "oui, avec son nom"
    UNNAMED = "sans_nom", "oui, sans son nom"
    NO = "non", "non"
