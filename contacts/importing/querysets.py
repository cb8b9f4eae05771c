"""How lines of imports are read."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from contacts.importing.enums import ImportState, Verdict


class ImportRowQuerySet(models.QuerySet):
    """Lines of imports."""

    def refused(self) -> Self:
        """Lines that were not taken, in the order of the file."""
        return self.filter(verdict=Verdict.REFUSED).order_by("line")

    def doubtful(self) -> Self:
        """Lines taken with a remark: a wrong check digit, a SIRET rounded by Excel…"""
        return self.exclude(message="").exclude(verdict=Verdict.REFUSED).order_by("line")

    def applied_from(self, source_key: str) -> Self:
        """Lines laid in from one source and not undone since."""
        return self.filter(is_applied=True, batch__source_key=source_key, batch__state__in=[ImportState.APPLIED, ImportState.APPLYING]).exclude(
            verdict=Verdict.REFUSED
        )

    def counts(self) -> dict[str, int]:
        """How many lines of each verdict."""
        found = dict(self.order_by().values_list("verdict").annotate(n=models.Count("pk")))
        return {verdict: found.get(verdict, 0) for verdict in Verdict.values}

    def latest_data(self, source_key: str, column: str, ids: Iterable[Any]) -> dict[int, dict[str, Any]]:
        """What the last import from this source said of each of these persons or organisations."""
        rows = self.applied_from(source_key).filter(**{f"{column}__in": list(ids)}).order_by("pk")
        return dict(rows.values_list(column, "data"))
