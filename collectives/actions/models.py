"""The one task object: a card of a board, an action of a meeting, a line of a retro-planning, at once."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from collectives.actions.enums import ActionState
from collectives.actions.querysets import ActionQuerySet
from labo_ess.db import PublicId, SearchText, Timestamped, Trashable
from labo_ess.personal import NoPerson, Personal
from labo_ess.revisions.models import Locked

READERS = "membres du collectif, équipe, lecture"


class Board(PublicId, Timestamped):
    """A board of a group. With an anchor date it is a retro-planning: dates in J−n follow the anchor."""

    personal = NoPerson("un tableau range des actions")

    collective = models.ForeignKey("collectives.Collective", models.CASCADE, related_name="boards", verbose_name="collectif")
    title = models.CharField("titre", max_length=120)
    anchor_date = models.DateField("date d’ancrage", null=True, blank=True)
    follows_day = models.BooleanField("suit la date de la journée", default=False)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "tableau"
        verbose_name_plural = "tableaux"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Column(PublicId):
    """A column of a board; entering the one that closes marks the action done."""

    personal = NoPerson("une colonne range des actions")

    board = models.ForeignKey("collectives.Board", models.CASCADE, related_name="columns", verbose_name="tableau")
    title = models.CharField("titre", max_length=80)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    closes = models.BooleanField("termine l’action", default=False)

    class Meta:
        verbose_name = "colonne"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Label(PublicId):
    """A word with a colour of the house (1 to 8), for the cards of a board."""

    personal = NoPerson("une étiquette range des actions")

    board = models.ForeignKey("collectives.Board", models.CASCADE, related_name="labels", verbose_name="tableau")
    name = models.CharField("nom", max_length=40)
    series = models.PositiveSmallIntegerField("couleur", default=1)

    class Meta:
        verbose_name = "étiquette"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["board", "name"], name="label_once")]

    def __str__(self) -> str:
        return self.name


class Action(PublicId, Timestamped, Trashable, SearchText, Locked):
    """Something to do: who, what, when. `offset_days` is its J±n on a retro-planning; pinned by hand, its date no longer moves.

    What gave birth to it keeps the link; the action keeps a label and an address.
    """

    personal = Personal(
        person="owner",
        purpose="suivre ce que chacun·e s’est engagé·e à faire",
        basis="intérêt légitime",
        keep="durée du collectif, puis archive du Labo",
        fields={"title": READERS, "description": READERS, "due_on": READERS},
        plain=("origin_label", "origin_address", "born_on"),
        merge="move",
    )

    collective = models.ForeignKey("collectives.Collective", models.CASCADE, related_name="actions", verbose_name="collectif")
    board = models.ForeignKey("collectives.Board", models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name="tableau")
    column = models.ForeignKey("collectives.Column", models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name="colonne")
    labels = models.ManyToManyField("collectives.Label", blank=True, related_name="actions", verbose_name="étiquettes")
    title = models.CharField("quoi", max_length=250)
    description = models.TextField("précisions", blank=True, validators=[MaxLengthValidator(10000)])
    state = models.CharField("état", max_length=8, choices=ActionState.choices, default=ActionState.OPEN, editable=False)
    owner = models.ForeignKey("contacts.Person", models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name="qui")
    due_on = models.DateField("échéance", null=True, blank=True)
    offset_days = models.SmallIntegerField("jours après l’ancrage", null=True, blank=True, help_text="−14 : J−14.")
    pinned = models.BooleanField("date fixée à la main", default=False)
    born_on = models.DateField("née le", editable=False)
    position = models.PositiveIntegerField("ordre", default=0)
    origin_label = models.CharField("née de", max_length=250, blank=True, editable=False)
    origin_address = models.CharField("adresse d’origine", max_length=250, blank=True, editable=False)
    closed_at = models.DateTimeField("close le", null=True, blank=True, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["collective", "state", "due_on"]), models.Index(fields=["owner", "state"])]
        constraints = [
            models.CheckConstraint(
                name="action_due_after_birth",
                condition=Q(due_on__isnull=True) | Q(offset_days__isnull=False) | Q(due_on__gte=models.F("born_on")),
                violation_error_message="L’échéance précède la naissance de l’action.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.title, self.description)


class ChecklistItem(PublicId):
    """A line to tick inside an action."""

    personal = NoPerson("une case à cocher décrit un travail")

    action = models.ForeignKey("collectives.Action", models.CASCADE, related_name="checklist", verbose_name="action")
    text = models.CharField("à faire", max_length=250)
    done = models.BooleanField("fait", default=False)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "case à cocher"
        verbose_name_plural = "cases à cocher"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class PlanningModel(PublicId, Timestamped):
    """A retro-planning to be applied to a board: lines in J±n."""

    personal = NoPerson("un modèle décrit un calendrier")

    name = models.CharField("nom", max_length=120, unique=True)

    class Meta:
        verbose_name = "modèle de rétroplanning"
        verbose_name_plural = "modèles de rétroplanning"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlanningLine(models.Model):
    """A line of a model: what, and how many days from the anchor (negative before)."""

    personal = NoPerson("une ligne de modèle décrit un travail")

    model = models.ForeignKey("collectives.PlanningModel", models.CASCADE, related_name="lines", verbose_name="modèle")
    title = models.CharField("quoi", max_length=250)
    offset_days = models.SmallIntegerField("jours après l’ancrage")

    class Meta:
        verbose_name = "ligne de rétroplanning"
        verbose_name_plural = "lignes de rétroplanning"
        ordering = ["offset_days", "pk"]

    def __str__(self) -> str:
        return self.title
