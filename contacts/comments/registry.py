"""What can be commented. The feature that owns an object says who sees it and who may speak; comments ask it each time.

from contacts.comments import registry as comments

comments.target(Action, can_see_action, can_comment_action, address=lambda action: …)   # in the feature's `receivers.py`
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from labo_ess.clock.discovery import import_everywhere

Right = Callable[[Any, Any], bool]
"""`right(user, obj)`."""


@dataclass(frozen=True)
class Target:
    """A kind of object that has threads."""

    model: type[models.Model]
    can_see: Right
    can_comment: Right
    address: Callable[[Any], str] | None = None

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return key_of(self.model)

    def find(self, public_id: UUID) -> Any:
        """The object, None when it is gone."""
        return self.model._base_manager.filter(public_id=public_id).first()

    def address_of(self, obj: Any) -> str:
        """The page where its thread is read."""
        return self.address(obj) if self.address else obj.get_absolute_url()


_targets: dict[str, Target] = {}


def target(model: type[models.Model], can_see: Right, can_comment: Right, address: Callable[[Any], str] | None = None) -> Target:
    """Let objects of this model have threads."""
    found = Target(model, can_see, can_comment, address)
    _targets[found.key] = found
    return found


def key_of(model: type[models.Model] | models.Model) -> str:
    """« collectives-action »."""
    return model._meta.label_lower.replace(".", "-")


def target_of(key: str) -> Target | None:
    """The kind of an address; None when nobody registered it: a thread without a keeper stays closed."""
    import_everywhere("receivers")
    return _targets.get(key)
