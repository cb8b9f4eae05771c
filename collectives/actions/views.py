"""Actions of a group, for who reads it: the board, the list, one action and what is done to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collectives.actions import services
from collectives.actions.anchors import anchor_of
from collectives.actions.boards import columns_of, dress, retroplanning_of
from collectives.actions.enums import ACTION_PASSAGES, ActionState
from collectives.actions.exceptions import ActionRefused
from collectives.actions.forms import ActionForm, ItemForm, MoveForm, PostponeByHandForm
from collectives.actions.lists import ALL_ACTIONS, COLLECTIVE_ACTIONS
from collectives.actions.models import Action, Board, Column
from collectives.actions.reminders import send_reminder
from collectives.groups.models import Collective
from collectives.groups.permissions import can_edit_collective, can_open_collectives, require_edit
from contacts.comments.threads import thread_of
from labo_ess.accounts.roles import can_read_house, is_team, refuse
from labo_ess.audit.actors import Actor
from labo_ess.audit.querysets import history
from labo_ess.revisions.exceptions import StaleVersion
from labo_ess.revisions.pages import conflict
from labo_ess.text.typography import plural, typo_fr
from labo_ess.ui.pages import render_page, undo_toast

STATE_VERBS = {
    ActionState.DONE: ("Noter l’action comme faite", "check"),
    ActionState.DROPPED: ("Abandonner l’action", "x"),
    ActionState.OPEN: ("Rouvrir l’action", "undo-2"),
}


def collective_of(request: HttpRequest, slug: str, *, edit: bool = False) -> Collective:
    """The group at this address: 404 for who does not see it, 403 for who may only read it."""
    collective = get_object_or_404(Collective.objects.visible_to(request.user).select_related("process"), slug=slug)
    if edit:
        require_edit(request.user, collective)
    return collective


def action_of(collective: Collective, action: UUID) -> Action:
    """An action of this group; anybody else's does not exist here."""
    found = get_object_or_404(Action.objects.alive().select_related("board", "column", "owner"), collective=collective, public_id=action)
    found.collective = collective
    return found


def board_address(collective: Collective, board: Board | None = None, view: str = "") -> str:
    """The Actions page of a group, on one of its boards."""
    asked = "&".join(part for part in (f"tableau={board.public_id}" if board else "", f"vue={view}" if view else "") if part)
    return reverse("collectives:actions:board", args=[collective.slug]) + (f"?{asked}" if asked else "")


@require_GET
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """The actions of a group: a board (`?tableau=`), its retro-planning or the list of all (`?vue=`)."""
    collective = collective_of(request, slug)
    view = request.GET.get("vue", "")
    boards = list(collective.boards.all())
    asked = request.GET.get("tableau", "")
    current = next((each for each in boards if str(each.public_id) == asked), boards[0] if boards else None)
    context: dict[str, Any] = {
        "collective": collective, "boards": boards, "board": current, "can_edit": can_edit_collective(request.user, collective),
        "day": anchor_of(collective), "view": view if view in ("liste", "retroplanning") else ("" if current else "liste"),
        "board_address": board_address(collective, current), "list_address": board_address(collective, current, "liste"),
        "retro_address": board_address(collective, current, "retroplanning"),
    }  # fmt: skip
    if context["view"] == "liste" or current is None:
        actions = Action.objects.alive().filter(collective=collective).for_cards().select_related("owner", "column", "collective")
        return COLLECTIVE_ACTIONS.respond(request, actions, template="collectives/actions/list.html", context=context, can_export=context["can_edit"])
    if context["view"] == "retroplanning":
        context["lines"], context["undated"] = retroplanning_of(current)
        return render_page(request, "collectives/actions/retroplanning.html", context)
    context["columns"] = columns_of(current)
    context["count"] = sum(column.count for column in context["columns"])
    context["free"] = Action.objects.alive().open().filter(collective=collective, board=None).count()
    return render_page(request, "collectives/actions/board.html", context, partial="board")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Make an action; `?colonne=` chooses where it goes."""
    collective = collective_of(request, slug, edit=True)
    column = _column(collective, request.GET.get("colonne", ""))
    initial = {"column": column.public_id if column else None, "pinned": True}
    where = column.board if column else None
    form = ActionForm(request.POST or None, collective=collective, board=where, wide=can_read_house(request.user), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            action = _create(collective, form, Actor.of(request))
        except ActionRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("L’action est créée."))
            return redirect(board_address(collective, action.board))
    context = {"collective": collective, "form": form, "back": board_address(collective, where)}
    return render_page(request, "collectives/actions/form.html", context, status=422 if form.errors else 200)


def _create(collective: Collective, form: ActionForm, by: Actor) -> Action:
    data = form.cleaned_data
    column: Column | None = data.get("column")
    anchor = column.board.anchor_date if column else None
    follows = bool(anchor and data["due_on"] and form.anchor and not data.get("pinned"))
    action = services.create_action(
        collective=collective, title=data["title"], owner=form.chosen_owner, due_on=data["due_on"], column=column,
        description=data["description"], offset_days=(data["due_on"] - anchor).days if follows and anchor else None, by=by,
    )  # fmt: skip
    if data.get("labels"):
        services.set_labels(action=action, labels=data["labels"], by=by)
    return action


def _column(collective: Collective, asked: str) -> Column | None:
    columns = Column.objects.filter(board__collective=collective).select_related("board")
    return next((each for each in columns if str(each.public_id) == asked), None)


@require_GET
def action_page(request: HttpRequest, slug: str, action: UUID) -> HttpResponse:
    """One action: facts, boxes to tick, comments, history."""
    collective = collective_of(request, slug)
    return render_page(request, "collectives/actions/action.html", action_context(request, action_of(collective, action)))


def action_context(request: HttpRequest, action: Action, **more: Any) -> dict[str, Any]:
    """What the page of an action shows."""
    dress([action], action.board)
    can_edit = can_edit_collective(request.user, action.collective)
    passages = [(state, *STATE_VERBS[state]) for state in STATE_VERBS if state in ACTION_PASSAGES[ActionState(action.state)]]
    return {
        "action": action, "collective": action.collective, "can_edit": can_edit, "passages": passages, "items": list(action.checklist.all()),
        "labels": list(action.labels.all()), "back": board_address(action.collective, action.board), "history": history(action),
        "thread": thread_of(action, user=request.user), "can_comment": can_edit, "item_form": ItemForm(), "postpone_form": PostponeByHandForm(),
        "is_open": action.state == ActionState.OPEN, "state_words": ActionState(action.state).label,
    } | more  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, action: UUID) -> HttpResponse:
    """Change an action; of two people who save at once, the second one chooses between both texts."""
    collective = collective_of(request, slug, edit=True)
    found = action_of(collective, action)
    form = ActionForm(request.POST or None, collective=collective, action=found, wide=can_read_house(request.user), initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            _save(found, form, Actor.of(request))
        except StaleVersion as stale:
            mine, theirs = form.cleaned_data["description"], stale.obj.description
            back = reverse("collectives:actions:action", args=[slug, action])
            return conflict(request, stale.obj, mine, theirs, field="description", label="Précisions", back=back)
        except ActionRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, typo_fr("L’action est enregistrée."))
            return redirect("collectives:actions:action", slug, action)
    context = {"collective": collective, "form": form, "action": found, "back": reverse("collectives:actions:action", args=[slug, action])}
    return render_page(request, "collectives/actions/form.html", context, status=422 if form.errors else 200)


def _initial(action: Action) -> dict[str, Any]:
    owner = action.owner.public_id if action.owner else None
    initial = {name: getattr(action, name) for name in ("title", "description", "due_on", "lock_version")}
    labels = [label.public_id for label in action.labels.all()]
    return initial | {"owner": owner, "labels": labels, "pinned": action.pinned or action.offset_days is None}


def _save(action: Action, form: ActionForm, by: Actor) -> None:
    data = form.cleaned_data
    changes = {"title": data["title"], "description": data["description"], "owner": form.chosen_owner, "due_on": data["due_on"]}
    if "pinned" in form.fields:
        changes["pinned"] = data["pinned"]
    services.edit_action(action=action, seen_version=data["lock_version"] or 0, by=by, **changes)
    if "labels" in form.fields:
        services.set_labels(action=action, labels=data["labels"], by=by)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, slug: str, action: UUID) -> HttpResponse:
    """« Changer de colonne »: the same as dragging, by a form; `before` is the card that follows, as the drag says it."""
    collective = collective_of(request, slug, edit=True)
    found = action_of(collective, action)
    columns = Column.objects.filter(board=found.board_id) if found.board_id else Column.objects.filter(board__collective=collective)
    initial = {"column": found.column.public_id if found.column else None, "place": "end"}
    form = MoveForm(request.POST or None, columns=columns.select_related("board"), initial=initial, auto_id=f"deplacer_{found.public_id}_%s")
    if request.method == "POST" and form.is_valid():
        services.move_action(action=found, column=form.cleaned_data["column"], position=_position(form), by=Actor.of(request))
        return redirect(board_address(collective, form.cleaned_data["column"].board))
    context = {"collective": collective, "action": found, "form": form, "back": board_address(collective, found.board)}
    return render_page(request, "collectives/actions/move.html", context, partial="move", status=422 if form.errors else 200)


def _position(form: MoveForm) -> int | None:
    """Before the card that the drag names; else at the end, or first."""
    before = form.cleaned_data["before"]
    if before is None:
        return 0 if form.cleaned_data["place"] == "start" else None
    cards = Action.objects.alive().filter(column=form.cleaned_data["column"]).order_by("position", "pk").values_list("public_id", flat=True)
    order = list(cards)
    return order.index(before) if before in order else None


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """« Mes actions » over everything; the team sees those of all, and its own with `?miennes=oui`."""
    if not can_open_collectives(request.user):
        raise refuse(request.user)
    everything = is_team(request.user)
    only_mine = not everything or request.GET.get("miennes") == "oui"
    actions = Action.objects.visible_to(request.user).select_related("owner", "column", "collective").prefetch_related("labels")
    if only_mine:
        actions = actions.of_account(getattr(request.user, "email", ""))
    context = {"everything": everything, "only_mine": only_mine}
    return ALL_ACTIONS.respond(request, actions, template="collectives/actions/mine.html", context=context, can_export=everything)


@require_POST
def bulk_done(request: HttpRequest, slug: str) -> HttpResponse:
    """Note the selected actions as done; those that are not open stay as they are."""
    collective = collective_of(request, slug, edit=True)
    rows = Action.objects.alive().filter(collective=collective)
    chosen = COLLECTIVE_ACTIONS.selected(request, rows).open()
    done = [services.pass_action(action=action, state=ActionState.DONE, by=Actor.of(request)) for action in chosen]
    messages.success(request, typo_fr(f"{plural(len(done), 'action notée comme faite', 'actions notées comme faites')}."))
    return redirect(board_address(collective, None, "liste"))


@require_POST
def remind(request: HttpRequest, slug: str, action: UUID) -> HttpResponse:
    """Send its owner the mail with their link, now."""
    collective = collective_of(request, slug, edit=True)
    found = action_of(collective, action)
    if found.owner is None or found.state != ActionState.OPEN:
        messages.error(request, typo_fr("Personne ne se charge de cette action, ou elle ne demande plus rien : aucun rappel n’est parti."))
    else:
        send_reminder(action=found, by=Actor.of(request))
        messages.success(request, typo_fr(f"Un rappel part à {found.owner.name}, avec son lien pour répondre."))
    return redirect("collectives:actions:action", slug, action)


@require_POST
def trash(request: HttpRequest, slug: str, action: UUID) -> HttpResponse:
    """Put an action in the Corbeille."""
    collective = collective_of(request, slug, edit=True)
    found = action_of(collective, action)
    services.trash_action(action=found, by=Actor.of(request))
    undo_toast(request, typo_fr("L’action est à la corbeille."), reverse("collectives:actions:restore", args=[slug, action]))
    return redirect(board_address(collective, found.board))


@require_POST
def restore(request: HttpRequest, slug: str, action: UUID) -> HttpResponse:
    """Take it back."""
    collective = collective_of(request, slug, edit=True)
    found = get_object_or_404(Action, collective=collective, public_id=action)
    services.restore_action(action=found, by=Actor.of(request))
    return redirect("collectives:actions:action", slug, action)
