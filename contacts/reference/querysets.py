"""How territories and themes are read."""

from collections.abc import Iterable
from typing import Self

from django.db.models import QuerySet

from labo_ess.db import matching


class RegionQuerySet(QuerySet):
    """The eighteen regions."""

    def metropolitan(self) -> Self:
        """The thirteen of the mainland and Corse."""
        return self.filter(zone="metro")


class DepartmentQuerySet(QuerySet):
    """The hundred and one départements."""

    def in_region(self, region_code: str) -> Self:
        """Those of one region, by its INSEE code."""
        return self.filter(region_id=region_code)

    def as_choices(self) -> list[tuple[str, str]]:
        """(code, « Loiret (45) ») of each, in the order of the codes: every list offers them all, and makes no object of them."""
        return [(code, f"{name} ({code})") for code, name in self.order_by("code").values_list("code", "name")]


class EpciQuerySet(QuerySet):
    """Intercommunalités."""

    def in_department(self, department_code: str) -> Self:
        """Those given to one département (where most of their people live)."""
        return self.filter(department_id=department_code)

    def search(self, text: str) -> Self:
        """By name or SIREN, accents and case forgiven."""
        return matching(self, text)


class CommuneQuerySet(QuerySet):
    """Communes of today."""

    def in_departments(self, codes: Iterable[str]) -> Self:
        """Those of some départements."""
        return self.filter(department_id__in=list(codes))

    def search(self, text: str) -> Self:
        """By name or postcode, accents and case forgiven; the most peopled first."""
        return matching(self, text).order_by("-population", "pk")


class ThemeQuerySet(QuerySet):
    """Themes, in the order the house gives them."""

    def offered(self) -> Self:
        """Those still proposed in forms; retired ones stay on what bears them."""
        return self.filter(is_retired=False)
