"""Threads of accounts. A thread has no rights of its own: the feature that owns its object is asked each time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from contacts.comments.forms import CommentForm
from contacts.comments.models import Comment
from contacts.comments.permissions import can_see_thread, can_withdraw, can_write_in
from contacts.comments.registry import Target, target_of
from contacts.comments.services import add_comment, object_of, restore_comment, withdraw_comment
from contacts.comments.threads import thread_of
from labo_ess.audit.actors import Actor
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import inside, undo_toast


@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, kind: str, object_id: UUID) -> HttpResponse:
    """The panel of a thread; POST adds a comment. What was typed and refused stays in the box."""
    target, obj = _found(request, kind, object_id)
    may_write = can_write_in(request.user, target, obj)
    form = CommentForm(request.POST or None)
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form.is_valid():
            data = form.cleaned_data
            add_comment(obj=obj, text=data["text"], topic=data["topic"], form_key=data["form_key"], by=Actor.of(request))
            return redirect(_back(request, target, obj))
    topic = (request.POST if request.method == "POST" else request.GET).get("topic", "")[:40]
    context = {"thread": thread_of(obj, topic, user=request.user), "can_comment": may_write, "comment_form": form}
    context |= {"object": obj, "back": target.address_of(obj), "has_errors": bool(form.errors)}
    return render(request, "contacts/comments/thread.html", context, status=422 if form.errors else 200)


@require_POST
def act(request: HttpRequest, comment: UUID, verb: str) -> HttpResponse:
    """Withdraw a comment, or put it again."""
    found = get_object_or_404(Comment.objects.select_related("thread__about_type"), public_id=comment)
    obj = object_of(found)
    if obj is None:
        raise Http404
    target, obj = _found(request, _key(found), obj.public_id)
    if not can_withdraw(request.user, found):
        raise PermissionDenied
    if verb == "remettre":
        restore_comment(comment=found, by=Actor.of(request))
        messages.success(request, typo_fr("Le commentaire est remis."))
    else:
        withdraw_comment(comment=found, by=Actor.of(request))
        undo_toast(request, typo_fr("Le commentaire est retiré."), reverse("contacts:comments:act", args=[found.public_id, "remettre"]))
    return redirect(_back(request, target, obj))


def _key(comment: Comment) -> str:
    about = comment.thread.about_type
    return f"{about.app_label}-{about.model}"


def _found(request: HttpRequest, kind: str, object_id: UUID) -> tuple[Target, Any]:
    target = target_of(kind)
    obj = target.find(object_id) if target else None
    if target is None or not can_see_thread(request.user, target, obj):
        raise Http404
    return target, obj


def _back(request: HttpRequest, target: Target, obj: Any) -> str:
    """The page that asked, when it is one of ours; else the page of the object."""
    return inside(request.POST.get("next", ""), f"{target.address_of(obj)}#commentaires")
