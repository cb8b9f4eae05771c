"""Inviting someone to an account, and ending what they hold open."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import F

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.signin.emails import invitation
from labo_ess.signin.exceptions import AddressTaken, HouseAlreadyOpen, LastAdministrator, OwnAccount


@transaction.atomic
def invite(*, email: str, name: str, role: str, by: Actor) -> User:
    """Make an account without password and mail the link to choose one."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, None, name=name, role=role)
    except IntegrityError as error:
        raise AddressTaken from error
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(by=by, verb="account.invited", on=user, role=role)
    invitation(user).send()  # a row of the outbox, in this transaction
    return user


@transaction.atomic
def open_house(*, email: str, name: str, by: Actor) -> User:
    """The first administrator; called again before the password is chosen, the same account gets a fresh link."""
    administrators = list(User.objects.filter(role=Role.ADMIN, is_active=True))
    if not administrators:
        return invite(email=email, name=name, role=Role.ADMIN, by=by)
    mine = next((user for user in administrators if user.email == email.lower() and not user.has_usable_password()), None)
    if mine is None:
        raise HouseAlreadyOpen
    return invite_again(user=mine, by=by)


@transaction.atomic
def invite_again(*, user: User, by: Actor) -> User:
    """Mail a fresh link to choose a password."""
    record(by=by, verb="account.invited_again", on=user)
    invitation(user).send()
    return user


@transaction.atomic
def rename(*, user: User, name: str, by: Actor) -> User:
    """Another displayed name."""
    user.name = name
    user.save(update_fields=["name", "updated_at"])
    record(by=by, verb="account.renamed", on=user)
    return user


@transaction.atomic
def change_role(*, user: User, role: str, by: Actor) -> User:
    """Another role, at once: open sessions end, since their right was the old one."""
    user = get_for_update(User.objects.all(), pk=user.pk)
    if user.role == role:
        return user
    if user.role == Role.ADMIN:
        _keep_one_administrator(user)
    before, user.role = user.role, role
    user.save(update_fields=["role", "updated_at"])
    end_sessions(user)
    record(by=by, verb="account.role_changed", on=user, before=before, after=role)
    return user


@transaction.atomic
def suspend(*, user: User, by: Actor) -> User:
    """No more sign-in; open sessions end. What the person did keeps its author."""
    if by == Actor.user(user):
        raise OwnAccount
    user = get_for_update(User.objects.all(), pk=user.pk)
    if not user.is_active:
        return user
    if user.role == Role.ADMIN:
        _keep_one_administrator(user)
    user.is_active = False
    user.save(update_fields=["is_active", "updated_at"])
    end_sessions(user)
    record(by=by, verb="account.suspended", on=user)
    return user


@transaction.atomic
def reactivate(*, user: User, by: Actor) -> User:
    """The account signs in again, with its password and role of before."""
    user = get_for_update(User.objects.all(), pk=user.pk)
    if user.is_active:
        return user
    user.is_active = True
    user.save(update_fields=["is_active", "updated_at"])
    record(by=by, verb="account.reactivated", on=user)
    return user


@transaction.atomic
def drop_second_factor(*, user: User, by: Actor) -> User:
    """For someone who lost the phone and the recovery codes: another is asked at the next sign-in, if the role demands it."""
    gone = Authenticator.objects.filter(user_id=user.pk).delete()[0]
    if gone:
        end_sessions(user)
        record(by=by, verb="account.second_factor_dropped", on=user)
    return user


@transaction.atomic
def end_session(*, session: UserSession, by: Actor) -> User:
    """Close one session: the device asks to sign in again at its next request."""
    user: User = session.user
    session.end()
    record(by=by, verb="account.session_ended", on=user)
    return user


def end_sessions(user: User) -> int:
    """End every session: the version is part of what each one proves, so those that no list knows end too."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
    keys = list(UserSession.objects.filter(user_id=user.pk).values_list("session_key", flat=True))
    UserSession.objects.filter(user_id=user.pk).delete()
    return Session.objects.filter(session_key__in=keys).delete()[0]


def _keep_one_administrator(leaving: User) -> None:
    # Locked, so that two administrators who demote each other at once cannot both succeed.
    others = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).exclude(pk=leaving.pk)
    if not list(others.values_list("pk", flat=True)):
        raise LastAdministrator
