"""Names of actors and objects, found when the journal is shown: one query per kind, whatever the number of lines."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model

from labo_ess.audit.actors import LINK, SYSTEM, USER
from labo_ess.audit.models import AuditEntry

Resolver = Callable[[set[str]], dict[str, str]]
_resolvers: dict[str, Resolver] = {}
GONE = {USER: "Un compte disparu", LINK: "Une personne invitée", SYSTEM: "Le Labo"}


def names_actors(kind: str) -> Callable[[Resolver], Resolver]:
    """Register how actors of a kind are named (links do it for their holders)."""

    def register(resolver: Resolver) -> Resolver:
        _resolvers[kind] = resolver
        return resolver

    return register


@names_actors(USER)
def _users(ids: set[str]) -> dict[str, str]:
    users = get_user_model()._default_manager.filter(public_id__in=_uuids(ids))
    return {str(user.public_id): str(user) for user in users}


def actor_names(entries: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    """(kind, id) → name, for every author of these entries."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        wanted.setdefault(entry.actor_kind, set()).add(entry.actor_id)
    found: dict[tuple[str, str], str] = {}
    for kind, ids in wanted.items():
        names = _resolvers[kind](ids) if kind in _resolvers else {}
        found.update({(kind, each): names.get(each, GONE.get(kind, "Le Labo")) for each in ids})
    return found


def object_names(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """ "type:id" → name, for every object that the details of these entries refer to."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        for value in entry.details.values():
            if isinstance(value, dict) and set(value) == {"type", "id"}:
                wanted.setdefault(value["type"], set()).add(value["id"])
    found: dict[str, str] = {}
    for label, ids in wanted.items():
        model = apps.get_model(label)
        for obj in model._base_manager.filter(public_id__in=_uuids(ids)):
            found[f"{label}:{obj.public_id}"] = str(obj)
    return found


def _uuids(ids: Iterable[str]) -> list[UUID]:
    kept = []
    for each in ids:
        try:
            kept.append(UUID(each))
        except ValueError:
            continue
    return kept
