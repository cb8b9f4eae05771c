"""What falls due around invitations."""

from events.days.models import Day
from events.invitations.enums import InvitationState
from events.invitations.models import Invitation
from events.invitations.services import note_sent
from labo_ess.audit.actors import Actor
from labo_ess.clock.registry import sweep


@sweep("invitations_sent", every=60)
def follow_mails() -> int:
    """An invitation is sent once its mail has left, not when somebody pressed the button."""
    waiting = Invitation.objects.filter(state=InvitationState.PREPARED, mailing__isnull=False).values("day")
    return sum(note_sent(day=day, by=Actor.system("outbox")) for day in Day.objects.filter(pk__in=waiting))
