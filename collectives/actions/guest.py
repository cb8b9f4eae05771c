"""What the link of an action opens: « fait » or « reporté au … », by its owner, without account. GET and HEAD change nothing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from collectives.actions.emails import action_link
from collectives.actions.enums import ActionState
from collectives.actions.exceptions import ActionRefused
from collectives.actions.forms import DoneForm, PostponeForm, UndoForm
from collectives.actions.models import Action
from collectives.actions.permissions import answers_are_open
from collectives.actions.services import last_postponement, pass_action, postpone_action, undo_postponement
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.registry import opens
from labo_ess.links.services import path
from labo_ess.links.views import gone
from labo_ess.text.typography import typo_fr

VERBS = ("done", "postpone", "undo")
TOO_LATE = "Cette réponse n’est plus possible : l’action ne demande plus rien. Rien n’a été enregistré ; ce qui l’était déjà n’a pas changé."


def link_of_action(public_id: UUID) -> SecretLink | None:
    """The link of an open action's owner, for the command `link action ID`."""
    action = Action.objects.alive().select_related("owner").filter(public_id=public_id, owner__isnull=False).first()
    return action_link(action=action, person=action.owner, by=Actor.system("commande")) if action and action.owner else None


@opens("action", label="Action à faire", find=link_of_action)
def answer(request: HttpRequest, link: SecretLink, verb: str = "") -> HttpResponse:
    """Show, or act: a choice and a button, then back to the page that says what was done and can undo it."""
    action: Action = link.target
    if action.is_trashed or link.holder is None or action.owner_id != link.holder.pk or (verb and verb not in VERBS):
        return gone(request)
    if request.method != "POST":
        return _show(request, link, action)
    if not verb:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    form = _form(verb, action, request.POST)
    if not answers_are_open(action) or (verb == "postpone" and action.state != ActionState.OPEN):
        return _show(request, link, action, refusal=TOO_LATE, status=409)
    if not form.is_valid():
        return _show(request, link, action, form=(verb, form), status=422)
    try:
        _act(verb, action, form.cleaned_data, Actor.link(link))
    except ActionRefused as refusal:
        form.add_error("choice" if refusal.field else None, str(refusal))
        return _show(request, link, action, form=(verb, form), status=422)
    return HttpResponseRedirect(f"{path(link)}?{urlencode({'fait': verb})}")


def _act(verb: str, action: Action, data: dict[str, Any], by: Actor) -> None:
    """Saying it twice changes nothing: an action already done stays done, a date already put stays put."""
    if verb == "done":
        pass_action(action=action, state=ActionState.DONE, by=by)
    elif verb == "postpone":
        postpone_action(action=action, new_date=data["new_date"], by=by)
    elif action.state == ActionState.DONE:
        pass_action(action=action, state=ActionState.OPEN, by=by)
    elif action.state == ActionState.OPEN:
        undo_postponement(action=action, by=by)


def _form(verb: str, action: Action, data: Any = None) -> Any:
    made = {"done": DoneForm, "postpone": PostponeForm, "undo": UndoForm}[verb]
    return made(data, prefix=None, action=action)


def _show(
    request: HttpRequest, link: SecretLink, action: Action, *, form: tuple[str, Any] | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    verbs = _verbs(action)
    forms = {verb: form[1] if form and form[0] == verb else _form(verb, action) for verb in verbs}
    today = timezone.localdate()
    context = {
        "action": action, "collective": action.collective, "person": link.holder, "items": action.checklist.all(),
        "forms": forms, "actions": {verb: path(link, verb) for verb in VERBS}, "refusal": typo_fr(refusal), "here": path(link),
        "late_days": (today - action.due_on).days if action.due_on and action.due_on < today else 0,
        "done": request.GET.get("fait", "") if status == 200 else "", "is_open": action.state == ActionState.OPEN,
        "answers_open": answers_are_open(action), "has_errors": status == 422, "shown_state": action.state,
    }  # fmt: skip
    return render(request, "collectives/actions/answer.html", context, status=status)


def _verbs(action: Action) -> list[str]:
    """What its owner can do now."""
    if not answers_are_open(action):
        return []
    if action.state == ActionState.DONE:
        return ["undo"]
    if action.state != ActionState.OPEN:
        return []
    return ["done", "postpone", *(["undo"] if last_postponement(action) else [])]
