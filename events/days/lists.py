"""The list of days."""

from django.db.models import Q
from django.urls import reverse

from contacts.reference.models import Region
from events.days.enums import DayState
from events.days.models import Cycle
from labo_ess.lists import criteria
from labo_ess.lists.page import Column, Empty, ListPage, Status, Tab

_LIVE = Q(state__in=(DayState.DRAFT, DayState.PREPARING, DayState.OPEN, DayState.CLOSED))

DAYS = ListPage(
    name="days",
    plural="journées",
    singular="journée",
    search="search_text",
    placeholder="Nom, thème ou lieu",
    order=("-date", "pk"),
    columns=[
        Column("title", "Journée", sort="sort_text", link=lambda day: reverse("events:overview:day", args=[day.slug]), sub="headline"),
        Column("date", "Date", sort="date"),
        Column("place_name", "Lieu"),
        Column("cycle", "Cycle", value="cycle.name", sort="cycle__name"),
        Column("capacity", "Places", sort="capacity", numeric=True),
        Column("state", "État", value=lambda day: Status(day.state_tone, day.state_words), sort="state", export=lambda day: day.get_state_display()),
    ],
    tabs=[
        Tab("", "Toutes"),
        Tab("en-cours", "En cours", _LIVE),
        Tab("passees", "Passées", Q(state=DayState.PAST)),
        Tab("archivees", "Archivées", Q(state=DayState.ARCHIVED)),
    ],
    criteria=[
        criteria.related("cycle", "Cycle", "cycle", Cycle.objects.all, key="slug"),
        criteria.related("region", "Région", "region", Region.objects.all, key="code"),
    ],
    filename="journees",
    empty=Empty("Une journée se prépare avec une Région et une Cress : programme, invitations, inscriptions, synthèse. Aucune n’est encore créée."),
)
