"""Fiches d'atelier: what was said in a session, noted by link on a phone."""

from django.db import models

from events.restitution.querysets import SessionReportQuerySet
from labo_ess.db import PublicId, Timestamped
from labo_ess.personal import NoPerson


class SessionReport(PublicId, Timestamped):
    """The report of a session. Its words are a Note of the day's committee."""

    personal = NoPerson("la fiche ne porte que des liens ; les mots sont dans la note")

    session = models.OneToOneField("events.Session", models.CASCADE, related_name="report", verbose_name="séance")
    note = models.OneToOneField("collectives.Note", models.PROTECT, related_name="session_report", verbose_name="note")
    finished_at = models.DateTimeField("fiche terminée le", null=True, blank=True)

    objects = SessionReportQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche d’atelier"
        verbose_name_plural = "fiches d’atelier"
        ordering = ["session__day_offset", "session__starts", "pk"]

    def __str__(self) -> str:
        return f"fiche {self.session_id}"
