"""What a synthesis registers with the ground: its Corbeille, and who opens its PDF."""

from typing import TYPE_CHECKING

from django.urls import reverse

from labo_ess.accounts.roles import can_read_house, is_team
from labo_ess.documents.models import Upload
from labo_ess.documents.registry import may_open
from labo_ess.revisions.trash import trashable
from reports.synthesis.models import Synthesis

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def _may_restore(user: "Anyone", synthesis: Synthesis) -> bool:
    return is_team(user)


trashable(Synthesis, "Synthèses", can_restore=_may_restore, address=lambda obj: reverse("reports:synthesis:compose", args=[obj.public_id]))


@may_open("synthesis")
def _pdf(upload: Upload, user: "Anyone") -> bool:
    """Whoever reads the house."""
    return can_read_house(user)
