"""Meetings of a group: agenda, answers and presences per member, decisions, minutes and their approval."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from collectives.meetings.enums import Answer, DecisionState, MeetingState, MinutesState, Presence
from collectives.meetings.querysets import DecisionQuerySet, MeetingQuerySet
from labo_ess.db import PublicId, SearchText, Timestamped, Trashable
from labo_ess.personal import NoPerson, Personal
from labo_ess.revisions.models import Locked

MEMBERS = "membres du collectif, équipe, lecture"


class Meeting(PublicId, Timestamped, Trashable, Locked):
    """A meeting. `sequence` grows when it moves, so that the event moves in calendars; its uid is its public id."""

    personal = Personal(
        person="facilitator",
        purpose="convoquer et tenir les réunions",
        basis="intérêt légitime",
        keep="durée du collectif, puis archive du Labo",
        plain=("title", "place", "link", "introduction", "comment_until"),
        merge="move",
    )

    collective = models.ForeignKey("collectives.Collective", models.PROTECT, related_name="meetings", verbose_name="collectif")
    title = models.CharField("titre", max_length=200)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=300, blank=True)
    link = models.URLField("visioconférence", max_length=300, blank=True)
    introduction = models.TextField("mot de convocation", blank=True, validators=[MaxLengthValidator(5000)])
    state = models.CharField("état", max_length=10, choices=MeetingState.choices, default=MeetingState.DRAFT, editable=False)
    minutes_state = models.CharField("compte rendu", max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT, editable=False)
    comment_until = models.DateField("relecture jusqu’au", null=True, blank=True)
    facilitator = models.ForeignKey("contacts.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="animateur·rice")
    secretary = models.ForeignKey("contacts.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="secrétaire de séance")
    sequence = models.PositiveIntegerField("version de l’évènement d’agenda", default=0, editable=False)
    convened_at = models.DateTimeField("convoquée le", null=True, blank=True, editable=False)
    minutes_number = models.PositiveIntegerField("révision du compte rendu", default=0, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_hours_in_order",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="La réunion finit avant d’avoir commencé.",
            )
        ]
        indexes = [models.Index(fields=["collective", "starts_at"])]

    def __str__(self) -> str:
        return self.title


class AgendaItem(PublicId, Timestamped):
    """A point of the agenda: minutes planned, who presents, and its Note."""

    personal = Personal(
        person="presenter",
        purpose="préparer l’ordre du jour",
        basis="intérêt légitime",
        keep="durée du collectif, puis archive du Labo",
        plain=("title",),
        merge="move",
    )

    meeting = models.ForeignKey("collectives.Meeting", models.CASCADE, related_name="agenda", verbose_name="réunion")
    title = models.CharField("point", max_length=200)
    minutes = models.PositiveSmallIntegerField("durée (min)", null=True, blank=True)
    presenter = models.ForeignKey("contacts.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="présenté par")
    position = models.PositiveSmallIntegerField("ordre", default=0)
    note = models.OneToOneField("collectives.Note", models.PROTECT, null=True, blank=True, related_name="agenda_item", verbose_name="note")
    actions = models.ManyToManyField("collectives.Action", blank=True, related_name="agenda_items", verbose_name="actions")

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Attendance(PublicId, Timestamped):
    """A member at a meeting: what was answered, and who was really there for the seat.

    `present` is the person in the room (the member, its titulaire or its suppléant·e, or someone « pour le compte de »); a pouvoir names
    the attendance that carries it. Counting per seat is made from these rows alone (collectives.meetings.quorum).
    """

    personal = Personal(
        person="present",
        purpose="savoir qui était là, et pour qui",
        basis="intérêt légitime, obligation statutaire",
        keep="durée du collectif, puis archive du Labo",
        fields={"answer": MEMBERS, "presence": MEMBERS, "answer_note": MEMBERS},
        merge="move",
    )

    meeting = models.ForeignKey("collectives.Meeting", models.CASCADE, related_name="attendances", verbose_name="réunion")
    membership = models.ForeignKey("collectives.Membership", models.PROTECT, related_name="attendances", verbose_name="membre")
    answer = models.CharField("réponse", max_length=6, choices=Answer.choices, default=Answer.NONE)
    answered_by = models.ForeignKey("contacts.Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="réponse de")
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answer_note = models.CharField("mot de la réponse", max_length=300, blank=True)
    proxy_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="proxies", verbose_name="pouvoir à")
    presence = models.CharField("présence", max_length=12, choices=Presence.choices, default=Presence.UNKNOWN)
    present = models.ForeignKey(
        "contacts.Person", models.SET_NULL, null=True, blank=True, related_name="presences", verbose_name="présent·e pour ce siège"
    )

    class Meta:
        verbose_name = "présence à une réunion"
        verbose_name_plural = "présences à une réunion"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_no_proxy_to_itself",
                condition=Q(proxy_to__isnull=True) | ~Q(proxy_to=F("id")),
                violation_error_message="Un siège ne se donne pas pouvoir à lui-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} à {self.meeting_id}"


class SeatAnswer(PublicId, Timestamped):
    """What one holder of a seat answered. Titulaire and suppléant·e may both answer; the seat's own answer is made from theirs,
    in an order that does not depend on who was first (collectives.meetings.answers).
    """

    personal = Personal(
        person="person",
        purpose="savoir qui vient, et pour qui",
        basis="intérêt légitime",
        keep="durée du collectif, puis archive du Labo",
        fields={"answer": MEMBERS, "note": MEMBERS},
        merge="unique",
    )

    attendance = models.ForeignKey("collectives.Attendance", models.CASCADE, related_name="answers", verbose_name="présence")
    person = models.ForeignKey("contacts.Person", models.CASCADE, related_name="meeting_answers", verbose_name="réponse de")
    answer = models.CharField("réponse", max_length=6, choices=Answer.choices)
    proxy_to = models.ForeignKey("collectives.Attendance", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="pouvoir à")
    note = models.CharField("mot de la réponse", max_length=300, blank=True)

    class Meta:
        verbose_name = "réponse à une convocation"
        verbose_name_plural = "réponses à une convocation"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["attendance", "person"], name="seat_answer_once")]

    def __str__(self) -> str:
        return f"{self.person_id} : {self.answer}"


class Decision(PublicId, Timestamped, SearchText):
    """A decision of a group, found across all groups; the actions it gave birth to keep the link."""

    personal = NoPerson("une décision est celle d’un groupe")

    collective = models.ForeignKey("collectives.Collective", models.PROTECT, related_name="decisions", verbose_name="collectif")
    meeting = models.ForeignKey("collectives.Meeting", models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name="réunion")
    item = models.ForeignKey("collectives.AgendaItem", models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name="point")
    text = models.TextField("décision", validators=[MaxLengthValidator(2000)])
    state = models.CharField("état", max_length=12, choices=DecisionState.choices, default=DecisionState.MADE, editable=False)
    decided_on = models.DateField("prise le")
    review_on = models.DateField("à revoir le", null=True, blank=True)
    actions = models.ManyToManyField("collectives.Action", blank=True, related_name="decisions", verbose_name="actions")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]

    def search_parts(self) -> tuple[str | None, ...]:
        return (self.text,)


class Approval(PublicId):
    """One frozen state of the minutes: number 1 when they were approved, then one for each correction, with its author and why."""

    personal = NoPerson("l’approbation fige des révisions ; qui l’a faite est au journal")

    meeting = models.ForeignKey("collectives.Meeting", models.CASCADE, related_name="approvals", verbose_name="réunion")
    number = models.PositiveIntegerField("numéro")
    approved_at = models.DateTimeField("le", auto_now_add=True)
    by_kind = models.CharField("par (nature)", max_length=10)
    by_id = models.CharField("par", max_length=40)
    why = models.CharField("raison", max_length=300, blank=True)
    revisions = models.ManyToManyField("collectives.NoteRevision", blank=True, related_name="approvals", verbose_name="révisions figées")
    pdf = models.ForeignKey("documents.Upload", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="PDF", editable=False)

    class Meta:
        verbose_name = "approbation de compte rendu"
        verbose_name_plural = "approbations de comptes rendus"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="approval_once")]

    def __str__(self) -> str:
        return f"révision {self.number}"
