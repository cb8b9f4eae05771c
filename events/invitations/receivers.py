"""Invitations follow registrations, which know nothing of them."""

from typing import Any

from django.dispatch import receiver

from events.invitations.services import follow_registration
from events.registration.models import Registration
from events.registration.signals import registration_moved
from labo_ess.audit.actors import Actor


@receiver(registration_moved, dispatch_uid="invitation_follows_registration")
def follow(sender: Any, registration: Registration, by: Actor, **_kwargs: Any) -> None:
    """In the transaction of the registration."""
    follow_registration(registration=registration, by=by)
