"""To whom the house may write, and why not."""

from django.db import models

from labo_ess.db import Timestamped
from labo_ess.personal import NoPerson, Personal


class Suppression(Timestamped):
    """A keyed hash of an address that asked not to be written to: nothing readable stays, and no import brings it back."""

    personal = NoPerson("seule une empreinte à clé de l’adresse est gardée")

    address_hash = models.CharField("empreinte", max_length=64, unique=True)
    reason = models.CharField("origine", max_length=40)

    class Meta:
        verbose_name = "opposition"

    def __str__(self) -> str:
        return f"opposition du {self.created_at:%d/%m/%Y}"


class Consent(Timestamped):
    """A yes or a no of a person for one purpose, with its date, its wording and where it was given."""

    personal = Personal(
        person="person",
        purpose="prouver l’accord donné ou retiré",
        basis="obligation légale",
        keep="cinq ans après le retrait",
        fields={"given": "équipe", "wording": "équipe", "source": "équipe"},
        plain=("purpose",),
        merge="move",
    )

    person = models.ForeignKey("contacts.Person", models.CASCADE, related_name="consents", verbose_name="personne")
    purpose = models.CharField("finalité", max_length=40)
    given = models.BooleanField("accord")
    wording = models.TextField("texte présenté")
    source = models.CharField("recueilli par", max_length=120)

    class Meta:
        verbose_name = "accord"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "purpose"])]

    def __str__(self) -> str:
        return f"{self.purpose} : {'oui' if self.given else 'non'}"
