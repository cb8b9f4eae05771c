"""What falls due around mailings."""

from contacts.mailings.enums import MailingState
from contacts.mailings.models import Mailing
from contacts.mailings.services import finish
from labo_ess.audit.actors import Actor
from labo_ess.clock.registry import sweep


@sweep("mailings_finished", every=60)
def note_finished() -> int:
    """Mailings of which nothing waits any more are over."""
    return sum(finish(mailing=mailing, by=Actor.system("outbox")) for mailing in Mailing.objects.filter(state=MailingState.SENDING))
