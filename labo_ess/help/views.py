"""The guide as pages."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from labo_ess.help import guide
from labo_ess.ui.pages import render_page


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The contents, or the chapters that answer a search."""
    q = request.GET.get("q", "")[:200].strip()
    every = guide.chapters()
    context = {
        "chapters": [one for one in every if one.slug != "index"],
        "intro": guide.chapter("index"),
        "q": q,
        "found": guide.search(q) if q else None,
    }
    return render_page(request, "help/index.html", context)


@require_GET
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter."""
    found = guide.chapter(slug)
    if found is None or slug == "index":
        raise Http404
    return render_page(request, "help/chapter.html", {"chapter": found, "chapters": [one for one in guide.chapters() if one.slug != "index"]})


@require_GET
def image(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the guide: only names that are really in its folder are served."""
    known = {path.name: path for path in (guide.folder() / "images").glob("*") if path.suffix in (".png", ".webp", ".jpg")}
    if name not in known:
        raise Http404
    response = FileResponse(known[name].open("rb"))
    response["Cache-Control"] = "private, max-age=3600"
    return response
