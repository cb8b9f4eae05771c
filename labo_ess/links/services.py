"""Making, ending and opening secret links."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from labo_ess.audit.actors import Actor
from labo_ess.audit.services import record
from labo_ess.db import get_for_update
from labo_ess.links.models import SecretLink
from labo_ess.links.tokens import is_genuine, make_token, read_id

_NOBODY = UUID(int=0)
_A_TOKEN = make_token(_NOBODY, 0)
"""Any token: addresses of links differ by it alone, and a crowd's are found among those of the house once."""


@transaction.atomic
def issue(*, kind: str, target: Any, holder: Any = None, expires_at: datetime | None = None, by: Actor) -> SecretLink:
    """The link of (kind, target, holder): the living one if there is one, else a new version of it, else a new row.

    A living link takes the new end date, so that moving a day moves the end of its links and keeps their addresses.
    """
    link = SecretLink.objects.of(kind, target, holder).first()
    if link is None:
        try:
            with transaction.atomic():
                link = SecretLink.objects.create(**_columns(kind, target, holder, expires_at))
        except IntegrityError:  # someone else made it between our two statements
            return SecretLink.objects.of(kind, target, holder).get()
        record(by=by, verb="link.issued", on=link, kind=kind)
        return link
    if not link.lives:
        return renew(link, expires_at=expires_at, by=by)
    if link.expires_at != expires_at:
        link.expires_at = expires_at
        link.save(update_fields=["expires_at", "updated_at"])
    return link


@transaction.atomic
def issue_many(*, kind: str, target: Any, holders: Sequence[Any], expires_at: datetime | None = None, by: Actor) -> dict[UUID, SecretLink]:
    """The links of many holders (all of one model) on one target, in a few statements: holder's public id → link."""
    if not holders:
        return {}
    rows = [SecretLink(**_columns(kind, target, holder, expires_at)) for holder in holders]
    before = SecretLink.objects.filter(kind=kind).to(target)
    before.dead().filter(holder_id__in=[row.holder_id for row in rows]).update(version=F("version") + 1, revoked_at=None, updated_at=timezone.now())
    SecretLink.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    found: dict[UUID, SecretLink] = {}
    for start in range(0, len(rows), 500):
        mine = before.filter(holder_type=rows[0].holder_type, holder_id__in=[row.holder_id for row in rows[start : start + 500]])
        mine.exclude(expires_at=expires_at).update(expires_at=expires_at)
        found.update({link.holder_id: link for link in mine})
    record(by=by, verb="link.issued_many", on=target, kind=kind, count=len(found))
    return found


def issue_each(*, kind: str, target: Any, holders: Sequence[Any], expires_at: datetime | None = None, by: Actor) -> dict[UUID, SecretLink]:
    """`issue_many` for when most have their living link already, as when a mailing leaves: one query when all have."""
    if not holders:
        return {}
    holder_type = ContentType.objects.get_for_model(holders[0])
    mine = SecretLink.objects.filter(kind=kind, holder_type=holder_type, holder_id__in=[holder.public_id for holder in holders]).to(target)
    found = {link.holder_id: link for link in mine if link.lives and link.expires_at == expires_at}
    others = [holder for holder in holders if holder.public_id not in found]
    return found | issue_many(kind=kind, target=target, holders=others, expires_at=expires_at, by=by)


@transaction.atomic
def renew(link: SecretLink, *, expires_at: datetime | None = None, by: Actor) -> SecretLink:
    """A new version of the link: the address sent before opens nothing from now on."""
    locked: SecretLink = get_for_update(SecretLink.objects.all(), pk=link.pk)
    locked.version += 1
    locked.revoked_at = None
    locked.expires_at = expires_at
    locked.save(update_fields=["version", "revoked_at", "expires_at", "updated_at"])
    record(by=by, verb="link.renewed", on=locked, kind=locked.kind)
    return locked


@transaction.atomic
def revoke(link: SecretLink, *, by: Actor) -> SecretLink:
    """The link opens nothing from now on; doing it twice changes nothing."""
    locked: SecretLink = get_for_update(SecretLink.objects.all(), pk=link.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at", "updated_at"])
        record(by=by, verb="link.revoked", on=locked, kind=locked.kind)
    return locked


@transaction.atomic
def revoke_all(*, target: Any, by: Actor) -> int:
    """End every living link to an object (a day that is archived); the number ended."""
    ended = SecretLink.objects.to(target).living().update(revoked_at=timezone.now(), updated_at=timezone.now())
    record(by=by, verb="link.revoked_all", on=target, count=ended)
    return ended


def path(link: SecretLink, verb: str = "") -> str:
    """The path of the link on this site."""
    return _around(verb).replace(_A_TOKEN, make_token(link.public_id, link.version))


@lru_cache(maxsize=64)
def _around(verb: str) -> str:
    return reverse("links:verb", args=[_A_TOKEN, verb]) if verb else reverse("links:open", args=[_A_TOKEN])


def address(link: SecretLink, verb: str = "") -> str:
    """The absolute address, always on the configured site. Made when it is needed; store it nowhere."""
    return f"{settings.SITE_URL}{path(link, verb)}"


def opened(token: str) -> SecretLink | None:
    """The living link of a token; None for all that opens nothing, in the same time and with the same single query."""
    claimed = read_id(token)
    if claimed is None:
        return None
    link = SecretLink.objects.order_by().filter(public_id=claimed).first()
    genuine = is_genuine(token, claimed if link else _NOBODY, link.version if link else 0)
    return link if link is not None and genuine and link.lives else None


def _columns(kind: str, target: Any, holder: Any, expires_at: datetime | None) -> dict[str, Any]:
    types = ContentType.objects
    return {
        "kind": kind,
        "target_type": types.get_for_model(target),
        "target_id": target.public_id,
        "holder_type": None if holder is None else types.get_for_model(holder),
        "holder_id": None if holder is None else holder.public_id,
        "expires_at": expires_at,
    }
