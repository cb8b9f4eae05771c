"""Who comes to a day, and to which ateliers. One row for a person and a day, whatever happens to it."""

from django.db import models
from django.db.models import Q

from events.registration.enums import ChoiceState, Origin, Quality, RegistrationState
from events.registration.querysets import RegistrationQuerySet, SessionChoiceQuerySet
from labo_ess.db import PublicId, Timestamped
from labo_ess.personal import Personal

READERS = "équipe, lecture, co-organisateur·rice·s"


class Registration(PublicId, Timestamped):
    """A person at a day. `queue_number` orders the waiting list: given under the day's lock, it is never reused; ranks are counted from it."""

    personal = Personal(
        person="person",
        purpose="organiser la journée et accueillir les participant·e·s",
        basis="intérêt légitime",
        keep="trois ans après la journée",
        fields={"state": READERS, "quality": READERS, "organisation_label": READERS, "function": READERS, "origin": READERS, "needs": "équipe"},
        plain=("form_key",),
        merge="unique",
    )

    day = models.ForeignKey("events.Day", models.PROTECT, related_name="registrations", verbose_name="journée")
    person = models.ForeignKey("contacts.Person", models.PROTECT, related_name="registrations", verbose_name="personne")
    state = models.CharField("état", max_length=12, choices=RegistrationState.choices)
    quality = models.CharField("en qualité de", max_length=12, choices=Quality.choices, blank=True)
    organisation = models.ForeignKey("contacts.Organisation", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="structure")
    organisation_label = models.CharField("structure indiquée", max_length=250, blank=True)
    function = models.CharField("fonction ce jour-là", max_length=200, blank=True)
    needs = models.TextField("besoin particulier", blank=True, max_length=1000)
    origin = models.CharField("origine", max_length=12, choices=Origin.choices, default=Origin.INVITATION)
    queue_number = models.PositiveIntegerField("numéro de file", null=True, blank=True, editable=False)
    answered_at = models.DateTimeField("réponse reçue le")
    version = models.PositiveIntegerField("version", default=1, editable=False, help_text="Change à chaque passage : une confirmation par version.")
    form_key = models.CharField("clé du formulaire", max_length=40, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        ordering = ["person__sort_text", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["day", "person"], name="registration_once_per_person"),
            models.CheckConstraint(
                name="registration_queue_number_when_waiting",
                condition=Q(state=RegistrationState.WAITING, queue_number__isnull=False)
                | (~Q(state=RegistrationState.WAITING) & Q(queue_number__isnull=True)),
            ),
            models.UniqueConstraint(fields=["day", "queue_number"], condition=Q(queue_number__isnull=False), name="registration_queue_number_once"),
        ]
        indexes = [models.Index(fields=["day", "state"])]

    def __str__(self) -> str:
        return f"{self.person_id} à {self.day_id}"


class SessionChoice(PublicId, Timestamped):
    """An atelier that a registered person chose."""

    personal = Personal(
        person="registration__person",
        purpose="répartir les participant·e·s dans les ateliers",
        basis="intérêt légitime",
        keep="trois ans après la journée",
        fields={"state": READERS},
        merge="move",
    )

    registration = models.ForeignKey("events.Registration", models.CASCADE, related_name="choices", verbose_name="inscription")
    session = models.ForeignKey("events.Session", models.PROTECT, related_name="choices", verbose_name="séance")
    state = models.CharField("état", max_length=12, choices=ChoiceState.choices)
    queue_number = models.PositiveIntegerField("numéro de file", null=True, blank=True, editable=False)

    objects = SessionChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "choix d’atelier"
        verbose_name_plural = "choix d’ateliers"
        ordering = ["session__day_offset", "session__starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "session"], name="session_choice_once"),
            models.CheckConstraint(
                name="choice_queue_number_when_waiting",
                condition=Q(state=ChoiceState.WAITING, queue_number__isnull=False) | (~Q(state=ChoiceState.WAITING) & Q(queue_number__isnull=True)),
            ),
            models.UniqueConstraint(fields=["session", "queue_number"], condition=Q(queue_number__isnull=False), name="choice_queue_number_once"),
        ]
        indexes = [models.Index(fields=["session", "state"])]

    def __str__(self) -> str:
        return f"{self.registration_id} pour {self.session_id}"
