"""Mails of « S’abonner », written when they leave: an address that is subscribed by then is told so."""

from datetime import timedelta

from django.utils import timezone

from contacts.consent.enums import SubscriptionState
from contacts.consent.models import Subscription
from contacts.consent.silence import is_silent
from labo_ess.audit.actors import Actor
from labo_ess.links.models import SecretLink
from labo_ess.links.services import address, issue
from labo_ess.outbox.mail import CauseGone, Mail
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import message

LINK_KIND = "subscription"
PENDING_FOR = timedelta(days=7)
FOLDER = "contacts/consent/emails/"


def subscription_link(row: Subscription, *, by: Actor) -> SecretLink:
    """The one link of a subscription: to confirm it within a week, then to leave whenever one likes."""
    ends = None if row.confirmed_at else timezone.now() + PENDING_FOR
    return issue(kind=LINK_KIND, target=row, expires_at=ends, by=by)


@message("subscription_asked", label="Demande d’abonnement")
def subscription_asked(row: OutboxEmail) -> Mail:
    """The link that confirms; or, to whoever is subscribed already, the one that leaves."""
    subscription = _current(row)
    known = subscription.state == SubscriptionState.CONFIRMED
    return _write(subscription, "subscription_known" if known else "subscription_asked")


@message("subscription_confirmed", label="Abonnement confirmé")
def subscription_confirmed(row: OutboxEmail) -> Mail:
    """What was agreed, and the way out, to be kept."""
    subscription = _current(row)
    if subscription.state != SubscriptionState.CONFIRMED:
        raise CauseGone("l’abonnement a été arrêté depuis")
    return _write(subscription, "subscription_confirmed")


def _current(row: OutboxEmail) -> Subscription:
    subscription: Subscription | None = row.about
    if subscription is None:
        raise CauseGone("la demande d’abonnement n’existe plus")
    if is_silent(subscription.address):
        raise CauseGone("cette adresse ne souhaite plus être contactée")
    return subscription


def _write(subscription: Subscription, name: str) -> Mail:
    link = address(subscription_link(subscription, by=Actor.system("outbox")))
    context = {"subscription": subscription, "link": link, "days": PENDING_FOR.days}
    return Mail(to=subscription.address, to_name=subscription.name, template=f"{FOLDER}{name}", context=context)
