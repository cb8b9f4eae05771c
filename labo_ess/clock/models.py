"""Which sweep ran in which period: the unique row that makes two schedulers do one effect."""

from django.db import models

from labo_ess.personal import NoPerson


class TickedJob(models.Model):
    """One run of one sweep in one period."""

    personal = NoPerson("le journal des échéances ne contient que des noms de tâches et des nombres")

    job = models.CharField("tâche", max_length=80)
    period = models.BigIntegerField("période", help_text="début de la période, en secondes Unix")
    every = models.PositiveIntegerField("durée de la période", default=60)
    started_at = models.DateTimeField("commencé le")
    lease_at = models.DateTimeField("dernier signe de vie", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    moved = models.PositiveIntegerField("éléments traités", default=0)

    class Meta:
        verbose_name = "échéance passée"
        verbose_name_plural = "échéances passées"
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="clock_ticked_once")]
        indexes = [models.Index(fields=["started_at"], name="clock_started")]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"
