"""The Corbeille."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from labo_ess.accounts.roles import team_only
from labo_ess.audit.actors import Actor
from labo_ess.revisions.corbeille import put_back
from labo_ess.revisions.exceptions import NotInTrash
from labo_ess.revisions.trash import KEPT_DAYS, bin_of, bins
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import render_page


@require_GET
@team_only
def corbeille(request: HttpRequest) -> HttpResponse:
    """What was removed lately, kind by kind."""
    shelves = []
    count = 0
    for kind in bins():
        rows = kind.model._base_manager.filter(trashed_at__isnull=False).order_by("-trashed_at")[:200]
        kept = [row for row in rows if kind.can_restore(request.user, row)]
        count += len(kept)
        if kept:
            shelves.append({"kind": kind, "rows": kept})
    context: dict[str, Any] = {"shelves": shelves, "count": count, "kept_days": KEPT_DAYS}
    return render_page(request, "revisions/corbeille.html", context)


@require_POST
@team_only
def restore(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """Put one row back."""
    shelf = bin_of(kind)
    if shelf is None:
        raise Http404
    obj = get_object_or_404(shelf.model._base_manager.all(), public_id=public_id)
    if not shelf.can_restore(request.user, obj):
        raise Http404
    try:
        obj = put_back(shelf, obj, by=Actor.of(request))
    except NotInTrash as refusal:
        messages.error(request, str(refusal))
        return redirect("revisions:corbeille")
    messages.success(request, typo_fr(f"« {obj} » est de nouveau à sa place."))
    return redirect(shelf.address(obj) if shelf.address else "revisions:corbeille")
