"""Lists of persons made by hand or from a filter of the directory."""

from django.db import models
from django.urls import reverse

from contacts.segments.querysets import ContactListQuerySet
from labo_ess.db import PublicId, Timestamped, Trashable
from labo_ess.personal import NoPerson, Personal


class ContactList(PublicId, Timestamped, Trashable):
    """A named list, kept as it was made: later changes of the directory do not move it."""

    personal = NoPerson("le nom d’une liste ne dit rien d’une personne")

    name = models.CharField("nom", max_length=120)
    note = models.CharField("comment elle a été faite", max_length=300, blank=True)

    objects = ContactListQuerySet.as_manager()

    class Meta:
        verbose_name = "liste"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its members."""
        return reverse("contacts:segments:list", args=[self.public_id])


class ListMember(Timestamped):
    """A person on a list."""

    personal = Personal(
        person="person", purpose="préparer des invitations", basis="intérêt légitime", keep="tant que la liste sert", fields={}, merge="unique"
    )

    contact_list = models.ForeignKey("contacts.ContactList", models.CASCADE, related_name="members", verbose_name="liste")
    person = models.ForeignKey("contacts.Person", models.CASCADE, related_name="list_memberships", verbose_name="personne")

    class Meta:
        verbose_name = "personne de la liste"
        verbose_name_plural = "personnes de la liste"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["contact_list", "person"], name="list_member_once")]

    def __str__(self) -> str:
        return f"{self.person_id} sur {self.contact_list_id}"
