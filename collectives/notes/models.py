"""What was said, word for word, and the extracts taken from it.

A Note grows by revisions that are never edited; an Extract is exact words of one of them.
"""

from django.db import models

from collectives.notes.enums import ExtractKind, MayQuote
from collectives.notes.querysets import ExtractQuerySet, NoteQuerySet
from labo_ess.db import PublicId, Timestamped
from labo_ess.personal import NoPerson, Personal
from labo_ess.revisions.models import Locked


class Note(PublicId, Timestamped):
    """What was said in one place. Its text is that of its last revision; `lock_version` is that revision's number."""

    personal = NoPerson("le titre d’une note ne dit rien d’une personne ; ses mots sont dans ses révisions")

    collective = models.ForeignKey("collectives.Collective", models.PROTECT, related_name="notes", verbose_name="collectif")
    title = models.CharField("titre", max_length=200)
    lock_version = models.PositiveIntegerField("dernière révision", default=0, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def last_revision(self) -> "NoteRevision | None":
        """The revision that is read; None while nothing was written."""
        return self.revisions.order_by("-number").first()

    @property
    def text(self) -> str:
        """The words as they stand."""
        revision = self.last_revision
        return revision.text if revision else ""


class NoteRevision(models.Model):
    """The whole text at one saving. Never edited: only erasing a person may."""

    personal = Personal(
        person="",
        purpose="garder mot pour mot ce qui a été dit",
        basis="intérêt légitime",
        keep="durée du cycle, puis archive du Labo",
        fields={"text": "équipe, membres du collectif", "author_kind": "équipe", "author_id": "équipe"},
        merge="keep",
    )

    note = models.ForeignKey("collectives.Note", models.CASCADE, related_name="revisions", verbose_name="note")
    number = models.PositiveIntegerField("numéro")
    text = models.TextField("texte")
    author_kind = models.CharField("nature de l’auteur·rice", max_length=10)
    author_id = models.CharField("auteur·rice", max_length=40)
    created_at = models.DateTimeField("enregistrée le", auto_now_add=True)

    class Meta:
        verbose_name = "révision de note"
        verbose_name_plural = "révisions de notes"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="note_revision_once")]

    def __str__(self) -> str:
        return f"révision {self.number}"


class Extract(PublicId, Timestamped, Locked):
    """Exact words of one revision, with who speaks and whether it may be quoted."""

    personal = Personal(
        person="",
        purpose="citer ce qui a été dit, avec l’accord de qui parle",
        basis="intérêt légitime, consentement pour le nom",
        keep="durée du cycle, puis archive du Labo",
        fields={"text": "équipe, membres du collectif", "speaker": "équipe, membres du collectif", "reformulation": "équipe"},
        plain=("kind", "may_quote", "client_key"),
        merge="keep",
    )

    revision = models.ForeignKey("collectives.NoteRevision", models.PROTECT, related_name="extracts", verbose_name="révision")
    note = models.ForeignKey("collectives.Note", models.CASCADE, related_name="extracts", verbose_name="note")
    kind = models.CharField("nature", max_length=12, choices=ExtractKind.choices)
    text = models.TextField("mots exacts")
    reformulation = models.TextField("reformulation", blank=True)
    speaker = models.CharField("qui parle", max_length=120, blank=True)
    may_quote = models.CharField("peut-on citer ?", max_length=10, choices=MayQuote.choices, default=MayQuote.UNNAMED)
    themes = models.ManyToManyField("contacts.Theme", blank=True, related_name="+", verbose_name="thèmes")
    starred = models.BooleanField("à restituer en plénière", default=False)
    client_key = models.CharField("clé du formulaire", max_length=40, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)

    objects = ExtractQuerySet.as_manager()

    class Meta:
        verbose_name = "extrait"
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "client_key"], condition=~models.Q(client_key=""), name="extract_once_per_form"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_standing(self) -> bool:
        """It was not withdrawn."""
        return self.withdrawn_at is None

    @property
    def is_quote(self) -> bool:
        """Somebody’s own words."""
        return self.kind == ExtractKind.QUOTE
