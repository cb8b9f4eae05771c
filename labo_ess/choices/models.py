"""The words themselves."""

from django.db import models

from labo_ess.personal import NoPerson


class Choice(models.Model):
    """A word of a list. It is renamed, ordered, retired; never deleted while something uses it."""

    personal = NoPerson("un mot d’une liste ne dit rien d’une personne")

    list = models.CharField("liste", max_length=40, editable=False)
    code = models.SlugField("code", max_length=40)
    label = models.CharField("libellé", max_length=120)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    active = models.BooleanField("proposé", default=True)

    class Meta:
        verbose_name = "choix"
        verbose_name_plural = "choix"
        ordering = ["list", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="choice_once")]

    def __str__(self) -> str:
        return self.label
