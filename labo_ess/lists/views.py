"""« Mes vues »: save, list, remove, put back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from labo_ess.audit.actors import Actor
from labo_ess.lists.exceptions import NotAList
from labo_ess.lists.forms import SavedViewForm
from labo_ess.lists.models import SavedView
from labo_ess.lists.services import remove_view, restore_view, save_view
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import inside, render_page, undo_toast


@require_GET
def views(request: HttpRequest) -> HttpResponse:
    """The views of the signed-in person."""
    found = list(SavedView.objects.of(request.user))
    return render_page(request, "lists/views.html", {"views": found, "count": len(found)})


@require_http_methods(["GET", "POST"])
def new_view(request: HttpRequest) -> HttpResponse:
    """Name the address of a list."""
    address = (request.POST if request.method == "POST" else request.GET).get("adresse", "")
    back = inside(address, reverse("lists:views"))
    form = SavedViewForm(request.POST if request.method == "POST" else None, back=back, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            view = save_view(owner=request.user, label=data["label"], list_name=data["liste"], address=data["adresse"], by=Actor.of(request))
        except NotAList as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, typo_fr(f"La vue « {view.label} » est enregistrée."))
            return redirect(view.address)
    return render_page(request, "lists/view_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remove at once, with « Annuler »."""
    view = get_object_or_404(SavedView.objects.of(request.user), public_id=public_id)
    remove_view(view=view, by=Actor.of(request))
    undo_toast(request, typo_fr(f"La vue « {view.label} » est retirée."), reverse("lists:restore_view", args=[view.public_id]))
    return redirect("lists:views")


@require_POST
def restore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a removed view back."""
    view = get_object_or_404(SavedView.objects.filter(owner=request.user), public_id=public_id)
    restore_view(view=view, by=Actor.of(request))
    messages.success(request, typo_fr(f"La vue « {view.label} » est de nouveau dans le menu."))
    return redirect("lists:views")
