"""The look that a person chose, and the gallery of components."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from labo_ess.ui.context import ROWS, THEMES
from labo_ess.ui.gallery import gallery as components
from labo_ess.ui.pages import inside, render_page

A_YEAR = 365 * 24 * 3600


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep the theme and the height of rows in two cookies; « auto » and « comfort » forget them."""
    response = HttpResponseRedirect(inside(request.POST.get("next", ""), "/bureau/"))
    for name, allowed in (("theme", THEMES), ("rows", ROWS)):
        chosen = request.POST.get(name)
        if chosen in allowed:
            response.set_cookie(name, chosen, max_age=A_YEAR, samesite="Lax", secure=settings.SECURE)
        elif chosen is not None:
            response.delete_cookie(name, samesite="Lax")
    return response


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, for those who make pages; roles stand above this package, hence their names as texts."""
    role = getattr(request.user, "role", "")
    if role == "referent":
        raise Http404
    if role not in ("equipe", "administrateur"):
        raise PermissionDenied
    return render_page(request, "ui/gallery.html", components())
