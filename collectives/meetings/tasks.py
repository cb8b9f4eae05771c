"""The feuille d'émargement, made in the worker."""

from django.urls import reverse

from collectives.meetings.prints import make_sheet, sheet_name
from labo_ess.jobs.models import Job
from labo_ess.jobs.registry import JobRefused, Progress, work


@work("meeting_sheet", label="Feuille d’émargement d’une réunion")
def meeting_sheet(job: Job, progress: Progress) -> None:
    """The sheet to sign."""
    meeting = job.about
    if meeting is None or meeting.is_trashed:
        raise JobRefused("Cette réunion n’existe plus : il n’y a pas de feuille à faire.")
    progress(0, 1, "Mise en page de la feuille")
    data = make_sheet(meeting)
    job.attach(sheet_name(meeting), data)
    job.result_url = reverse("collectives:meetings:page", args=[meeting.collective.slug, meeting.public_id])
    job.result_label = "Revenir à la réunion"
    progress(1, 1, "La feuille est prête")
