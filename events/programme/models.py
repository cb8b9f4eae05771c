"""Sessions of a day, the people in them, and the versions of the programme that were released."""

from datetime import datetime

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from events.programme.enums import RoleState, SessionRoleKind
from events.programme.querysets import SessionQuerySet
from labo_ess.choices.fields import ChoiceField
from labo_ess.db import PublicId, Timestamped
from labo_ess.personal import NoPerson, Personal


class Session(PublicId, Timestamped):
    """A moment of the day. Times are relative to it, so that moving the day moves them all.

    A session that people choose (`bookable`, an atelier) has its own places; `full` is written by registration.
    """

    personal = NoPerson("une séance décrit un moment du programme")

    day = models.ForeignKey("events.Day", models.CASCADE, related_name="sessions", verbose_name="journée")
    kind = ChoiceField("type", list="session_kind")
    title = models.CharField("titre", max_length=200)
    description = models.TextField("présentation", blank=True, validators=[MaxLengthValidator(10000)])
    room = models.ForeignKey("events.Room", models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name="salle")
    day_offset = models.PositiveSmallIntegerField("jour", default=0, help_text="0 pour le premier jour.")
    starts = models.TimeField("début")
    ends = models.TimeField("fin")
    bookable = models.BooleanField("sur inscription", default=False, help_text="Les participant·e·s la choisissent en s’inscrivant.")
    capacity = models.PositiveIntegerField("nombre de places", null=True, blank=True, help_text="Vide : sans limite.")
    full = models.BooleanField("complet", default=False, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering = ["day_offset", "starts", "ends", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_hours_in_order", condition=Q(ends__gt=F("starts")), violation_error_message="La séance finit avant d’avoir commencé."
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def _moment(self, at: "datetime.time") -> datetime:
        return timezone.make_aware(datetime.combine(self.day.date_of(self.day_offset), at))

    @property
    def starts_at(self) -> datetime:
        return self._moment(self.starts)

    @property
    def ends_at(self) -> datetime:
        return self._moment(self.ends)

    def overlaps(self, other: "Session") -> bool:
        """Both happen at once, even for a minute."""
        return self.day_offset == other.day_offset and self.starts < other.ends and other.starts < self.ends


class SessionRole(PublicId, Timestamped):
    """A person in a session: role, for which organisation, how sure."""

    personal = Personal(
        person="person",
        purpose="annoncer et préparer les interventions",
        basis="intérêt légitime",
        keep="durée du cycle",
        fields={"role": "public une fois confirmé", "state": "équipe, lecture", "title": "public une fois confirmé"},
        merge="move",
    )

    session = models.ForeignKey("events.Session", models.CASCADE, related_name="roles", verbose_name="séance")
    person = models.ForeignKey("contacts.Person", models.PROTECT, related_name="session_roles", verbose_name="personne")
    organisation = models.ForeignKey("contacts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="au titre de")
    title = models.CharField("fonction annoncée", max_length=200, blank=True)
    role = models.CharField("rôle", max_length=15, choices=SessionRoleKind.choices, default=SessionRoleKind.SPEAKER)
    state = models.CharField("réponse", max_length=10, choices=RoleState.choices, default=RoleState.EXPECTED)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "rôle dans une séance"
        verbose_name_plural = "rôles dans une séance"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "role"],
                name="session_role_once",
                violation_error_message="Cette personne tient déjà ce rôle dans la séance.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ({self.role})"


class ProgrammeVersion(PublicId):
    """What was released, frozen: the public page, the calendar file and the JSON all come from `content`.

    `content` names people, with their confirmed roles only; it is rewritten when one of them is erased.
    """

    personal = Personal(
        person="",
        purpose="publier le programme",
        basis="intérêt légitime",
        keep="durée du cycle",
        fields={"content": "public"},
        plain=("note",),
        merge="keep",
    )

    day = models.ForeignKey("events.Day", models.CASCADE, related_name="versions", verbose_name="journée")
    number = models.PositiveIntegerField("numéro")
    note = models.CharField("ce qui change", max_length=300, blank=True)
    content = models.JSONField("contenu")
    released_at = models.DateTimeField("publiée le", auto_now_add=True)

    class Meta:
        verbose_name = "version du programme"
        verbose_name_plural = "versions du programme"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="programme_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def published_words(self) -> str:
        """« Version 3 publiée »."""
        return f"Version {self.number} publiée"
