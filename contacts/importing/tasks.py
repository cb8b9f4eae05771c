"""Reading and laying in files, in the worker; sweeping up files that nobody applied."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from contacts.importing.enums import ImportState
from contacts.importing.exceptions import ImportRefused, NotReady
from contacts.importing.models import ImportBatch
from labo_ess.audit.actors import Actor
from labo_ess.clock.registry import sweep
from labo_ess.jobs.models import Job
from labo_ess.jobs.registry import JobRefused, Progress, work

KEPT_DAYS = 7
"""A file that was read and never imported."""


@work("import_preview", label="Lecture d’un fichier")
def read_in_worker(job: Job, progress: Progress) -> None:
    """Read the file and compare it with the directory."""
    from contacts.importing import services  # a task may import the service it exists for

    batch: ImportBatch | None = job.about
    if batch is None or batch.upload is None:
        raise JobRefused("Le fichier n’est plus gardé : déposez-le à nouveau.")
    job.result_url, job.result_label = reverse("contacts:importing:batch", args=[batch.public_id]), "Voir ce qui serait importé"
    try:
        services.preview(batch, batch.upload.read(), corrected=bool(job.params.get("corrected")), report=progress)
    except ImportRefused as refusal:
        raise JobRefused(str(refusal)) from None
    job.say(services.sentence_of(batch))


@work("import_apply", label="Import dans le répertoire")
def apply_in_worker(job: Job, progress: Progress) -> None:
    """Lay the lines in."""
    from contacts.importing import services

    batch: ImportBatch | None = job.about
    if batch is None:
        raise JobRefused("Cet import a été abandonné.")
    if batch.state == ImportState.APPLIED:  # the worker died between the last set and its own end
        return
    job.result_url, job.result_label = reverse("contacts:importing:batch", args=[batch.public_id]), "Voir l’import"
    try:
        services.apply(batch, by=Actor(job.actor_kind, job.actor_id), report=progress)
    except NotReady as refusal:
        raise JobRefused(str(refusal)) from None
    job.say(services.sentence_of(batch))


@sweep("imports_forgotten", every=3600)
def forget_old_files() -> int:
    """Drop batches that were read and never imported, with their file and lines."""
    from contacts.importing import services

    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    old = ImportBatch.objects.filter(state__in=[ImportState.READY, ImportState.REFUSED], updated_at__lt=limit)
    for batch in old:
        services.discard(batch=batch, by=Actor.system("clock"))
    return len(old)
