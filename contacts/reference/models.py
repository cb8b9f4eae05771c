"""The axes of everything: regions, départements, intercommunalités, communes and themes. Codes are text."""

from django.db import models

from contacts.reference.enums import TILES, EpciKind, Tile
from contacts.reference.querysets import CommuneQuerySet, DepartmentQuerySet, EpciQuerySet, RegionQuerySet, ThemeQuerySet
from labo_ess.db import SearchText
from labo_ess.personal import NoPerson

PUBLIC = NoPerson("les territoires sont des données publiques")


class Region(SearchText):
    """One of the eighteen regions. Its code (24) is not that of a département (24 is Dordogne)."""

    personal = PUBLIC

    code = models.CharField("code INSEE de la région", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    zone = models.CharField("zone", max_length=5)
    seat = models.CharField("chef-lieu", max_length=60, blank=True)
    forme_de = models.CharField("avec « de »", max_length=70, blank=True)
    forme_en = models.CharField("avec « en »", max_length=70, blank=True)
    authority = models.CharField("collectivité", max_length=90, blank=True)
    usual_name = models.CharField("nom d’usage de la collectivité", max_length=90, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "région"
        ordering = ["sort_text"]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.name, self.usual_name, self.authority)

    @property
    def tile(self) -> Tile:
        """Its place on the tile map."""
        return TILES[self.code]


class Department(SearchText):
    """One of the hundred and one départements."""

    personal = PUBLIC

    code = models.CharField("code du département", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    region = models.ForeignKey("contacts.Region", models.PROTECT, related_name="departments", verbose_name="région")
    seat = models.CharField("chef-lieu", max_length=60, blank=True)
    forme_de = models.CharField("avec « de »", max_length=70, blank=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.name, self.code)


class Epci(SearchText):
    """An intercommunalité. A name is no key: two names are borne by two of them each."""

    personal = PUBLIC

    siren = models.CharField("SIREN", max_length=9, primary_key=True)
    name = models.CharField("nom", max_length=150)
    kind = models.CharField("nature", max_length=2, choices=EpciKind.choices)
    department = models.ForeignKey("contacts.Department", models.PROTECT, related_name="epcis", verbose_name="département principal")
    population = models.PositiveIntegerField("population", default=0)

    objects = EpciQuerySet.as_manager()

    class Meta:
        verbose_name = "intercommunalité"
        ordering = ["sort_text", "pk"]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.name, EpciKind(self.kind).label, self.siren)


class Commune(SearchText):
    """A commune of today. Its INSEE code (45234) is not its postcode (45000, 45100)."""

    personal = PUBLIC

    code = models.CharField("code INSEE de la commune", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=60)
    department = models.ForeignKey("contacts.Department", models.PROTECT, related_name="communes", verbose_name="département")
    epci = models.ForeignKey("contacts.Epci", models.PROTECT, null=True, blank=True, related_name="communes", verbose_name="intercommunalité")
    postcodes = models.CharField("codes postaux", max_length=200, blank=True)
    population = models.PositiveIntegerField("population", default=0)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        ordering = ["sort_text", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.department_id})"

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.name, *self.postcode_list)

    @property
    def postcode_list(self) -> list[str]:
        """Its postcodes; Paris has twenty-one."""
        return self.postcodes.split()


class Theme(models.Model):
    """What an organisation, an initiative, a day or an extract is about."""

    personal = NoPerson("un thème ne parle de personne")

    slug = models.SlugField("nom court", max_length=60, unique=True)
    name = models.CharField("nom", max_length=80)
    rank = models.PositiveSmallIntegerField("rang", default=0)
    is_retired = models.BooleanField("n’est plus proposé", default=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = "thème"
        ordering = ["rank", "slug"]

    def __str__(self) -> str:
        return self.name
