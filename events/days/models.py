"""Cycles, days, their rooms and their partner organisations."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from events.days.enums import STATE_TONES, Admission, DayState, PartnerRole
from events.days.querysets import CycleQuerySet, DayQuerySet
from labo_ess.db import PublicId, SearchText, Timestamped, Trashable
from labo_ess.personal import NoPerson

if TYPE_CHECKING:
    from collectives.actions.planning import Moved


class Cycle(PublicId, Timestamped):
    """A series of days with its own aims: « Journées régionales des transitions »."""

    personal = NoPerson("un cycle décrit un projet")

    name = models.CharField("nom", max_length=160)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    aims = models.TextField("objectifs", blank=True, validators=[MaxLengthValidator(10000)])

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = "cycle"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Day(PublicId, Timestamped, Trashable, SearchText):
    """A Journée. Its committee is a collective, made with it; places are counted under a lock on this row."""

    personal = NoPerson("une journée est un évènement public ; qui y vient est à part")

    cycle = models.ForeignKey("events.Cycle", models.PROTECT, related_name="days", verbose_name="cycle")
    committee = models.OneToOneField("collectives.Collective", models.PROTECT, related_name="day", verbose_name="comité d’organisation")
    title = models.CharField("nom", max_length=160, help_text="Le plus souvent le nom de la région.")
    slug = models.SlugField("adresse", max_length=80, unique=True)
    headline = models.CharField("thème de la journée", max_length=250, blank=True)
    presentation = models.TextField("présentation", blank=True, validators=[MaxLengthValidator(20000)])
    region = models.ForeignKey("contacts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="région")
    department = models.ForeignKey("contacts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département")
    date = models.DateField("date")
    last_date = models.DateField("dernier jour", null=True, blank=True, help_text="Seulement si elle dure plusieurs jours.")
    starts = models.TimeField("début", default=time(9, 0))
    ends = models.TimeField("fin", default=time(17, 0))
    place_name = models.CharField("lieu", max_length=200, blank=True)
    place_address = models.CharField("adresse du lieu", max_length=300, blank=True)
    place_access = models.TextField("accès", blank=True, validators=[MaxLengthValidator(2000)])
    admission = models.CharField("inscription", max_length=12, choices=Admission.choices, default=Admission.INVITATION)
    state = models.CharField("état", max_length=12, choices=DayState.choices, default=DayState.DRAFT, editable=False)
    capacity = models.PositiveIntegerField("nombre de places", null=True, blank=True, help_text="Vide : sans limite.")
    answer_by = models.DateField("réponse souhaitée avant le", null=True, blank=True)
    contact_email = models.EmailField("adresse pour joindre l’équipe", blank=True)
    sequence = models.PositiveIntegerField("version de l’évènement d’agenda", default=0, editable=False)
    public_version = models.PositiveIntegerField("version des pages publiques", default=0, editable=False)

    moved_dates: "Moved | None" = None
    """Set by the service that moves the day: how many dates of its retro-plannings followed."""

    objects = DayQuerySet.as_manager()

    class Meta:
        verbose_name = "journée"
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                name="day_dates_in_order",
                condition=Q(last_date__isnull=True) | Q(last_date__gte=F("date")),
                violation_error_message="Le dernier jour précède le premier.",
            ),
            models.CheckConstraint(
                name="day_hours_in_order",
                condition=Q(ends__gt=F("starts")) | Q(last_date__gt=F("date")),
                violation_error_message="La journée finit avant d’avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.title, self.headline, self.place_name, self.place_address)

    @property
    def starts_at(self) -> datetime:
        """First moment of the day, in the zone of the house."""
        return timezone.make_aware(datetime.combine(self.date, self.starts))

    @property
    def ends_at(self) -> datetime:
        """Last moment of the day."""
        return timezone.make_aware(datetime.combine(self.last_date or self.date, self.ends))

    @property
    def days_left(self) -> int:
        """Days until the first one; negative once it is past."""
        return (self.date - timezone.localdate()).days

    def date_of(self, offset: int) -> date:
        """The date of the day's nth day, from 0."""
        return self.date + timedelta(days=offset)

    @property
    def length_in_days(self) -> int:
        """1 for an ordinary day."""
        return ((self.last_date or self.date) - self.date).days + 1

    @property
    def state_tone(self) -> str:
        """The colour of the state's mark (never alone: the word stands beside it)."""
        return STATE_TONES[DayState(self.state)]

    @property
    def state_words(self) -> str:
        """« Inscriptions ouvertes », as a mark says it."""
        return DayState(self.state).label.capitalize()

    @property
    def takes_registrations(self) -> bool:
        """Guests may answer: registrations are open and the day has not begun."""
        return self.state == DayState.OPEN and timezone.now() < self.starts_at


class Room(PublicId, Timestamped):
    """A room of the place, with how many it holds."""

    personal = NoPerson("une salle est un lieu")

    day = models.ForeignKey("events.Day", models.CASCADE, related_name="rooms", verbose_name="journée")
    name = models.CharField("nom", max_length=80)
    capacity = models.PositiveIntegerField("nombre de places", null=True, blank=True)
    access_note = models.CharField("accès", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "salle"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "name"], name="room_name_once", violation_error_message="Cette journée a déjà une salle de ce nom."
            )
        ]

    def __str__(self) -> str:
        return self.name


class DayPartner(PublicId, Timestamped):
    """An organisation that makes the day with the Labo: Région, Cress, funder, host. One organisation may hold several roles."""

    personal = NoPerson("un partenaire est une structure")

    day = models.ForeignKey("events.Day", models.CASCADE, related_name="partners", verbose_name="journée")
    organisation = models.ForeignKey("contacts.Organisation", models.PROTECT, related_name="day_partnerships", verbose_name="structure")
    role = models.CharField("rôle", max_length=20, choices=PartnerRole.choices, default=PartnerRole.PARTNER)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "partenaire de la journée"
        verbose_name_plural = "partenaires de la journée"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "organisation", "role"],
                name="day_partner_once",
                violation_error_message="Cette structure tient déjà ce rôle pour la journée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} ({self.role})"
