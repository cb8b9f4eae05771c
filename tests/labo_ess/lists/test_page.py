"""The contract of every list, on the smallest model of the ground."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django_htmx.middleware import HtmxDetails

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.audit.models import AuditEntry
from labo_ess.audit.sentences import sentence_of
from labo_ess.choices.models import Choice
from labo_ess.lists import additions, criteria
from labo_ess.lists.page import LISTS, BulkAction, Column, Empty, ListPage, Status, Tab

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def words() -> Iterator[ListPage]:
    """A list of words, one of them retired."""
    Choice.objects.filter(list="essai").delete()
    for place, (code, label) in enumerate([("un", "Été & automne"), ("deux", "=1+1"), ("trois", "Hiver")]):
        Choice.objects.create(list="essai", code=code, label=label, position=place, active=code != "trois")
    page = ListPage(
        name="words",
        plural="mots",
        key="code",
        search="code",
        order="position",
        columns=[
            Column("label", "Mot", sort="label", link=lambda word: f"/mots/{word.code}/"),
            Column("position", "Ordre", sort="position"),
            Column("state", "État", value=lambda word: Status("ok", "Proposé") if word.active else Status("", "Retiré")),
        ],
        tabs=[Tab("", "Tous"), Tab("retires", "Retirés", Q(active=False))],
        criteria=[criteria.one_of("code", "Code", "code", [("un", "Un"), ("deux", "Deux"), ("trois", "Trois")])],
        bulk=[BulkAction("retirer", "Retirer les mots", "lists:views", allowed=lambda user: True)],
        empty=Empty("Les mots de la maison apparaissent ici.", ("Ajouter un mot", "/mots/nouveau/"), ("Importer des mots", "/mots/importer/")),
    )
    yield page
    LISTS.pop("words")


def ask(page: ListPage, query: str = "", *, htmx: bool = False, user: User | None = None, **options: object) -> HttpResponse:
    request = _request(f"/bureau/mots/?{query}", htmx)
    request.user = user or request.user
    return page.respond(request, Choice.objects.filter(list="essai"), **options)


def _request(address: str, htmx: bool) -> HttpRequest:
    request = RequestFactory(headers={"HX-Request": "true"} if htmx else {}).get(address)
    request.user, request.htmx = AnonymousUser(), None
    request.htmx = HtmxDetails(request)
    return request


def codes(page: ListPage, query: str) -> list[str]:
    return [word.code for word in page.read(QueryDict(query), Choice.objects.filter(list="essai")).rows()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["un", "deux", "trois"]),
        ("q=tro", ["trois"]),
        ("etat=retires", ["trois"]),
        ("code=un&code=trois", ["un", "trois"]),
        ("tri=-position", ["trois", "deux", "un"]),
        ("tri=label", ["deux", "trois", "un"]),
        ("code=", ["un", "deux", "trois"]),
    ],
)
def test_the_address_says_which_rows(words: ListPage, query: str, found: list[str]) -> None:
    assert codes(words, query) == found


@pytest.mark.parametrize(
    "query", ["couleur=bleu", "code=quatre", "etat=perdu", "tri=couleur", "page=zero", "page=-1", f"q={'x' * 300}", "selection_=1"]
)
def test_what_means_nothing_is_refused(words: ListPage, query: str) -> None:
    answer = ask(words, query)
    assert answer.status_code == 400
    assert "Aucune ligne n’est montrée" in answer.content.decode()
    assert "Hiver" not in answer.content.decode()


def test_an_unknown_format_is_refused_and_a_stranger_exports_nothing(words: ListPage) -> None:
    from django.core.exceptions import PermissionDenied

    assert ask(words, "format=pdf", can_export=True).status_code == 400
    with pytest.raises(PermissionDenied):
        ask(words, "format=csv")


def test_exports_hold_the_rows_of_the_page(words: ListPage, make_user: Callable[..., User]) -> None:
    user = make_user(Role.TEAM)
    answer = ask(words, "format=csv&tri=-position", can_export=True, user=user)
    assert answer.content.decode() == "\ufeffMot;Ordre;État\r\nHiver;2;Retiré\r\n'=1+1;1;Proposé\r\nÉté & automne;0;Proposé\r\n"
    assert answer["Content-Disposition"].startswith('attachment; filename="mots-')
    assert ask(words, "format=xlsx", can_export=True, user=user).content[:2] == b"PK"


def test_the_journal_says_who_took_which_list_and_how_much_of_it(words: ListPage, make_user: Callable[..., User]) -> None:
    user = make_user(Role.TEAM)
    ask(words, "format=csv", can_export=True, user=user)
    entry = AuditEntry.objects.get(verb="list.exported")
    assert (entry.actor_id, entry.details) == (str(user.public_id), {"list": words.name, "rows": 3, "format": "csv"})
    assert sentence_of(entry) == f"a exporté la liste « {words.plural} » (3 lignes, CSV pour Excel)"


@pytest.mark.parametrize(
    "conditions",
    [
        pytest.param([None, Q(code__in=("un", "deux")), Q(code="trois"), Q(code="quatre")], id="by value"),
        pytest.param([Q(code="un"), Q(code__in=["un", "trois"])], id="by value, some twice, some nowhere"),
        pytest.param([None, Q(list="essai"), Q(list="autre")], id="by a value that all share"),
        pytest.param([None, ~Q(code="trois"), Q(code="trois")], id="all but"),
        pytest.param([None, Q(code="un"), Q(label="Hiver")], id="two columns"),
        pytest.param([None, Q(code__startswith="t"), Q(code="un", label="Hiver")], id="other lookups"),
        pytest.param([None, Q(active=False), Q(position__in=(0, 1))], id="not texts"),
    ],
)
def test_each_tab_counts_its_rows_once(words: ListPage, conditions: list[Q | None]) -> None:
    words.tabs = [Tab(f"t{place}", "Mots", condition) for place, condition in enumerate(conditions)]
    mine = Choice.objects.filter(list="essai")
    twice = Choice.objects.filter(Q(pk__in=mine) | Q(pk__in=mine.filter(code="un"))).distinct()
    for rows in (mine, twice, mine.none()):
        counted = words.read(QueryDict(""), rows).counts
        assert counted == {tab.code: (rows if tab.condition is None else rows.filter(tab.condition)).count() for tab in words.tabs}


def test_tabs_count_in_one_query_and_rows_add_none(words: ListPage) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            ask(words)
        return len(seen)

    three = queries()
    Choice.objects.filter(list="essai").exclude(code="un").delete()
    assert (three, queries()) == (2, 2)


def test_the_page_shows_tabs_chips_and_count(words: ListPage) -> None:
    page = ask(words, "code=un").content.decode()
    assert 'data-count="1"' in page
    assert "Code\u00a0: Un" in page
    assert '<span class="count">0</span>' in page  # the other tab, counted under the same criterion
    assert "Été &amp; automne" in page


def test_htmx_gets_the_results_with_tabs_and_chips(words: ListPage) -> None:
    fragment = ask(words, "q=un", htmx=True)
    text = fragment.content.decode()
    assert "<html" not in text
    assert '<div id="results" data-count="1">' in text
    assert text.count("hx-swap-oob") == 3
    assert fragment["Vary"] == "HX-Request"


def test_an_empty_list_says_what_belongs_there(words: ListPage) -> None:
    Choice.objects.filter(list="essai").delete()
    page = ask(words).content.decode()
    assert "Les mots de la maison apparaissent ici." in page
    assert "Ajouter un mot" in page
    assert "Importer des mots" in page
    assert "Retirer les filtres" in ask(words, "q=rien").content.decode()


def test_a_selection_is_ticked_rows_or_the_whole_address(words: ListPage) -> None:
    rows = Choice.objects.filter(list="essai")

    def chosen(**data: object) -> list[str]:
        request = RequestFactory().post("/", data)
        return sorted(words.selected(request, rows).values_list("code", flat=True))

    assert chosen(id=["un", "deux", "inconnu"]) == ["deux", "un"]
    assert chosen(tout="1", filtre="etat=retires") == ["trois"]
    assert chosen(tout="1", filtre="etat=perdu") == []
    assert chosen() == []


def test_all_results_are_selected_by_a_link(words: ListPage) -> None:
    words.per_page = 2
    assert "selection=toutes" in ask(words).content.decode()
    page = ask(words, "selection=toutes").content.decode()
    assert 'name="tout" value="1"' in page
    assert "Sélection : 3" in page.replace("\u00a0", " ")


def test_a_page_beyond_the_last_shows_the_last(words: ListPage) -> None:
    words.per_page = 2
    page = ask(words, "page=9").content.decode()
    assert "Hiver" in page
    assert "3 à 3 sur 3" in page


def test_an_upper_app_adds_to_a_lower_list(words: ListPage) -> None:
    criteria.register("words", criteria.yes_no("propose", "Proposé", Q(active=True)))
    additions.add_column("words", Column("code", "Code"))
    try:
        assert codes(words, "propose=non") == ["trois"]
        assert codes(words, "propose=oui") == ["un", "deux"]
        assert ">Code</th>" in ask(words).content.decode()
    finally:
        criteria._added.pop("words")
        additions._columns.pop("words")
