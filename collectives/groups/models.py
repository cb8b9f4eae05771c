"""A collective is any group that acts together: a chantier, a committee, a body of the house."""

from django.db import models

from collectives.groups.enums import CollectiveKind
from labo_ess.db import PublicId, SearchText, Timestamped, Trashable, TrashableQuerySet
from labo_ess.personal import NoPerson


class Collective(PublicId, Timestamped, Trashable, SearchText):
    """The group itself. A Journée's committee is one, so that it owns notes, boards and meetings like any other."""

    personal = NoPerson("un collectif est un groupe ; ses membres sont à part")

    kind = models.CharField("nature", max_length=12, choices=CollectiveKind.choices)
    name = models.CharField("nom", max_length=200)
    slug = models.SlugField("adresse", max_length=80, unique=True)

    objects = TrashableQuerySet.as_manager()

    class Meta:
        verbose_name = "collectif"
        ordering = ["sort_text", "pk"]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.name,)
