"""Saving and removing views."""

from urllib.parse import urlsplit

from django.db import transaction
from django.urls import Resolver404, resolve

from labo_ess.accounts.models import User
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.lists.exceptions import NotAList
from labo_ess.lists.models import SavedView
from labo_ess.text.names import clean_name
from labo_ess.text.typography import typo_fr
from labo_ess.ui.pages import inside


@transaction.atomic
def save_view(*, owner: User, label: str, list_name: str, address: str, by: Actor) -> SavedView:
    """Keep the address of a list under a name; the same name again replaces what it led to."""
    parts = urlsplit(inside(address, ""))
    try:
        known = resolve(parts.path)
    except Resolver404:
        known = None
    if known is None or not parts.path.startswith("/bureau/") or len(parts.query) > 2000:
        raise NotAList(typo_fr("Cette vue ne peut pas être enregistrée : son adresse n’est pas celle d’une liste. Repartez de la liste."))
    view, created = SavedView.objects.update_or_create(
        owner=owner,
        label=clean_name(label)[:80],
        trashed_at=None,
        defaults={"list_name": list_name[:60], "path": parts.path[:300], "query": parts.query},
    )
    record(by=by, verb="view.saved" if created else "view.changed", on=view, list=view.list_name)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: Actor) -> SavedView:
    """Put a view in the Corbeille."""
    view.put_in_trash()
    record(by=by, verb="view.removed", on=view, list=view.list_name)
    return view


@transaction.atomic
def restore_view(*, view: SavedView, by: Actor) -> SavedView:
    """Take it out again."""
    view.trashed_at = None
    view.save(update_fields=["trashed_at"])
    record(by=by, verb="view.restored", on=view, list=view.list_name)
    return view
