"""A file laid in: its columns, what each line would do, what it did, and how to undo it."""

from django.db import models
from django.utils import timezone

from contacts.importing.enums import ImportState, RowKind, Verdict
from contacts.importing.querysets import ImportRowQuerySet
from labo_ess.db import PublicId, Timestamped
from labo_ess.personal import NoPerson, Personal
from labo_ess.text.dates import medium_date


class ImportBatch(PublicId, Timestamped):
    """One file, from its reading to its undoing."""

    personal = NoPerson("le lot ne dit que des nombres et des colonnes ; les lignes sont à part")

    upload = models.ForeignKey("documents.Upload", models.SET_NULL, null=True, related_name="+", verbose_name="fichier")
    file_name = models.CharField("nom du fichier", max_length=200)
    kind = models.CharField("contenu", max_length=15, choices=RowKind.choices, blank=True)
    state = models.CharField("état", max_length=10, choices=ImportState.choices, default=ImportState.READING)
    encoding = models.CharField("encodage", max_length=20, blank=True)
    delimiter = models.CharField("séparateur", max_length=3, blank=True)
    header_line = models.PositiveIntegerField("ligne des titres", default=1)
    columns = models.JSONField("colonnes comprises", default=dict, blank=True)
    counts = models.JSONField("décompte", default=dict, blank=True)
    error = models.CharField("raison du refus", max_length=500, blank=True)
    source = models.CharField("d’où vient ce fichier", max_length=200, blank=True)
    source_key = models.SlugField("source, pour comparer", max_length=80, blank=True)
    applied_at = models.DateTimeField("importé le", null=True, blank=True)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta:
        verbose_name = "import"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {medium_date(timezone.localtime(self.created_at))}"


class ImportRow(models.Model):
    """One line: what was read, the verdict, the row it made or touched, and what it changed (to undo it)."""

    personal = Personal(
        person="person",
        purpose="pouvoir vérifier et annuler un import",
        basis="intérêt légitime",
        keep="un an après l’import",
        fields={"data": "équipe", "changes": "équipe", "message": "équipe"},
        plain=("verdict", "column", "fingerprint"),
        merge="move",
    )

    batch = models.ForeignKey("contacts.ImportBatch", models.CASCADE, related_name="rows", verbose_name="import")
    line = models.PositiveIntegerField("ligne")
    data = models.JSONField("valeurs lues", default=dict)
    verdict = models.CharField("verdict", max_length=10, choices=Verdict.choices)
    column = models.CharField("colonne", max_length=120, blank=True)
    message = models.CharField("message", max_length=300, blank=True)
    resembles = models.BooleanField("à rapprocher", default=False)
    fingerprint = models.CharField("empreinte du contenu", max_length=64, blank=True, db_index=True)
    person = models.ForeignKey("contacts.Person", models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name="personne")
    organisation = models.ForeignKey(
        "contacts.Organisation", models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name="structure"
    )
    changes = models.JSONField("changements", default=dict, blank=True)
    is_applied = models.BooleanField("appliquée", default=False)
    is_left = models.BooleanField("gardée à l’annulation", default=False)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d’import"
        verbose_name_plural = "lignes d’import"
        ordering = ["line", "pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="import_line_once")]

    def __str__(self) -> str:
        return f"ligne {self.line}"
