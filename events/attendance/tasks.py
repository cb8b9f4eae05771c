"""The feuille d'émargement, made in the worker."""

from django.urls import reverse

from events.attendance.prints import make_sheet, sheet_name
from events.programme.models import Session
from labo_ess.jobs.models import Job
from labo_ess.jobs.registry import JobRefused, Progress, work


@work("attendance_sheet", label="Feuille d’émargement en PDF")
def attendance_sheet(job: Job, progress: Progress) -> None:
    """For the day, or for the session that `params["session"]` names."""
    day = job.about
    if day is None or day.is_trashed:
        raise JobRefused("Cette journée n’existe plus : il n’y a pas de feuille à faire.")
    session = None
    if job.params.get("session"):
        session = Session.objects.filter(day=day, public_id=job.params["session"]).first()
        if session is None:
            raise JobRefused("Cette séance n’est plus au programme : choisissez-en une autre, puis recommencez.")
    progress(0, 1, "Mise en page de la feuille")
    data = make_sheet(day, session)
    job.attach(sheet_name(day, session), data)
    job.result_url, job.result_label = reverse("events:attendance:desk", args=[day.slug]), "Revenir au jour J"
    progress(1, 1, "La feuille est prête")
