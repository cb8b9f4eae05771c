"""The PDF of a synthesis, made in the worker; the one that was made is served again while nothing changed."""

from django.urls import reverse

from labo_ess.audit.actors import Actor
from labo_ess.documents.uploads import store_bytes
from labo_ess.jobs.models import Job
from labo_ess.jobs.registry import JobRefused, Progress, work
from labo_ess.text.typography import plural
from reports.synthesis.models import Synthesis
from reports.synthesis.prints import count_pages, document_of, file_name, fingerprint, make_pdf
from reports.synthesis.services import keep_pdf

PDF_KIND = "synthesis"
QUOTED = "Une personne citée mot pour mot ne souhaite plus l’être : retirez ou reformulez les phrases signalées, puis recommencez."


@work("synthesis_pdf", label="Synthèse en PDF")
def synthesis_pdf(job: Job, progress: Progress) -> None:
    """Read, lay out, keep."""
    synthesis = Synthesis.objects.alive().select_related("day__cycle", "pdf").filter(public_id=job.about_public_id).first()
    if synthesis is None:
        raise JobRefused("Cette synthèse n’existe plus, ou elle est dans la corbeille : il n’y a pas de PDF à faire.")
    progress(0, 3, "Lecture des phrases et de leurs sources")
    document = document_of(synthesis)
    if document.refused:
        raise JobRefused(QUOTED)
    mark = fingerprint(document)
    job.result_url, job.result_label = reverse("reports:synthesis:compose", args=[synthesis.public_id]), "Revenir à la synthèse"
    if synthesis.pdf is not None and synthesis.pdf_fingerprint == mark:
        job.attach(file_name(synthesis, "pdf"), synthesis.pdf.read())
        progress(3, 3, "Rien n’a changé depuis le dernier PDF : le voici")
        return
    progress(1, 3, "Mise en page")
    data = make_pdf(document)
    progress(2, 3, "Enregistrement")
    by = Actor(job.actor_kind, job.actor_id)
    upload = store_bytes(data, PDF_KIND, name=file_name(synthesis, "pdf"), by=by)
    keep_pdf(synthesis=synthesis, upload=upload, fingerprint=mark, by=by)
    job.attach(file_name(synthesis, "pdf"), data)
    progress(3, 3, f"La synthèse est prête : {plural(count_pages(data), 'page', 'pages')}")
