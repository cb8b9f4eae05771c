"""Who is invited to a day, and what they answered."""

from django.db import models

from events.invitations.enums import InvitationState
from events.invitations.querysets import InvitationQuerySet
from labo_ess.db import PublicId, Timestamped
from labo_ess.personal import Personal


class Invitation(PublicId, Timestamped):
    """A person invited to a day. Their link opens (Day, Person): it serves the registration too."""

    personal = Personal(
        person="person",
        purpose="inviter aux journées",
        basis="intérêt légitime",
        keep="trois ans après la journée",
        fields={"state": "équipe, lecture"},
        merge="unique",
    )

    day = models.ForeignKey("events.Day", models.CASCADE, related_name="invitations", verbose_name="journée")
    person = models.ForeignKey("contacts.Person", models.CASCADE, related_name="invitations", verbose_name="personne")
    mailing = models.ForeignKey("contacts.Mailing", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="envoi")
    state = models.CharField("état", max_length=12, choices=InvitationState.choices, default=InvitationState.PREPARED)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    answered_at = models.DateTimeField("réponse reçue le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["person__sort_text", "pk"]
        constraints = [models.UniqueConstraint(fields=["day", "person"], name="invitation_once")]
        indexes = [models.Index(fields=["day", "state"])]

    def __str__(self) -> str:
        return f"{self.person_id} à {self.day_id}"
