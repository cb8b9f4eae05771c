"""What actions tell to the ground and to comments: who speaks on them, and where they come back from the Corbeille."""

from typing import Any

from django.urls import reverse

from collectives.actions.models import Action
from collectives.actions.permissions import can_edit_action, can_see_action
from collectives.actions.services import restore_action
from collectives.groups.permissions import can_edit_collective
from contacts.comments import registry as comments
from labo_ess.audit.actors import Actor
from labo_ess.revisions.trash import trashable


def _address(action: Action) -> str:
    return reverse("collectives:actions:action", args=[action.collective.slug, action.public_id])


def _restore(action: Action, by: Actor) -> Action:
    return restore_action(action=action, by=by)


def _may_restore(user: Any, action: Action) -> bool:
    return can_edit_collective(user, action.collective)


comments.target(Action, can_see_action, can_edit_action, address=_address)
trashable(Action, "Actions", can_restore=_may_restore, restore=_restore, address=_address)
