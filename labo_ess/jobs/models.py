"""Long work as a row: state, progress, log, file."""

from functools import cached_property
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse

from labo_ess.db import PublicId, Timestamped
from labo_ess.jobs.enums import LIVE, JobState
from labo_ess.jobs.exceptions import UnknownWork
from labo_ess.jobs.querysets import JobQuerySet
from labo_ess.jobs.registry import find
from labo_ess.personal import Personal


def file_path(job: "Job", name: str) -> str:
    """Under the job's own unguessable folder, with the ending kept."""
    return f"jobs/{job.public_id}/fichier{PurePath(name).suffix[:10]}"


class Job(PublicId, Timestamped):
    """A work asked for by someone, done in the worker."""

    personal = Personal(
        person="starter",
        purpose="suivre les tâches longues et retrouver les fichiers produits",
        basis="intérêt légitime",
        keep="trente jours après la fin de la tâche",
        fields={"file": "équipe, personne qui a lancé la tâche", "file_name": "équipe, personne qui a lancé la tâche"},
        plain=("kind", "key", "actor_kind", "actor_id", "params", "state", "sentence", "log", "result_url", "result_label", "error", "lease_token"),
        merge="keep",
    )

    kind = models.CharField("tâche", max_length=80)
    key = models.CharField("clé", max_length=200, null=True, blank=True, unique=True)
    about_type = models.ForeignKey(ContentType, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    about_public_id = models.UUIDField("à propos de", null=True, blank=True)
    starter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    params = models.JSONField("paramètres", default=dict, blank=True)

    state = models.CharField("état", max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField("fait", default=0)
    total = models.PositiveIntegerField("à faire", default=0)
    sentence = models.CharField("où on en est", max_length=300, default="", blank=True)
    log = models.JSONField("messages", default=list, blank=True)
    result_url = models.CharField("résultat", max_length=500, default="", blank=True)
    result_label = models.CharField("nom du résultat", max_length=120, default="", blank=True)
    file = models.FileField("fichier", upload_to=file_path, max_length=200, blank=True)
    file_name = models.CharField("nom du fichier", max_length=150, default="", blank=True)
    error = models.CharField("erreur", max_length=500, default="", blank=True)
    cancel_asked = models.BooleanField("arrêt demandé", default=False)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    lease_token = models.CharField(max_length=40, default="", blank=True, editable=False)
    lease_at = models.DateTimeField(null=True, blank=True, editable=False)
    started_at = models.DateTimeField("commencée le", null=True, blank=True)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "tâche longue"
        verbose_name_plural = "tâches longues"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "created_at"], name="jobs_state"),
            models.Index(fields=["about_public_id"], name="jobs_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    def get_absolute_url(self) -> str:
        """The page that shows its progress."""
        return reverse("jobs:detail", args=[self.public_id])

    @property
    def label(self) -> str:
        """What is being done, in French; the bare name when a version no longer knows it."""
        try:
            return find(self.kind).label
        except UnknownWork:
            return self.kind

    @property
    def is_live(self) -> bool:
        """Waiting or running."""
        return self.state in LIVE

    @cached_property
    def about(self) -> Any:
        """What the work is about, or None when it is no more."""
        if self.about_type_id is None or self.about_public_id is None:
            return None
        model = ContentType.objects.get_for_id(self.about_type_id).model_class()
        return None if model is None else model._default_manager.filter(public_id=self.about_public_id).first()

    def attach(self, name: str, data: bytes) -> None:
        """Keep the file made by the work; the person downloads it under `name`."""
        self.file_name = "".join(sign for sign in name if sign.isprintable() and sign not in '/\\"')[:150]
        if self.file:
            self.file.delete(save=False)
        self.file.save(name, ContentFile(data), save=False)

    def say(self, sentence: str) -> None:
        """Add a line to what the page shows below the bar (at most two hundred)."""
        if len(self.log) < 200:
            self.log.append(sentence)
