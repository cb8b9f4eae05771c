"""Saved views."""

from django.conf import settings
from django.db import models

from labo_ess.db import PublicId, Timestamped, Trashable, TrashableQuerySet
from labo_ess.personal import Personal


class SavedViewQuerySet(TrashableQuerySet):
    """Views of people."""

    def of(self, user: object) -> "SavedViewQuerySet":
        """Those of one account, by name, without the removed ones."""
        return self.filter(owner=user, trashed_at__isnull=True).order_by("label", "pk")


class SavedView(PublicId, Timestamped, Trashable):
    """The address of a list with its filters, under a name; the person who made it sees it in the side bar."""

    personal = Personal(
        person="owner",
        purpose="retrouver une liste filtrée",
        basis="intérêt légitime",
        keep="tant que le compte existe",
        fields={"label": "la personne qui a enregistré la vue", "query": "la personne qui a enregistré la vue"},
        plain=("list_name", "path"),
        merge="keep",
    )

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views", verbose_name="compte")
    list_name = models.CharField("liste", max_length=60)
    label = models.CharField("nom", max_length=80)
    path = models.CharField("page", max_length=300)
    query = models.CharField("filtres", max_length=2000, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label

    @property
    def address(self) -> str:
        """Where it leads."""
        return f"{self.path}?{self.query}" if self.query else self.path
