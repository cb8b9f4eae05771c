"""What is done on the page of an action, and the boards of a group: one POST, one service."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from collectives.actions import planning, services
from collectives.actions.anchors import anchor_of
from collectives.actions.enums import ActionState
from collectives.actions.exceptions import ActionRefused
from collectives.actions.forms import AnchorForm, ApplyForm, BoardForm, ItemForm, LabelForm, ModelForm, PostponeByHandForm, TitleForm
from collectives.actions.models import Board, ChecklistItem, PlanningModel
from collectives.actions.views import action_context, action_of, board_address, collective_of
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page


def _back(request: HttpRequest, otherwise: str) -> str:
    """The page that asked, when it is one of ours."""
    asked = request.POST.get("next", "")
    return asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else otherwise


@require_POST
def pass_to(request: HttpRequest, slug: str, action: UUID) -> HttpResponse:
    """Done, dropped, open again; an old page's button that no longer fits is told so."""
    found = action_of(collective_of(request, slug, edit=True), action)
    here = reverse("collectives:actions:action", args=[slug, action])
    try:
        if request.POST.get("state") not in ActionState.values:
            raise ActionRefused("Choisissez ce que devient l’action. Rien n’a changé.")
        services.pass_action(action=found, state=request.POST["state"], by=Actor.of(request))
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(request, here))


@require_POST
def postpone(request: HttpRequest, slug: str, action: UUID) -> HttpResponse:
    """Another date; refused beside the field."""
    found = action_of(collective_of(request, slug, edit=True), action)
    form = PostponeByHandForm(request.POST)
    if form.is_valid():
        try:
            services.postpone_action(action=found, new_date=form.cleaned_data["new_date"], by=Actor.of(request))
        except ActionRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("L’action est reportée."))
            return redirect("collectives:actions:action", slug, action)
    return render_page(request, "collectives/actions/action.html", action_context(request, found, postpone_form=form), status=422)


@require_POST
def pin(request: HttpRequest, slug: str, action: UUID) -> HttpResponse:
    """Fix a date by hand, or let it follow the anchor again."""
    collective = collective_of(request, slug, edit=True)
    found = action_of(collective, action)
    pinned = request.POST.get("pinned") == "1"
    services.edit_action(action=found, seen_version=found.lock_version, pinned=pinned, by=Actor.of(request))
    messages.success(request, typo_fr("La date est fixée à la main : elle restera." if pinned else "La date suit de nouveau le jour J."))
    return redirect(_back(request, board_address(collective, found.board, "retroplanning")))


@require_POST
def add_item(request: HttpRequest, slug: str, action: UUID) -> HttpResponse:
    """A box to tick."""
    found = action_of(collective_of(request, slug, edit=True), action)
    form = ItemForm(request.POST)
    if form.is_valid():
        services.add_item(action=found, text=form.cleaned_data["text"], by=Actor.of(request))
        return redirect(f"{reverse('collectives:actions:action', args=[slug, action])}#cases")
    return render_page(request, "collectives/actions/action.html", action_context(request, found, item_form=form), status=422)


@require_POST
def item_act(request: HttpRequest, slug: str, action: UUID, item: UUID, verb: str) -> HttpResponse:
    """Tick a box, untick it, take it off."""
    found = action_of(collective_of(request, slug, edit=True), action)
    box = get_object_or_404(ChecklistItem, action=found, public_id=item)
    if verb in ("cocher", "decocher"):
        services.tick_item(item=box, done=verb == "cocher", by=Actor.of(request))
    elif verb == "retirer":
        services.remove_item(item=box, by=Actor.of(request))
    else:
        raise Http404
    return redirect(f"{reverse('collectives:actions:action', args=[slug, action])}#cases")


@require_http_methods(["GET", "POST"])
def board_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A board; for a committee, with the retro-planning of its day (`?modele=` chooses the model)."""
    collective = collective_of(request, slug, edit=True)
    day = anchor_of(collective)
    model = PlanningModel.objects.filter(name=planning.DAY_MODEL).first() if "modele" in request.GET else None
    initial: dict[str, Any] = {"follows_day": day is not None, "title": "Rétroplanning" if model else "", "model": model.public_id if model else None}
    form = BoardForm(request.POST or None, day=day.date if day else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made, count = _make_board(collective, form.cleaned_data, Actor.of(request))
        words = f" : {plural(count, 'action à venir', 'actions à venir')}" if count else ""
        messages.success(request, typo_fr(f"Le tableau « {made} » est créé{words}."))
        return redirect(board_address(collective, made, "retroplanning" if count else ""))
    context = {"collective": collective, "form": form, "day": day, "back": board_address(collective)}
    return render_page(request, "collectives/actions/board_new.html", context, status=422 if form.errors else 200)


def _make_board(collective: Any, data: dict[str, Any], by: Actor) -> tuple[Board, int]:
    board = planning.create_board(
        collective=collective, title=data["title"], anchor_date=data["anchor_date"], follows_day=bool(data.get("follows_day")), by=by
    )
    return board, len(planning.apply_model(board=board, model=data["model"], by=by)) if data["model"] else 0


BOARD_FORMS: dict[str, Any] = {
    "nommer": TitleForm,
    "colonne": TitleForm,
    "etiquette": LabelForm,
    "ancrer": AnchorForm,
    "appliquer": ApplyForm,
    "modele": ModelForm,
}


@require_http_methods(["GET", "POST"])
def board_settings(request: HttpRequest, slug: str, board: UUID) -> HttpResponse:
    """Columns, labels, day J and models of a board; `act` says which of its small forms is posted."""
    collective = collective_of(request, slug, edit=True)
    found = get_object_or_404(collective.boards, public_id=board)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    forms = {name: _board_form(name, found) for name in BOARD_FORMS}
    if act in BOARD_FORMS:
        forms[act] = _board_form(act, found, request.POST)
        if forms[act].is_valid():
            try:
                messages.success(request, typo_fr(_board_act(act, found, forms[act].cleaned_data, Actor.of(request))))
            except ActionRefused as refusal:
                forms[act].refuse(refusal)
            else:
                return redirect("collectives:actions:board_settings", slug, board)
    elif act:
        return _board_button(request, slug, found, act)
    refused = any(form.errors for form in forms.values())
    context = {"collective": collective, "board": found, "forms": forms, "columns": list(found.columns.all()), "labels": list(found.labels.all())}
    context |= {"day": anchor_of(collective), "history": history(found), "back": board_address(collective, found)}
    return render_page(request, "collectives/actions/board_settings.html", context, status=422 if refused or request.method == "POST" else 200)


def _board_form(name: str, board: Board, data: Any = None) -> Any:
    initial = {"nommer": {"title": board.title}, "ancrer": {"anchor_date": board.anchor_date}}.get(name, {})
    return BOARD_FORMS[name](data, auto_id=f"{name}_%s", initial=initial)


def _board_act(act: str, board: Board, data: dict[str, Any], by: Actor) -> str:
    if act == "nommer":
        return f"Le tableau s’appelle « {planning.rename_board(board=board, title=data['title'], by=by)} »."
    if act == "colonne":
        return f"La colonne « {planning.add_column(board=board, title=data['title'], by=by)} » est ajoutée."
    if act == "etiquette":
        return f"L’étiquette « {planning.add_label(board=board, name=data['name'], series=data['series'], by=by)} » est ajoutée."
    if act == "ancrer":
        if board.follows_day:
            planning.stop_following(board=board, by=by)
        moved = planning.move_anchor(board=board, new_date=data["anchor_date"], by=by)
        return f"Le jour J est enregistré : {moved.sentence}." if moved else "Le jour J est enregistré."
    if act == "appliquer":
        made = planning.apply_model(board=board, model=data["model"], by=by)
        return f"Le modèle est appliqué : {plural(len(made), 'action créée', 'actions créées')}."
    return f"Le modèle « {planning.make_model_from_board(board=board, name=data['name'], by=by)} » est créé."


def _board_button(request: HttpRequest, slug: str, board: Board, act: str) -> HttpResponse:
    """The acts without a field: take a column off, let go of the day's date."""
    try:
        if act == "retirer-colonne":
            column = next((each for each in board.columns.all() if str(each.public_id) == request.POST.get("column")), None)
            if column is None:
                raise ActionRefused("Cette colonne n’existe plus sur ce tableau. Rien n’a changé.")
            planning.remove_column(column=column, by=Actor.of(request))
            words = f"La colonne « {column.title} » est retirée : elle était vide."
        elif act == "detacher":
            planning.stop_following(board=board, by=Actor.of(request))
            words = "Le tableau ne suit plus la date de la journée."
        else:
            raise Http404
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, typo_fr(words))
    return redirect("collectives:actions:board_settings", slug, board.public_id)
