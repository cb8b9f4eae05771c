"""Who reads, writes and withdraws comments: whoever the feature that owns the object says."""

from typing import TYPE_CHECKING, Any

from contacts.comments.models import Comment
from contacts.comments.registry import Target
from contacts.comments.threads import is_theirs
from labo_ess.accounts.roles import is_team

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def can_see_thread(user: "Anyone", target: Target | None, obj: Any) -> bool:
    """Whoever sees the object; nobody when no feature answers for it."""
    return target is not None and obj is not None and target.can_see(user, obj)


def can_write_in(user: "Anyone", target: Target, obj: Any) -> bool:
    """Whoever may speak there."""
    return target.can_see(user, obj) and target.can_comment(user, obj)


def can_withdraw(user: "Anyone", comment: Comment) -> bool:
    """Its author, or the team."""
    return is_theirs(comment, user=user) or is_team(user)
