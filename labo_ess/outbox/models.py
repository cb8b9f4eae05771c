"""Every mail is a row, written in the transaction of its cause."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone

from labo_ess.db import PublicId, Timestamped
from labo_ess.outbox.enums import Held, MailState, Priority
from labo_ess.outbox.querysets import OutboxQuerySet
from labo_ess.personal import Personal


class OutboxEmail(PublicId, Timestamped):
    """The name of a message and the ids it speaks of; its words are written when it leaves."""

    personal = Personal(
        person="recipient_public_id",
        purpose="envoyer les courriels de service et prouver ce qui a été envoyé",
        basis="intérêt légitime",
        keep="un an pour le texte et l’adresse, trois ans pour la trace de l’envoi",
        fields={
            "to_address": "équipe",
            "to_name": "équipe",
            "subject": "équipe",
            "text": "équipe",
            "sealed": "personne (chiffré, effacé une fois l’envoi terminé)",
            "error": "équipe",
        },
        plain=("message", "key", "priority", "state", "held_because", "lease_token", "message_id", "params", "reply_code"),
        merge="move",
    )

    message = models.CharField("message", max_length=80)
    key = models.CharField("clé", max_length=200, unique=True)
    about_type = models.ForeignKey(ContentType, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    about_public_id = models.UUIDField("à propos de", null=True, blank=True)
    recipient_type = models.ForeignKey(ContentType, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recipient_public_id = models.UUIDField("destinataire", null=True, blank=True, db_index=True)
    mailing = models.UUIDField("envoi groupé", null=True, blank=True, db_index=True)
    params = models.JSONField("identifiants", default=dict, blank=True)
    priority = models.CharField("priorité", max_length=10, choices=Priority.choices, default=Priority.SERVICE)
    private = models.BooleanField("courriel de connexion", default=False)

    state = models.CharField("état", max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    held_because = models.CharField("retenu parce que", max_length=10, choices=Held.choices, default=Held.NO, blank=True)
    not_before = models.DateTimeField("pas avant", null=True, blank=True)
    next_try_at = models.DateTimeField("prochain essai", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    claims = models.PositiveSmallIntegerField("prises en charge sans suite", default=0, editable=False)
    lease_token = models.CharField(max_length=40, default="", blank=True, editable=False)
    lease_at = models.DateTimeField(null=True, blank=True, editable=False)

    message_id = models.CharField("Message-ID", max_length=200, default="", blank=True, db_index=True)
    dated_at = models.DateTimeField("date du courriel", null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True, editable=False)
    to_address = models.CharField("adresse", max_length=254, default="", blank=True)
    to_name = models.CharField("nom", max_length=200, default="", blank=True)
    subject = models.CharField("objet", max_length=300, default="", blank=True)
    text = models.TextField("texte", default="", blank=True)
    search_text = models.TextField(default="", blank=True, editable=False)
    reply_code = models.PositiveSmallIntegerField("réponse du serveur", null=True, blank=True)
    error = models.CharField("erreur", max_length=500, default="", blank=True)
    sent_at = models.DateTimeField("parti le", null=True, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "priority", "next_try_at"], name="outbox_due"),
            models.Index(fields=["sent_at"], name="outbox_sent"),
            models.Index(fields=["about_public_id", "state"], name="outbox_about"),
            models.Index(fields=["created_at"], name="outbox_created"),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.public_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_message_id()
        super().save(*args, **kwargs)

    def fill_message_id(self) -> None:
        """The same for every try, so that a repeat can be told from another mail."""
        if not self.message_id:
            self.message_id = f"<{self.public_id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"

    def get_absolute_url(self) -> str:
        """The page of this mail, for the team."""
        return reverse("outbox:detail", args=[self.public_id])

    @cached_property
    def about(self) -> Any:
        """What the mail speaks of, or None when it is no more."""
        return _resolve(self.about_type_id, self.about_public_id)

    @cached_property
    def to(self) -> Any:
        """Who receives it (a person, an account), or None."""
        return _resolve(self.recipient_type_id, self.recipient_public_id)

    @property
    def label(self) -> str:
        """The message's name in French."""
        from labo_ess.outbox.registry import label_of  # the registry loads the features, which import this module

        return label_of(self.message)

    @property
    def can_retry(self) -> bool:
        """A sign-in mail is wiped once final: its holder asks for another."""
        return self.state == MailState.FAILED and not self.private


def _resolve(type_id: int | None, public_id: Any) -> Any:
    if type_id is None or public_id is None:
        return None
    model = ContentType.objects.get_for_id(type_id).model_class()
    return None if model is None else model._default_manager.filter(public_id=public_id).first()
