"""PDFs of minutes, made in the worker. Those of a frozen state are kept: they never change."""

from django.urls import reverse

from collectives.meetings.models import Approval, Meeting
from collectives.minutes.permissions import FILE_KIND
from collectives.minutes.prints import decisions_name, make_decisions, make_minutes, minutes_name
from collectives.minutes.record import last_approval, minutes_of
from collectives.minutes.services import keep_pdf
from labo_ess.audit.actors import Actor
from labo_ess.documents.uploads import store_bytes
from labo_ess.jobs.models import Job
from labo_ess.jobs.registry import JobRefused, Progress, work


@work("minutes_pdf", label="Compte rendu en PDF")
def minutes_pdf(job: Job, progress: Progress) -> None:
    """The minutes as they stand, or their last frozen state once approved."""
    meeting = _meeting(job)
    approval = last_approval(meeting)
    progress(0, 1, "Mise en page du compte rendu")
    data = _kept(approval) or make_minutes(minutes_of(meeting, approval))
    if approval is not None and approval.pdf is None:
        by = Actor(job.actor_kind, job.actor_id)
        keep_pdf(approval=approval, upload=store_bytes(data, FILE_KIND, name=minutes_name(meeting), by=by), by=by)
    _hand_over(job, meeting, minutes_name(meeting), data)
    progress(1, 1, "Le compte rendu est prêt")


@work("decisions_pdf", label="Relevé de décisions en PDF")
def decisions_pdf(job: Job, progress: Progress) -> None:
    """The decisions alone."""
    meeting = _meeting(job)
    progress(0, 1, "Mise en page du relevé")
    _hand_over(job, meeting, decisions_name(meeting), make_decisions(minutes_of(meeting, last_approval(meeting))))
    progress(1, 1, "Le relevé est prêt")


def _meeting(job: Job) -> Meeting:
    meeting = job.about
    if not isinstance(meeting, Meeting) or meeting.is_trashed:
        raise JobRefused("Cette réunion n’existe plus : il n’y a pas de compte rendu à faire.")
    return meeting


def _kept(approval: Approval | None) -> bytes | None:
    if approval is None or approval.pdf is None:
        return None
    with approval.pdf.file.open("rb") as file:
        return bytes(file.read())


def _hand_over(job: Job, meeting: Meeting, name: str, data: bytes) -> None:
    job.attach(name, data)
    job.result_url = reverse("collectives:minutes:read", args=[meeting.collective.slug, meeting.public_id])
    job.result_label = "Revenir au compte rendu"
