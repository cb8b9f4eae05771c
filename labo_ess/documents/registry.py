"""Who may open which kind of file: the feature that owns the kind says it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from labo_ess.accounts.roles import is_team
from labo_ess.clock.discovery import import_everywhere
from labo_ess.documents.enums import IMPORT, LOGO

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone
    from labo_ess.documents.models import Upload

Right = Callable[["Upload", "Anyone"], bool]
_rights: dict[str, Right] = {}


def may_open(kind: str) -> Callable[[Right], Right]:
    """Register who opens files of a kind, in a feature's `permissions.py`: `@may_open("minutes") def _(upload, user)`."""

    def register(right: Right) -> Right:
        _rights[kind] = right
        return right

    return register


def opens(upload: "Upload", user: "Anyone") -> bool:
    """Whether `user` may open this file; a kind that nobody registered stays closed."""
    import_everywhere("permissions")
    right = _rights.get(upload.kind)
    return bool(right and right(upload, user))


@may_open(LOGO)
def _logo(upload: "Upload", user: "Anyone") -> bool:
    """Logos are on public pages."""
    return True


@may_open(IMPORT)
def _import(upload: "Upload", user: "Anyone") -> bool:
    """Lists of people are the team's."""
    return is_team(user)
