"""States of an import and verdicts on its lines."""

from django.db import models


class ImportState(models.TextChoices):
    READING = "reading", "lecture en cours"
    READY = "ready", "prêt à importer"
    APPLYING = "applying", "import en cours"
    APPLIED = "applied", "importé"
    UNDONE = "undone", "annulé"
    REFUSED = "refused", "fichier refusé"


class Verdict(models.TextChoices):
    CREATED = "created", "créée"
    UPDATED = "updated", "complétée"
    UNCHANGED = "unchanged", "inchangée"
    REFUSED = "refused", "refusée"


class RowKind(models.TextChoices):
    PERSONS = "persons", "personnes"
    ORGANISATIONS = "organisations", "structures"
