"""Who may do what, in words a client can read and correct. Features build their `can_*` functions on these."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from labo_ess.accounts.models import User

    Anyone = User | AnonymousUser


class Role(models.TextChoices):
    """The four kinds of accounts. Partners and guests never have one: they hold a link."""

    ADMIN = "administrateur", "administrateur·rice"
    TEAM = "equipe", "équipe"
    REFERENT = "referent", "référent·e, co-pilote"
    READER = "lecture", "lecture"


def _role(user: "Anyone") -> str:
    return getattr(user, "role", "") if user.is_authenticated and user.is_active else ""


def is_admin(user: "Anyone") -> bool:
    """Everything, the Django admin included."""
    return _role(user) == Role.ADMIN


def is_team(user: "Anyone") -> bool:
    """Everything but accounts, settings, and erasure without a second person's word."""
    return _role(user) in (Role.ADMIN, Role.TEAM)


def can_read_house(user: "Anyone") -> bool:
    """Everything shared; nothing confidential of a group, no export of persons."""
    return _role(user) in (Role.ADMIN, Role.TEAM, Role.READER)


def can_export_people(user: "Anyone") -> bool:
    """Lists of people leave the house with the team only."""
    return is_team(user)


View = Callable[..., HttpResponse]


def refuse(user: "Anyone") -> Exception:
    """What someone without the right gets: a reader of the house is told (403), a stranger finds nothing (404)."""
    return PermissionDenied() if can_read_house(user) else Http404()


def _only(right: Callable[["Anyone"], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not right(request.user):
                raise refuse(request.user)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


team_only = _only(is_team)
"""A view for the team: lecture gets 403, others 404."""
admin_only = _only(is_admin)
"""A view for administrators."""
readers_only = _only(can_read_house)
"""A view for whoever reads the house."""
