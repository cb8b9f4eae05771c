"""To whom the house may write, and why not."""

from django.db import models
from django.db.models.functions import Lower

from contacts.consent.enums import Purpose, SubscriptionState
from contacts.consent.querysets import SubscriptionQuerySet
from labo_ess.db import PublicId, Timestamped
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


class Subscription(PublicId, Timestamped):
    """What someone typed on « S’abonner »: nothing of the directory before the link of the mail is opened and confirmed, and forgotten otherwise."""

    personal = Personal(
        person="person",
        purpose="envoyer à qui l’a demandé la lettre d’information, et en garder la preuve",
        basis="consentement",
        keep="sept jours sans confirmation, cinq ans après la fin de l’abonnement",
        fields={"address": "équipe", "first_name": "équipe", "last_name": "équipe", "wording": "équipe"},
        merge="move",
    )

    person = models.ForeignKey("contacts.Person", models.CASCADE, null=True, blank=True, related_name="subscriptions", verbose_name="personne")
    purpose = models.CharField("finalité", max_length=40, choices=Purpose.choices, default=Purpose.NEWSLETTER)
    address = models.EmailField("adresse électronique")
    first_name = models.CharField("prénom", max_length=120, blank=True)
    last_name = models.CharField("nom", max_length=120)
    wording = models.TextField("texte présenté")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’abonnement"
        verbose_name_plural = "demandes d’abonnement"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint("purpose", Lower("address"), name="subscription_once_per_address")]

    def __str__(self) -> str:
        return f"abonnement du {self.created_at:%d/%m/%Y}"

    @property
    def name(self) -> str:
        """« Prénom Nom », as it was typed."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def state(self) -> str:
        """The last word of the person decides, whoever wrote it down."""
        if self.confirmed_at is None or self.person is None or self.person.is_trashed:
            return SubscriptionState.PENDING
        last = self.person.consents.filter(purpose=self.purpose).first()
        return SubscriptionState.CONFIRMED if last is not None and last.given else SubscriptionState.LEFT
