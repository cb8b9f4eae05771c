"""Démarches, the groups that act together in them, their members, and the étapes they pass."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collectives.groups.enums import STAGE_TONES, CollectiveKind, Stage
from collectives.groups.querysets import CollectiveQuerySet, MembershipQuerySet, ProcessQuerySet
from labo_ess.db import PublicId, SearchText, Timestamped, Trashable
from labo_ess.personal import NoPerson, Personal
from labo_ess.revisions.models import Locked


class Process(PublicId, Timestamped, Trashable, SearchText, Locked):
    """A démarche. Its title varies by source, so its former titles are kept and found."""

    personal = NoPerson("une démarche décrit un projet ; ses référent·e·s sont des comptes")

    name = models.CharField("titre", max_length=250)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    former_titles = models.TextField("anciens titres", blank=True, help_text="Un par ligne.")
    aims = models.TextField("objectifs", blank=True, validators=[MaxLengthValidator(10000)])
    lead_organisations = models.ManyToManyField(
        "contacts.Organisation", blank=True, related_name="led_processes", verbose_name="structures porteuses"
    )
    referents = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="processes", verbose_name="référent·e·s")

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = "démarche"
        ordering = ["sort_text", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("collectives:coordination:process", args=[self.slug])

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.name, self.former_titles)

    @property
    def former_title_list(self) -> list[str]:
        """The titles it bore before, or bears in other sources."""
        return self.former_titles.splitlines()


class Phase(PublicId, Timestamped):
    """A dated phase of a démarche; at most one is active."""

    personal = NoPerson("une phase décrit un calendrier")

    process = models.ForeignKey("collectives.Process", models.CASCADE, related_name="phases", verbose_name="démarche")
    title = models.CharField("titre", max_length=160)
    text = models.TextField("présentation", blank=True, validators=[MaxLengthValidator(5000)])
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    active = models.BooleanField("en cours", default=False)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "phase"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="phase_dates_in_order",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="La phase finit avant d’avoir commencé.",
            ),
            models.UniqueConstraint(fields=["process"], condition=Q(active=True), name="phase_one_active"),
        ]

    def __str__(self) -> str:
        return self.title


class Collective(PublicId, Timestamped, Trashable, SearchText, Locked):
    """The group itself. A Journée's committee is one, so that it owns notes, boards and meetings like any other.

    Quorum and pouvoirs are its own rules, counted per seat (collectives.mandates).
    """

    personal = NoPerson("un collectif est un groupe ; ses membres sont à part")

    kind = models.CharField("nature", max_length=12, choices=CollectiveKind.choices)
    name = models.CharField("nom", max_length=200)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    process = models.ForeignKey("collectives.Process", models.PROTECT, null=True, blank=True, related_name="collectives", verbose_name="démarche")
    challenge = models.TextField("défi", blank=True, validators=[MaxLengthValidator(5000)])
    stage = models.CharField("étape", max_length=15, choices=Stage.choices, default=Stage.EMERGENCE, editable=False)
    region = models.ForeignKey("contacts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="région")
    department = models.ForeignKey("contacts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département")
    epci = models.ForeignKey("contacts.Epci", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="intercommunalité")
    themes = models.ManyToManyField("contacts.Theme", blank=True, related_name="collectives", verbose_name="thèmes")
    lead_organisation = models.ForeignKey(
        "contacts.Organisation", models.PROTECT, null=True, blank=True, related_name="led_collectives", verbose_name="structure pilote"
    )
    quorum_percent = models.PositiveSmallIntegerField(
        "quorum (%)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Part des sièges ; vide : sans quorum.",
    )
    proxies_per_seat = models.PositiveSmallIntegerField("pouvoirs par siège", default=1, help_text="Nombre de pouvoirs qu’un siège peut porter.")

    objects = CollectiveQuerySet.as_manager()

    class Meta:
        verbose_name = "collectif"
        ordering = ["sort_text", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its « Vue d’ensemble »."""
        return reverse("collectives:coordination:collective", args=[self.slug])

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.name, self.challenge)

    @property
    def territory(self) -> str:
        """The smallest level that is known."""
        place = self.epci or self.department or self.region
        return place.name if place else ""

    @property
    def has_stages(self) -> bool:
        """A committee lives as long as its day: it passes no étape."""
        return self.kind != CollectiveKind.COMMITTEE

    @property
    def is_closed(self) -> bool:
        """Nothing is expected of it any more."""
        return self.stage == Stage.CLOSED

    @property
    def stage_tone(self) -> str:
        """The colour of the étape's mark (never alone: the word stands beside it)."""
        return STAGE_TONES[Stage(self.stage)]

    @property
    def stage_words(self) -> str:
        """« Émergence », as a mark says it."""
        label = Stage(self.stage).label
        return label[:1].upper() + label[1:]


class Membership(PublicId, Timestamped):
    """A person or an organisation in a group, from when to when; past ones stay in the history."""

    personal = Personal(
        person="person",
        purpose="animer le collectif",
        basis="intérêt légitime",
        keep="durée du collectif, puis archive du Labo",
        fields={
            "function": "membres du collectif, équipe, lecture",
            "since_on": "membres du collectif, équipe",
            "until_on": "membres du collectif, équipe",
        },
        merge="move",
    )

    collective = models.ForeignKey("collectives.Collective", models.CASCADE, related_name="memberships", verbose_name="collectif")
    person = models.ForeignKey("contacts.Person", models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="personne")
    organisation = models.ForeignKey(
        "contacts.Organisation", models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="structure"
    )
    function = models.CharField("rôle dans le collectif", max_length=120, blank=True)
    voting = models.BooleanField("prend part aux décisions", default=True)
    since_on = models.DateField("membre depuis le")
    until_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "membre"
        ordering = ["-voting", "since_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_person_or_organisation",
                condition=Q(person__isnull=False, organisation__isnull=True) | Q(person__isnull=True, organisation__isnull=False),
                violation_error_message="Un membre est une personne ou une structure, pas les deux.",
            ),
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                violation_error_message="La fin précède le début.",
            ),
            models.UniqueConstraint(
                fields=["collective", "person"], condition=Q(until_on__isnull=True, person__isnull=False), name="membership_person_once"
            ),
            models.UniqueConstraint(
                fields=["collective", "organisation"],
                condition=Q(until_on__isnull=True, organisation__isnull=False),
                name="membership_organisation_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The member's name, whichever it is."""
        return self.person.name if self.person else (self.organisation.name if self.organisation else "")


class StageChange(PublicId, Timestamped):
    """A passage from an étape to another: its date, the criteria met, a reason for those that are not."""

    personal = NoPerson("un passage d’étape décrit la vie du collectif ; qui l’a décidé est au journal")

    collective = models.ForeignKey("collectives.Collective", models.CASCADE, related_name="stage_changes", verbose_name="collectif")
    before = models.CharField("avant", max_length=15, choices=Stage.choices)
    after = models.CharField("après", max_length=15, choices=Stage.choices)
    changed_on = models.DateField("le")
    criteria = models.JSONField("critères", default=list, help_text="Une liste de {texte, rempli}.")
    reason = models.TextField("raison", blank=True, validators=[MaxLengthValidator(2000)])

    class Meta:
        verbose_name = "passage d’étape"
        verbose_name_plural = "passages d’étape"
        ordering = ["-changed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def unmet(self) -> list[str]:
        """The criteria that were not met."""
        return [each["texte"] for each in self.criteria if not each["rempli"]]

    @property
    def met(self) -> list[str]:
        """The criteria that were met."""
        return [each["texte"] for each in self.criteria if each["rempli"]]
