"""Who may do what, in words a client can read and correct. Features build their `can_*` functions on these."""

from typing import TYPE_CHECKING, Union

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from labo_ess.accounts.models import User

    Anyone = Union[User, AnonymousUser]


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
