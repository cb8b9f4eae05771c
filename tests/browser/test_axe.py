"""axe (WCAG 2.2 AA and best practice) finds nothing on any page of the house; none scrolls sideways or cuts a word, with text twice as
large and zoomed to 200 % neither; none asks for what its policy refuses.

In the suite: every page in the lightest and the narrowest look (light at 1280, dark at 320). `make axe`: each role, look and width,
every form sent back empty, and a house in which there is nothing yet.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.addresses import GUEST, SECOND_FACTOR, STAFF, Sample, draw, draw_empty, pages
from tests.browser.house import House, start_house, stop_house
from tests.browser.looker import LONG, SHORT, WATCH_POLICY, Looker

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROLES = ("equipe", "lecture", "referent", "administrateur", SECOND_FACTOR, GUEST)


@pytest.fixture(scope="module")
def looker(house: House, chromium: Any) -> Iterator[Looker]:
    made = Looker(chromium, house, draw(house))
    yield made
    made.close()


def test_every_page_of_the_house_is_looked_at(looker: Looker) -> None:
    """A new page needs a link that leads to it, or a line in `addresses.py`."""
    assert sorted(set(pages()) - looker.atlas.names) == []


def test_no_link_leads_to_a_refusal(looker: Looker) -> None:
    """What someone may not open is not offered to them."""
    assert looker.atlas.refused == []


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing(looker: Looker, role: str) -> None:
    samples = [sample for sample in looker.atlas.samples if sample.role == role and not sample.act]
    assert samples
    faults = looker.all_faults(samples, SHORT)
    assert not faults, "\n".join(faults)


def test_axe_finds_nothing_in_passing_states(looker: Looker) -> None:
    """Errors beside their fields, an open panel, a selection, the menus."""
    faults = looker.all_faults([sample for sample in looker.atlas.samples if sample.act], SHORT)
    assert not faults, "\n".join(faults)


DRESS = "document.querySelectorAll('[data-css]').forEach(each => { each.style.cssText = each.dataset.css })"  # the policy refuses style=
WRONG = {
    "contrast": ("<p data-css='color: #bbb; background: #fff'>Pâle</p>", "color-contrast"),
    "name": ("<button></button>", "button-name"),
    "wide": ("<p data-css='width: 1400px'>Large</p>", "px wide in 320"),
    "cut": ("<p data-css='width: 20px; overflow: hidden; white-space: nowrap'>Des mots coupés</p>", "cut in 320"),
    "large text": ("<p data-css='width: 40rem'><br></p><p data-css='width: 70rem'><br></p>", "px wide in 1280 when text is twice as large"),
    "zoom": ("<p data-css='width: 700px'><br></p>", "px wide zoomed to 200 %"),
    "policy": ("", "the policy of the page refused"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_each_eye_sees(looker: Looker, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """The same page with one thing wrong: each of them is found, and not found without it."""
    sample = Sample("account_login", "/connexion/", GUEST)
    assert looker.faults(sample, SHORT) == []
    html, awaited = WRONG[wrong]
    put = f"document.querySelector('main').insertAdjacentHTML('beforeend', `{html}`); {DRESS}"
    if wrong == "policy":
        put = "new Promise(done => { const image = new Image(); image.onerror = done; image.src = 'data:image/png;base64,AAAA' })"
    opened = looker.open

    def spoil(*asked: Any) -> Any:
        page, answer = opened(*asked)
        page.evaluate(put)
        return page, answer

    monkeypatch.setattr(looker, "open", spoil)
    assert awaited in "\n".join(looker.faults(sample, SHORT))


@pytest.mark.parametrize("late", ["app", "tokens"])
def test_a_late_style_asks_for_nothing_refused(looker: Looker, chromium: Any, late: str) -> None:
    """As Bootstrap comes, it draws a list of choices from an address that the policy refuses: it is taken out of our copy."""
    page = looker.page_of(GUEST)
    guests = [sample for sample in looker.atlas.samples if sample.role == GUEST and not sample.act]
    addresses = [looker.address_of(sample) for sample in guests if looker.open(sample) and page.locator("select.form-select").count()]
    assert addresses
    alone = chromium.new_context()  # nothing kept from another page
    alone.add_init_script(WATCH_POLICY)
    page = alone.new_page()
    held: list[Any] = []
    page.route(f"**/{late}.*.css", lambda route: held.append(route))
    page.goto(addresses[0], wait_until="commit")
    page.locator("select.form-select").first.wait_for(state="attached")
    page.wait_for_timeout(500)
    held[0].continue_()
    page.wait_for_load_state()
    refused = page.evaluate("window.refusedByPolicy")
    alone.close()
    assert refused == []


@pytest.mark.axe
@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_in_any_look(whole: Looker, role: str, record_property: Callable[[str, object], None]) -> None:
    """Every page × look × width of a role."""
    samples = [sample for sample in whole.atlas.samples if sample.role == role]
    before = whole.looks_taken
    faults = whole.all_faults(samples, LONG)
    record_property("figures", f"{len(samples)} pages, {len({one.name for one in samples})} kinds, {whole.looks_taken - before} looks")
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="module")
def whole(house: House, chromium: Any) -> Iterator[Looker]:
    made = Looker(chromium, house, draw(house, every_role=True))
    yield made
    made.close()


@pytest.mark.axe
@pytest.mark.parametrize("role", ["administrateur", "equipe", "referent", SECOND_FACTOR, GUEST])
def test_axe_finds_nothing_beside_errors(whole: Looker, role: str, record_property: Callable[[str, object], None]) -> None:
    """Every form that asks for something, sent back empty: told in words, in every look."""
    faults, before = [], whole.looks_taken
    for sample in whole.atlas.samples:
        if sample.role == role and not sample.act:
            faults += whole.blank_faults(sample, LONG)[0]
    record_property("figures", f"{(whole.looks_taken - before) // len(LONG)} forms, {whole.looks_taken - before} looks")
    assert not faults, "\n".join(faults)
    assert whole.looks_taken > before


@pytest.fixture(scope="module")
def empty_house() -> Iterator[House]:
    """A house on its first day: accounts, one day and one collective just made, nobody in the directory."""
    with tempfile.TemporaryDirectory(prefix="labo-empty-", ignore_cleanup_errors=True) as folder:
        running, process = start_house(Path(folder), filled=False)
        yield running
        stop_house(process)


@pytest.mark.axe
def test_axe_finds_nothing_where_there_is_nothing(empty_house: House, chromium: Any, record_property: Callable[[str, object], None]) -> None:
    atlas = draw_empty(empty_house)
    looker = Looker(chromium, empty_house, atlas)
    faults = [*atlas.refused, *looker.all_faults(atlas.samples, LONG)]
    looker.close()
    record_property("figures", f"{len(atlas.samples)} pages, {looker.looks_taken} looks")
    assert {sample.role for sample in atlas.samples} == {*STAFF, GUEST}
    assert not faults, "\n".join(faults)


@pytest.mark.axe
def test_the_pages_of_django_ask_for_nothing_that_the_policy_refuses(whole: Looker) -> None:
    """/admin/ has its own look; its policy is the house's."""
    page = whole.page_of("administrateur")
    page.goto(whole.house.base + "/admin/")
    links = page.eval_on_selector_all("#content a[href], #nav-sidebar a[href]", "all => [...new Set(all.map(one => one.href))]")
    found, opened = [], 0
    for link in links:
        answer = page.goto(link)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        opened += 1
        found += [f"{link}: {what}" for what in [*page.evaluate("window.refusedByPolicy"), *whole.told]]
        whole.told.clear()
        if "default-src 'self'" not in answer.headers.get("content-security-policy", ""):
            found.append(f"{link}: no policy")
    assert opened > 20
    assert not found, "\n".join(found)
