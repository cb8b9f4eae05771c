"""The page of a long job: its bar, its messages, its file."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from labo_ess.audit.actors import Actor
from labo_ess.jobs import services
from labo_ess.jobs.models import Job
from labo_ess.ui.pages import render_page

SHOWN = 50


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The jobs one started, latest first."""
    jobs = list(Job.objects.filter(starter=request.user).order_by("-created_at")[:SHOWN])
    return render_page(request, "jobs/list.html", {"jobs": jobs})


@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Progress; asked again every two seconds by htmx while the job lives."""
    job = _visible(request, public_id)
    response = render_page(request, "jobs/detail.html", {"job": job}, partial="progress")
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def download(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The file made by the job, as an attachment."""
    job = _visible(request, public_id)
    if not job.file:
        raise Http404
    try:
        stream = job.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stream, as_attachment=True, filename=job.file_name)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the job to stop."""
    job = services.cancel(job=_visible(request, public_id), by=Actor.of(request))
    return redirect(job.get_absolute_url())


def _visible(request: HttpRequest, public_id: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), public_id=public_id)
