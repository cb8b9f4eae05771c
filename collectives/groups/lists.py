"""The list of démarches."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q

from collectives.groups.models import Phase, Process
from labo_ess.lists.page import Column, Empty, ListPage
from labo_ess.text.typography import plural

if TYPE_CHECKING:
    from labo_ess.accounts.roles import Anyone


def former_of(process: Process) -> str:
    """« Ancien titre : … »."""
    titles = process.former_title_list
    return f"{'Ancien titre' if len(titles) == 1 else 'Anciens titres'} : {', '.join(titles)}" if titles else ""


def phase_of(process: Any) -> str:
    """The phase under way."""
    return ", ".join(phase.title for phase in process.under_way)


PROCESSES = ListPage(
    name="processes",
    plural="démarches",
    singular="démarche",
    search="search_text",
    placeholder="Titre, ancien ou présent",
    order="sort_text",
    columns=[
        Column("titre", "Démarche", value="name", sort="sort_text", link=lambda process: process.get_absolute_url(), sub=former_of),
        Column("anciens_titres", "Anciens titres", value=lambda process: " | ".join(process.former_title_list), shown=False),
        Column("phase", "Phase en cours", value=phase_of),
        Column(
            "collectifs",
            "Collectifs",
            value=lambda process: plural(process.groups, "collectif", "collectifs") if process.groups else "",
            sort="groups",
            export="groups",
            numeric=True,
        ),
        Column("referents", "Référent·e·s", value=lambda process: ", ".join(user.name for user in process.referents.all())),
    ],
    filename="demarches",
    empty=Empty("Une démarche fait naître des chantiers et des collectifs ; elle a ses phases, ses structures porteuses, ses référent·e·s."),
)


def rows_of(user: "Anyone") -> Any:
    """Démarches that the person sees, with their phase under way and how many groups live in them."""
    return (
        Process.objects.visible_to(user)
        .annotate(groups=Count("collectives", filter=Q(collectives__trashed_at__isnull=True), distinct=True))
        .prefetch_related(Prefetch("phases", Phase.objects.filter(active=True), to_attr="under_way"), "referents")
    )
