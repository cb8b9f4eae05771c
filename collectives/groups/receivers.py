"""What groups tell to the ground: the Corbeille knows them."""

from typing import Any

from collectives.groups.models import Collective, Process
from collectives.groups.services import restore_collective, restore_process
from labo_ess.accounts.roles import is_team
from labo_ess.audit.actors import Actor
from labo_ess.revisions.trash import trashable


def _may_restore(user: Any, obj: Any) -> bool:
    return is_team(user)


def _restore_collective(collective: Collective, by: Actor) -> Collective:
    return restore_collective(collective=collective, by=by)


def _restore_process(process: Process, by: Actor) -> Process:
    return restore_process(process=process, by=by)


trashable(Collective, "Collectifs", can_restore=_may_restore, restore=_restore_collective, address=lambda collective: collective.get_absolute_url())
trashable(Process, "Démarches", can_restore=_may_restore, restore=_restore_process, address=lambda process: process.get_absolute_url())
