"""Who holds a seat."""

from django.db import models


class MandateKind(models.TextChoices):
    TITULAR = "titulaire", "titulaire"
    DEPUTY = "suppleant", "suppléant·e"
