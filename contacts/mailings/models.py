"""One text to many persons. What leaves is a row of the outbox for each of them."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property

from contacts.mailings.enums import MailingState
from labo_ess.db import PublicId, Timestamped
from labo_ess.personal import NoPerson, Personal


class Mailing(PublicId, Timestamped):
    """A text with placeholders, for the recipients that `kind` finds. Frozen from the moment it leaves.

    `about` names the object it speaks of (a Day for an invitation) by type and public id: no foreign key, since it may live above.
    """

    personal = NoPerson("le texte d’un envoi est le même pour tous·tes ; ses destinataires sont à part")

    kind = models.CharField("nature", max_length=40)
    about_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="objet")
    about_id = models.UUIDField("identifiant de l’objet", null=True, blank=True)
    subject = models.CharField("objet du message", max_length=200)
    heading = models.CharField("objet tel qu’il se lit", max_length=500, default="", blank=True, editable=False)
    """Kept when the text is written and when it leaves: a list reads it without asking for each day and meeting."""
    body = models.TextField("texte")
    state = models.CharField("état", max_length=10, choices=MailingState.choices, default=MailingState.DRAFT)
    contact_list = models.ForeignKey("contacts.ContactList", models.PROTECT, null=True, blank=True, related_name="mailings", verbose_name="liste")
    sent_at = models.DateTimeField("parti le", null=True, blank=True)

    class Meta:
        verbose_name = "envoi groupé"
        verbose_name_plural = "envois groupés"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["about_type", "about_id"])]

    def __str__(self) -> str:
        return self.heading or self.subject

    @cached_property
    def about(self) -> Any:
        """The object it speaks of, or None when it is gone or lies in the Corbeille."""
        model = self.about_type.model_class() if self.about_type_id else None
        found = None if model is None else model._default_manager.filter(public_id=self.about_id).first()
        return None if getattr(found, "trashed_at", None) is not None else found

    @property
    def is_draft(self) -> bool:
        """Its text may still change."""
        return self.state == MailingState.DRAFT


class MailingRecipient(PublicId, Timestamped):
    """A person to whom the mailing went; its mail is the outbox row whose `about` is this one."""

    personal = Personal(
        person="person",
        purpose="savoir ce qui a été écrit à qui",
        basis="intérêt légitime",
        keep="trois ans après l’envoi",
        fields={},
        merge="unique",
    )

    mailing = models.ForeignKey("contacts.Mailing", models.CASCADE, related_name="recipients", verbose_name="envoi")
    person = models.ForeignKey("contacts.Person", models.CASCADE, related_name="mailings_received", verbose_name="personne")

    class Meta:
        verbose_name = "destinataire"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mailing", "person"], name="mailing_recipient_once")]

    def __str__(self) -> str:
        return f"{self.mailing_id} à {self.person_id}"
