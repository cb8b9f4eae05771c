"""Organisations, persons, and the positions that tie them: one person may sit in several organisations."""

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from contacts.directory.enums import AddressState, Civility
from contacts.directory.querysets import OrganisationQuerySet, PersonQuerySet
from labo_ess.choices.fields import ChoiceField
from labo_ess.db import PublicId, SearchText, Timestamped, Trashable
from labo_ess.personal import NoPerson, Personal

TEAM = "équipe"
READERS = "équipe, lecture"
KEEP = "trois ans après le dernier échange venu de la personne"
PURPOSE = "connaître et associer les acteur·rice·s des journées et des collectifs"
BASIS = "intérêt légitime"


class Territory(models.Model):
    """Where someone acts: each level is known or not, a commune gives the others."""

    region = models.ForeignKey("contacts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="région")
    department = models.ForeignKey("contacts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département")
    epci = models.ForeignKey("contacts.Epci", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="intercommunalité")
    commune = models.ForeignKey("contacts.Commune", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune")

    class Meta:
        abstract = True


class Organisation(PublicId, Timestamped, Trashable, SearchText, Territory):
    """A structure: association, cooperative, Région, Cress, intercommunalité…, or a group without legal person."""

    personal = NoPerson("une structure n’est pas une personne ; son adresse générique non plus")

    name = models.CharField("nom", max_length=250)
    short_name = models.CharField("sigle ou nom d’usage", max_length=80, blank=True)
    legal_form = ChoiceField("forme juridique", list="legal_form", blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    rna = models.CharField("RNA", max_length=10, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=60, blank=True)
    street = models.CharField("adresse", max_length=250, blank=True)
    postcode = models.CharField("code postal", max_length=10, blank=True)
    town = models.CharField("ville", max_length=120, blank=True)
    site = models.URLField("site web", max_length=300, blank=True)
    themes = models.ManyToManyField("contacts.Theme", blank=True, related_name="organisations", verbose_name="thèmes")
    logo = models.ForeignKey("documents.Upload", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="logo")
    note = models.TextField("remarques", blank=True, validators=[MaxLengthValidator(5000)])
    source = models.CharField("d’où vient cette fiche", max_length=200, blank=True)
    source_reference = models.CharField("identifiant dans la source", max_length=120, blank=True, editable=False)
    resembles = models.BooleanField("à rapprocher", default=False, help_text="Une fiche ressemble à celle-ci : à comparer.")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        ordering = ["sort_text", "pk"]
        indexes = [
            models.Index(fields=["siren"]),
            models.Index(fields=["rna"]),
            models.Index(fields=["source_reference"]),
            GinIndex(fields=["search_text"], name="organisation_search", opclasses=["gin_trgm_ops"]),  # SQLite scans: fine to 20,000 rows
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its fiche."""
        return reverse("contacts:directory:organisation", args=[self.public_id])

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.name, self.short_name, self.siren, self.siret, self.rna, self.town, self.postcode, self.email)


class Person(PublicId, Timestamped, Trashable, SearchText, Territory):
    """Someone the house knows; whatever they do is tied to this row."""

    personal = Personal(
        person="self",
        purpose=PURPOSE,
        basis=BASIS,
        keep=KEEP,
        fields={
            "civility": READERS,
            "first_name": READERS,
            "last_name": READERS,
            "note": TEAM,
            "source": TEAM,
            "source_reference": TEAM,
            "search_text": TEAM,
            "sort_text": TEAM,
            "last_act_at": TEAM,
        },
        merge="unique",
    )

    civility = models.CharField("civilité", max_length=4, choices=Civility.choices, blank=True)
    first_name = models.CharField("prénom", max_length=120, blank=True)
    last_name = models.CharField("nom", max_length=120)
    themes = models.ManyToManyField("contacts.Theme", blank=True, related_name="persons", verbose_name="thèmes")
    note = models.TextField("remarques", blank=True, validators=[MaxLengthValidator(5000)])
    source = models.CharField("d’où vient ce contact", max_length=200, blank=True)
    source_reference = models.CharField("identifiant dans la source", max_length=120, blank=True, editable=False)
    resembles = models.BooleanField("à rapprocher", default=False, help_text="Une fiche ressemble à celle-ci : à comparer.")
    last_act_at = models.DateTimeField("dernier échange venu de la personne", null=True, blank=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        ordering = ["sort_text", "pk"]
        indexes = [
            models.Index(fields=["source_reference"]),
            GinIndex(fields=["search_text"], name="person_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its fiche."""
        return reverse("contacts:directory:person", args=[self.public_id])

    @property
    def name(self) -> str:
        """« Prénom Nom », as one says it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def main_position(self) -> "Position | None":
        """The position shown beside the name: the main one, else the first that has not ended."""
        return next(iter(self.positions.all()), None)

    @property
    def initials(self) -> str:
        """Two letters for a round mark."""
        return (self.first_name[:1] + self.last_name[:1]).upper()

    def search_parts(self) -> tuple[str | None, ...]:
        return (f"{self.last_name} {self.first_name}", *self.related_search_texts())

    def related_search_texts(self) -> list[str]:
        """Addresses, phones and organisations, so that one box finds a person by any of them."""
        if not self.pk:
            return []
        positions = self.positions.all()
        if "positions" not in getattr(self, "_prefetched_objects_cache", {}):
            positions = positions.select_related("organisation")
        found = [each.address for each in self.emails.all()]
        found += [text for each in self.phones.all() for text in (each.raw, each.e164)]
        for position in positions:
            found.append(position.title)
            if position.organisation is not None:
                found += [position.organisation.name, position.organisation.short_name]
        return found


class Position(PublicId, Timestamped, SearchText):
    """What a person is in an organisation, from when to when."""

    personal = Personal(
        person="person",
        purpose=PURPOSE,
        basis=BASIS,
        keep=KEEP,
        fields={"title": READERS, "start_on": READERS, "end_on": READERS, "search_text": READERS, "sort_text": READERS},
        merge="move",
    )

    person = models.ForeignKey("contacts.Person", models.CASCADE, related_name="positions", verbose_name="personne")
    organisation = models.ForeignKey(
        "contacts.Organisation", models.PROTECT, null=True, blank=True, related_name="positions", verbose_name="structure"
    )
    title = models.CharField("fonction", max_length=200, blank=True)
    is_main = models.BooleanField("principale", default=False)
    start_on = models.DateField("depuis le", null=True, blank=True)
    end_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "fonction"
        ordering = ["-is_main", "-start_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="position_dates_in_order",
                condition=Q(start_on__isnull=True) | Q(end_on__isnull=True) | Q(end_on__gte=models.F("start_on")),
                violation_error_message="La fonction finit avant d’avoir commencé.",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(is_main=True), name="position_one_main"),
        ]

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.title,)

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, self.organisation.name if self.organisation else "") if part)


class EmailAddress(Timestamped):
    """An address of a person. Two persons may share one; its state tells whether mail gets through."""

    personal = Personal(person="person", purpose=PURPOSE, basis=BASIS, keep=KEEP, fields={"address": TEAM}, plain=("state",), merge="move")

    person = models.ForeignKey("contacts.Person", models.CASCADE, related_name="emails", verbose_name="personne")
    address = models.EmailField("adresse électronique")
    state = models.CharField("état", max_length=10, choices=AddressState.choices, default=AddressState.OK)
    is_main = models.BooleanField("principale", default=True)

    class Meta:
        verbose_name = "adresse électronique"
        verbose_name_plural = "adresses électroniques"
        ordering = ["-is_main", "pk"]
        constraints = [models.UniqueConstraint("person", Lower("address"), name="email_once_per_person")]
        indexes = [models.Index(Lower("address"), name="email_lower")]

    def __str__(self) -> str:
        return self.address


class Phone(Timestamped):
    """A number as it was typed, and its E.164 form for comparing (empty when it cannot be read)."""

    personal = Personal(person="person", purpose=PURPOSE, basis=BASIS, keep=KEEP, fields={"raw": TEAM, "e164": TEAM}, merge="move")

    person = models.ForeignKey("contacts.Person", models.CASCADE, related_name="phones", verbose_name="personne")
    raw = models.CharField("téléphone", max_length=60)
    e164 = models.CharField("forme internationale", max_length=20, blank=True, editable=False, db_index=True)

    class Meta:
        verbose_name = "téléphone"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.raw
