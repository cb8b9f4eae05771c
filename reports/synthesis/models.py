"""A synthesis: sections of sentences, each of which keeps the extracts it rests on."""

from django.db import models

from labo_ess.db import PublicId, SearchText, Timestamped, Trashable
from labo_ess.personal import NoPerson, Personal
from labo_ess.revisions.models import Locked
from reports.synthesis.enums import Review, SourceKind, SynthesisState
from reports.synthesis.querysets import SectionQuerySet, SentenceQuerySet, SourceQuerySet, SynthesisQuerySet

KEEP = "durée du cycle, puis archive du Labo"


class Synthesis(PublicId, Timestamped, Trashable, SearchText):
    """What a day becomes on paper. `lock_version` guards two writers."""

    personal = NoPerson("le titre et l’introduction d’une synthèse parlent d’une journée ou d’une démarche")

    day = models.ForeignKey("events.Day", models.PROTECT, null=True, blank=True, related_name="syntheses", verbose_name="journée")
    process = models.ForeignKey("collectives.Process", models.PROTECT, null=True, blank=True, related_name="syntheses", verbose_name="démarche")
    days = models.ManyToManyField("events.Day", blank=True, related_name="fed_syntheses", verbose_name="journées dont elle reprend les ateliers")
    title = models.CharField("titre", max_length=200)
    subtitle = models.CharField("sous-titre", max_length=250, blank=True)
    introduction = models.TextField("introduction", blank=True)
    state = models.CharField("état", max_length=10, choices=SynthesisState.choices, default=SynthesisState.DRAFT)
    lock_version = models.PositiveIntegerField("version", default=1, editable=False)
    pdf = models.ForeignKey("documents.Upload", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="dernier PDF", editable=False)
    pdf_fingerprint = models.CharField("empreinte du PDF", max_length=64, blank=True, editable=False)

    objects = SynthesisQuerySet.as_manager()

    class Meta:
        verbose_name = "synthèse"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.title, self.subtitle)


class Section(PublicId, Timestamped, Trashable, Locked):
    """A heading and its sentences."""

    personal = NoPerson("un intertitre ne parle de personne")

    synthesis = models.ForeignKey("reports.Synthesis", models.CASCADE, related_name="sections", verbose_name="synthèse")
    title = models.CharField("intertitre", max_length=200)
    position = models.PositiveIntegerField("ordre", default=0)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = "partie"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Sentence(PublicId, Timestamped, Trashable, Locked):
    """A sentence, or a short paragraph, of the text. Without a source it is the author's own."""

    personal = Personal(
        person="",
        purpose="rendre compte de ce qui a été dit",
        basis="intérêt légitime",
        keep=KEEP,
        fields={"text": "équipe, lecture, public une fois publiée"},
        merge="keep",
    )

    section = models.ForeignKey("reports.Section", models.CASCADE, related_name="sentences", verbose_name="partie")
    text = models.TextField("phrase")
    position = models.PositiveIntegerField("ordre", default=0)

    objects = SentenceQuerySet.as_manager()

    class Meta:
        verbose_name = "phrase"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Source(PublicId):
    """The tie between a sentence and an extract: the words seen when it was made, to tell when the source changes."""

    personal = Personal(
        person="",
        purpose="pouvoir remonter de chaque phrase à ce qui a été dit",
        basis="intérêt légitime",
        keep=KEEP,
        fields={"seen_text": "équipe, lecture"},
        plain=("kind", "seen_quote"),
        merge="keep",
    )

    sentence = models.ForeignKey("reports.Sentence", models.CASCADE, related_name="sources", verbose_name="phrase")
    extract = models.ForeignKey("collectives.Extract", models.PROTECT, related_name="uses", verbose_name="extrait")
    kind = models.CharField("lien", max_length=10, choices=SourceKind.choices, default=SourceKind.SUPPORTS)
    seen_text = models.TextField("mots vus")
    seen_quote = models.CharField("accord de citation vu", max_length=10, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "source"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sentence", "extract"], name="source_once")]

    def __str__(self) -> str:
        return f"{self.sentence_id} ← {self.extract_id}"

    @property
    def reviews(self) -> list[Review]:
        """Why the sentence must be read again: what changed in the extract since it was taken."""
        found = []
        if self.extract.withdrawn_at is not None:
            found.append(Review.WITHDRAWN)
        if self.extract.text != self.seen_text:
            found.append(Review.WORDS)
        if self.extract.may_quote != self.seen_quote:
            found.append(Review.CONSENT)
        return found
