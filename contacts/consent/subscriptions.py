"""« S’abonner », in two steps: someone types an address, and whoever reads its mail says yes. Only the second one counts."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from contacts.consent.emails import subscription_link
from contacts.consent.enums import Purpose, SubscriptionState
from contacts.consent.exceptions import SubscriptionRefused
from contacts.consent.models import Subscription
from contacts.consent.services import give_consent, withdraw_consent
from contacts.consent.silence import is_silent
from contacts.directory import services as directory
from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.services import queue

WORDING = "Je souhaite recevoir la lettre d’information du Labo de l’ESS."
SOURCE = "page « S’abonner », confirmé par courriel"
MINUTES_BETWEEN = 2


@transaction.atomic
def ask(*, address: str, last_name: str, first_name: str = "", purpose: str = Purpose.NEWSLETTER, by: Actor) -> OutboxEmail | None:
    """Queue the mail that lets the owner of the address confirm; nothing of the directory changes, and who asked for silence hears nothing.

    The same form twice, or two tabs, within two minutes make one mail.
    """
    if is_silent(address):
        return None
    row = _row(address, last_name, first_name, purpose)
    if row.state != SubscriptionState.CONFIRMED:
        row.first_name, row.last_name, row.wording = first_name, last_name, WORDING
        row.person, row.confirmed_at = None, None
        row.save()
        subscription_link(row, by=by)
    slot = int(timezone.now().timestamp() // (60 * MINUTES_BETWEEN))
    record(by=by, verb="subscription.asked", on=row, purpose=purpose)
    return queue("subscription_asked", key=f"subscription_asked:{row.public_id}:{slot}", about=row)


def _row(address: str, last_name: str, first_name: str, purpose: str) -> Subscription:
    """The row of this address, held; made when there is none."""
    same = Subscription.objects.with_address(address).filter(purpose=purpose)
    found = same.first()
    if found is None:
        try:
            with transaction.atomic():
                return Subscription.objects.create(address=address, last_name=last_name, first_name=first_name, purpose=purpose, wording=WORDING)
        except IntegrityError:  # someone else asked between our two statements
            found = same.get()
    held: Subscription = get_for_update(Subscription.objects.all(), pk=found.pk)
    return held


@transaction.atomic
def confirm(*, subscription: Subscription, by: Actor) -> Subscription:
    """The owner of the address says yes: the consent is noted, on the fiche of this name and address or on a new one. Twice is once."""
    row: Subscription = get_for_update(Subscription.objects.all(), pk=subscription.pk)
    if row.state == SubscriptionState.CONFIRMED:
        return row
    if is_silent(row.address):
        raise SubscriptionRefused
    if row.person is None or row.person.is_trashed:
        row.person = directory.find_or_create_person(
            last_name=row.last_name, first_name=row.first_name, email=row.address, source="page « S’abonner »", to_compare=True, by=by
        )
    row.confirmed_at = timezone.now()
    row.save()
    give_consent(person=row.person, purpose=row.purpose, wording=row.wording, source=SOURCE, by=by)
    directory.note_act(row.person)
    subscription_link(row, by=by)  # from now on it is the way out, and has no end
    queue("subscription_confirmed", key=f"subscription_confirmed:{row.public_id}:{int(row.confirmed_at.timestamp())}", about=row)
    return row


@transaction.atomic
def leave(*, subscription: Subscription, by: Actor) -> Subscription:
    """As easy as coming: the same link, one button. What was agreed until then stays as a proof."""
    row: Subscription = get_for_update(Subscription.objects.all(), pk=subscription.pk)
    if row.state == SubscriptionState.CONFIRMED and row.person is not None:
        withdraw_consent(person=row.person, purpose=row.purpose, source="lien de désabonnement", by=by)
        directory.note_act(row.person)
    return row
