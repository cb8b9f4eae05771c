"""What the journal says of links, and how it names those who act through one."""

from labo_ess.audit.models import AuditEntry
from labo_ess.audit.names import names_actors
from labo_ess.audit.sentences import sentence
from labo_ess.links.models import SecretLink
from labo_ess.links.registry import label
from labo_ess.text.typography import plural, typo_fr


@sentence("link.issued", icon="link")
def _issued(entry: AuditEntry) -> str:
    return typo_fr(f"a créé le lien « {label(entry.details['kind'])} »")


@sentence("link.issued_many", icon="link")
def _issued_many(entry: AuditEntry) -> str:
    number = plural(entry.details["count"], "lien", "liens")
    return typo_fr(f"a préparé {number} « {label(entry.details['kind'])} »")


@sentence("link.renewed", icon="link")
def _renewed(entry: AuditEntry) -> str:
    return typo_fr(f"a remplacé le lien « {label(entry.details['kind'])} »")


@sentence("link.revoked", icon="x")
def _revoked(entry: AuditEntry) -> str:
    return typo_fr(f"a désactivé le lien « {label(entry.details['kind'])} »")


@sentence("link.revoked_all", icon="x")
def _revoked_all(entry: AuditEntry) -> str:
    return typo_fr(f"a désactivé {plural(entry.details['count'], 'lien', 'liens')}")


@names_actors("link")
def _holders(ids: set[str]) -> dict[str, str]:
    links = list(SecretLink.objects.filter(public_id__in=ids).select_related("holder_type"))
    wanted: dict[object, set[object]] = {}
    for link in links:
        if link.holder_type is not None:
            wanted.setdefault(link.holder_type, set()).add(link.holder_id)
    names: dict[tuple[object, object], str] = {}
    for content_type, holders in wanted.items():
        model = content_type.model_class()  # type: ignore[attr-defined]
        for holder in model._base_manager.filter(public_id__in=holders) if model else ():
            names[(content_type, holder.public_id)] = str(holder)
    return {str(link.public_id): names.get((link.holder_type, link.holder_id), label(link.kind)) for link in links}
