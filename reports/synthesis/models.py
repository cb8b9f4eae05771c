"""A synthesis: sections of sentences, each of which keeps the extracts it rests on."""

from django.db import models

from labo_ess.db import PublicId, SearchText, Timestamped, Trashable, TrashableQuerySet
from labo_ess.personal import NoPerson, Personal
from reports.synthesis.enums import SourceKind, SynthesisState

KEEP = "durée du cycle, puis archive du Labo"


class Synthesis(PublicId, Timestamped, Trashable, SearchText):
    """What a day becomes on paper. `lock_version` guards two writers."""

    personal = NoPerson("le titre et l’introduction d’une synthèse parlent d’une journée")

    day = models.ForeignKey("events.Day", models.PROTECT, null=True, blank=True, related_name="syntheses", verbose_name="journée")
    title = models.CharField("titre", max_length=200)
    subtitle = models.CharField("sous-titre", max_length=250, blank=True)
    introduction = models.TextField("introduction", blank=True)
    state = models.CharField("état", max_length=10, choices=SynthesisState.choices, default=SynthesisState.DRAFT)
    lock_version = models.PositiveIntegerField("version", default=1, editable=False)
    pdf = models.ForeignKey("documents.Upload", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="dernier PDF", editable=False)
    pdf_fingerprint = models.CharField("empreinte du PDF", max_length=64, blank=True, editable=False)

    objects = TrashableQuerySet.as_manager()

    class Meta:
        verbose_name = "synthèse"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.title, self.subtitle)


class Section(PublicId, Timestamped):
    """A heading and its sentences."""

    personal = NoPerson("un intertitre ne parle de personne")

    synthesis = models.ForeignKey("reports.Synthesis", models.CASCADE, related_name="sections", verbose_name="synthèse")
    title = models.CharField("intertitre", max_length=200)
    position = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "partie"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Sentence(PublicId, Timestamped):
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

    class Meta:
        verbose_name = "phrase"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Source(models.Model):
    """The tie between a sentence and an extract: the words seen when it was made, to tell when the source changes."""

    personal = Personal(
        person="",
        purpose="pouvoir remonter de chaque phrase à ce qui a été dit",
        basis="intérêt légitime",
        keep=KEEP,
        fields={"seen_text": "équipe, lecture"},
        plain=("kind",),
        merge="keep",
    )

    sentence = models.ForeignKey("reports.Sentence", models.CASCADE, related_name="sources", verbose_name="phrase")
    extract = models.ForeignKey("collectives.Extract", models.PROTECT, related_name="uses", verbose_name="extrait")
    kind = models.CharField("lien", max_length=10, choices=SourceKind.choices, default=SourceKind.SUPPORTS)
    seen_text = models.TextField("mots vus")

    class Meta:
        verbose_name = "source"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sentence", "extract"], name="source_once")]

    def __str__(self) -> str:
        return f"{self.sentence_id} ← {self.extract_id}"
