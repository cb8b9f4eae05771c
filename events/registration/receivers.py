"""What registrations do when the programme changes below them."""

from typing import Any

from django.dispatch import receiver

from events.programme.models import Session
from events.programme.signals import capacity_changed
from events.registration.places import count_ateliers


@receiver(capacity_changed, dispatch_uid="registration_follows_capacity")
def follow_capacity(sender: Any, session: Session, **_kwargs: Any) -> None:
    """« Complet » follows the places of the atelier; nobody is moved up by itself: the team does it by hand."""
    count_ateliers([session]).write_full(session.day)
