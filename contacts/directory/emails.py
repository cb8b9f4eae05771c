"""Mails of the directory."""

from contacts.directory.models import Person
from labo_ess.links.models import SecretLink
from labo_ess.links.registry import door
from labo_ess.links.services import address
from labo_ess.outbox.mail import CauseGone, Mail
from labo_ess.outbox.models import OutboxEmail
from labo_ess.outbox.registry import message


@message("new_link", label="Nouveau lien demandé")
def new_link(row: OutboxEmail) -> Mail:
    """The living links of a person, made as the mail leaves: no address that opens is stored anywhere."""
    person: Person | None = row.to
    if person is None or person.is_trashed:
        raise CauseGone("La personne n’est plus dans le répertoire.")
    email = person.emails.filter(pk=row.params.get("address_id")).first()
    links = [
        {"label": door(link.kind).label, "target": link.target, "address": address(link)}  # type: ignore[union-attr]
        for link in SecretLink.objects.living().held_by(person).order_by("-created_at")
        if door(link.kind) is not None and link.target is not None
    ]
    if email is None or not links:
        raise CauseGone("La personne n’a plus de lien en cours.")
    return Mail(
        to=email.address,
        to_name=person.name,
        template="contacts/directory/emails/new_link",
        context={"person": person, "links": links},
    )
