"""A file that someone gave to the house."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.urls import reverse

from labo_ess.db import PublicId, Timestamped
from labo_ess.documents.enums import LOGO
from labo_ess.personal import Personal


def file_path(upload: "Upload", name: str) -> str:
    """A random name: nothing of what the person called it reaches the disk but a short ending."""
    return f"uploads/{uuid.uuid4()}{PurePath(name).suffix[:6]}"


class Upload(PublicId, Timestamped):
    """A file under a random name; who opens it depends on its kind (`documents.registry`)."""

    personal = Personal(
        person="uploader",
        purpose="garder les logos et les fichiers importés, et savoir qui les a déposés",
        basis="intérêt légitime",
        keep="un logo : tant qu’il sert ; un fichier importé : un an",
        fields={"original_name": "équipe", "file": "équipe ; un logo est public"},
        plain=("kind", "content_type", "sha256", "actor_kind", "actor_id"),
        merge="keep",
    )

    kind = models.CharField("nature", max_length=20)
    file = models.FileField("fichier", upload_to=file_path, max_length=120)
    original_name = models.CharField("nom d’origine", max_length=150, blank=True)
    content_type = models.CharField("type", max_length=80, blank=True)
    size = models.PositiveIntegerField("taille en octets", default=0)
    sha256 = models.CharField("empreinte", max_length=64, db_index=True)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="déposé par")
    actor_kind = models.CharField(max_length=10, blank=True, editable=False)
    actor_id = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "fichier déposé"
        verbose_name_plural = "fichiers déposés"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["kind", "created_at"])]

    def __str__(self) -> str:
        return self.original_name or str(self.public_id)

    def get_absolute_url(self) -> str:
        """A logo is public; everything else opens for who has the right."""
        return reverse("documents:public" if self.kind == LOGO else "documents:open", args=[self.public_id])

    def read(self) -> bytes:
        """Its bytes."""
        with self.file.open("rb") as stream:
            return stream.read()
