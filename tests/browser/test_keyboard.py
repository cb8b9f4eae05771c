"""Every page by keyboard alone: Tab reaches each control and shows where it is, the dialog keeps the focus and gives it back, a board and
the forms of both walks need no mouse. Part of `make axe`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import GUEST, SECOND_FACTOR, STAFF, Atlas, Sample, draw
from tests.browser.house import House
from tests.browser.looker import Looker

pytestmark = [pytest.mark.browser, pytest.mark.axe, pytest.mark.xdist_group("keyboard")]

STOPS = """() => {
  const controls = "a[href], button, input, select, textarea, summary, [tabindex='0'], [role=button], [role=link], [role=checkbox], [role=tab]";
  const looks = window.looksOf = at => [at, at.labels?.[0], at.parentElement, at.parentElement?.parentElement].filter(Boolean).map(each => {
    const style = getComputedStyle(each);
    return [style.outlineStyle === "none" ? "" : `${style.outlineWidth} ${style.outlineColor}`, style.boxShadow, style.borderColor].join();
  });
  document.activeElement.blur();
  window.stops = [...document.querySelectorAll(controls)].filter(each => {
    if (each.disabled || each.type === "hidden" || each.closest("[aria-hidden=true]")) { return false; }
    if (!each.checkVisibility({checkVisibilityCSS: true, contentVisibilityAuto: true})) { return false; }
    if (each.type !== "radio") { return true; }
    const group = [...document.getElementsByName(each.name)].filter(other => other.form === each.form), chosen = group.find(other => other.checked);
    return chosen ? chosen === each : group[0] === each;
  });
  window.before = window.stops.map(looks);
  return [window.stops.length, window.stops.filter(each => ["date", "time", "datetime-local", "month"].includes(each.type)).length];
}"""
"""What Tab must reach, and how it looks without the focus: a group of radios is one stop, the parts of a date are several."""
REACHED = """() => {
  const at = document.activeElement, place = window.stops.indexOf(at), html = at.outerHTML.slice(0, 120);
  if (at === document.body || place < 0) { return [place, true, true, html]; }
  const shown = window.looksOf(at).some((look, number) => look !== window.before[place][number]);
  const owners = [at, at.labels?.[0]].filter(each => each && each.getBoundingClientRect().width > 1);
  const seen = owners.some(owner => [...owner.getClientRects()].some(box => [.1, .5, .9].some(part => [.1, .5, .9].some(down => {
    const hit = document.elementFromPoint(box.left + box.width * part, box.top + box.height * down);
    return hit && (owner.contains(hit) || at.contains(hit) || hit.contains(at));
  }))));
  return [place, shown, seen, html];
}"""
MISSED = "seen => window.stops.filter((_, place) => !seen.includes(place)).map(each => each.outerHTML.slice(0, 120))"
WIDTHS = (1280, 320)


@pytest.fixture(scope="module")
def atlas(house: House) -> Atlas:
    return draw(house, every_role=True)


@pytest.fixture(scope="module")
def looker(house: House, chromium: Any, atlas: Atlas) -> Iterator[Looker]:
    made = Looker(chromium, house, atlas)
    yield made
    made.close()


def tab_faults(page: Page) -> tuple[list[str], int]:
    """What is wrong with going through a page by Tab, and how many stops it has."""
    count, dates = page.evaluate(STOPS)
    reached, faults = set(), []
    for _ in range(count + 4 * dates + 10):
        page.keyboard.press("Tab")
        place, shown, seen, html = page.evaluate(REACHED)
        if not (shown and seen):  # the scroll that brings it into view may come with the next frame
            page.wait_for_timeout(300)
            place, shown, seen, html = page.evaluate(REACHED)
        if not shown:
            faults.append(f"nothing shows that this has the focus: {html}")
        if not seen:
            faults.append(f"something hides what has the focus: {html}")
        reached.add(place)
        if len(reached - {-1}) == count:
            break
    return list(dict.fromkeys(faults)) + [f"Tab does not reach {html}" for html in page.evaluate(MISSED, list(reached))], count


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", [*STAFF, SECOND_FACTOR, GUEST])
def test_tab_reaches_everything_and_shows_where_it_is(looker: Looker, role: str, width: int, record_property: Callable[[str, object], None]) -> None:
    samples = [sample for sample in looker.atlas.samples if sample.role == role and sample.act not in ("menu", "account menu")]
    assert samples
    faults, stops = [], 0
    for sample in samples:
        page, _ = looker.open(sample, width)
        found, count = tab_faults(page)
        faults += [f"{sample} ({width}): {fault}" for fault in found]
        stops += count
    record_property("figures", f"{len(samples)} pages, {stops} stops of Tab")
    assert not faults, "\n".join(faults)


WRONG = {
    "a trap": ("document.querySelector('main [name=login]').addEventListener('keydown', event => event.preventDefault())", "Tab does not reach"),
    "no place in the order": ("document.querySelector('main button').tabIndex = -1", "Tab does not reach"),
    "an invisible focus": (
        "(sheet => { sheet.replaceSync('main input:focus, main :focus-within { outline: 0 !important; box-shadow: none !important; "
        "border-color: #888 !important } main input, main :has(input) { border-color: #888 !important; box-shadow: none !important }'); "
        "document.adoptedStyleSheets = [sheet] })(new CSSStyleSheet())",
        "nothing shows",
    ),
    "a lid": (
        "document.body.insertAdjacentHTML('beforeend', '<div></div>'); "
        "document.body.lastChild.style.cssText = 'position: fixed; inset: 0; background: white; z-index: 9999'",
        "something hides",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_seen(looker: Looker, wrong: str) -> None:
    looker.page_of(GUEST).context.clear_cookies()  # a sign-in begun before leads back to its second step
    page, _ = looker.open(Sample("account_login", "/connexion/", GUEST))
    assert tab_faults(page)[0] == []
    page.reload()
    script, awaited = WRONG[wrong]
    page.evaluate(f"() => {{ {script} }}")
    assert awaited in "\n".join(tab_faults(page)[0])


def _has_focus(page: Page, selector: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus, as someone who looks for it does."""
    for _ in range(250):
        page.keyboard.press("Tab")
        if _has_focus(page, selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def _leaves(page: Page, dialog: str, key: str) -> list[str]:
    """What else than the dialog gets the focus, all around it and a little further; the browser's own bar may."""
    count = page.locator(f"{dialog} :is(a[href], button)").count()
    assert count
    out = []
    for _ in range(2 * count + 3):
        page.keyboard.press(key)
        if not _has_focus(page, f"{dialog}, {dialog} *, body"):
            out.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    return out


@pytest.mark.parametrize("role", ["administrateur", "equipe", "lecture"])
def test_the_dialog_keeps_the_focus_and_gives_it_back(looker: Looker, role: str) -> None:
    page, _ = looker.open(Sample("reports:dashboard:today", "/bureau/", role), 320)
    _tab_to(page, "[aria-controls=plus]")
    page.keyboard.press("Enter")
    expect(page.locator("#plus.show")).to_be_visible()
    page.wait_for_function("document.getElementById('plus').contains(document.activeElement)")
    assert [*_leaves(page, "#plus", "Tab"), *_leaves(page, "#plus", "Shift+Tab")] == []
    page.keyboard.press("Escape")
    expect(page.locator("#plus")).to_be_hidden()
    assert _has_focus(page, "[aria-controls=plus]")


def test_the_account_menu_opens_and_closes_by_keyboard(looker: Looker) -> None:
    page, _ = looker.open(Sample("reports:dashboard:today", "/bureau/", "equipe"))
    opener = ".topbar [data-bs-toggle=dropdown]"
    _tab_to(page, opener)
    page.keyboard.press("Enter")
    expect(page.locator(".topbar .dropdown-menu.show")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert _has_focus(page, ".dropdown-menu.show *")
    page.keyboard.press("Escape")
    expect(page.locator(".topbar .dropdown-menu")).to_be_hidden()
    assert _has_focus(page, opener)


def test_what_unfolds_unfolds_by_keyboard(looker: Looker) -> None:
    page, _ = looker.open(Sample("contacts:directory:persons", "/bureau/repertoire/", "equipe"))
    _tab_to(page, "main details.filters > summary")
    for opened in (True, False):
        page.keyboard.press("Enter")
        assert page.locator("main details.filters").first.evaluate("each => each.open") is opened


def test_a_sliver_of_a_tab_opens_under_a_finger(looker: Looker, house: House) -> None:
    """What brings a tab into view for the keyboard must not move it away between press and release."""
    page, _ = looker.open(Sample("events:days:partners", f"/bureau/journees/{house.demo['day']}/partenaires/", "equipe"), 320)
    box = page.locator(".tabs a").first.bounding_box()
    assert box is not None
    assert box["x"] < 0 < box["x"] + box["width"]  # cut by the left edge
    with page.expect_navigation():
        page.mouse.click((box["x"] + box["width"]) / 2, box["y"] + box["height"] / 2, delay=300)
    assert page.url.endswith(f"/bureau/journees/{house.demo['day']}/")


def test_a_card_changes_column_by_keyboard(looker: Looker, house: House) -> None:
    """« Déplacer » does what dragging does; every card that can be dragged has it."""
    page, _ = looker.open(Sample("collectives:actions:board", f"/bureau/collectifs/{house.demo['collectives'][0]}/actions/", "equipe"))
    assert page.locator("[data-card]:has([data-handle])").count() == page.locator("[data-card]:has([data-handle]):has(a.card-move)").count() > 0
    column = "card => document.querySelector(`[data-card='${card}']`).closest('[data-column]').dataset.column"
    _tab_to(page, ".card-move")
    card = page.evaluate("document.activeElement.closest('[data-card]').dataset.card")
    before = page.evaluate(column, card)
    page.keyboard.press("Enter")
    page.locator(f"[data-card='{card}'] form [name=column]").first.wait_for()
    _tab_to(page, f"[data-card='{card}'] [name=column]")
    page.keyboard.press("ArrowDown")
    _tab_to(page, f"[data-card='{card}'] button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_function(f"card => ({column})(card) !== '{before}'", arg=card)


def test_someone_of_the_team_signs_in_and_opens_a_day_by_keyboard(house: House, chromium: Any) -> None:
    page, account = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800}).new_page(), house.account("equipe")
    page.goto(house.base + "/connexion/")
    for field, words in (("login", account["email"]), ("password", account["password"])):
        _tab_to(page, f"main [name={field}]")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/bureau/")
    page.goto(house.base + "/bureau/journees/nouvelle/")
    _tab_to(page, "main [name=title]")
    page.keyboard.type("Journée au clavier")
    _tab_to(page, "main [name=date]")
    page.keyboard.type("12052027")
    _tab_to(page, "main form[method=post] button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/journees/journee-au-clavier*/**")
    page.context.close()


def test_a_guest_answers_and_takes_it_back_by_keyboard(house: House, chromium: Any) -> None:
    page = chromium.new_context(locale="fr-FR", viewport={"width": 320, "height": 800}).new_page()
    page.goto(house.demo["links"]["invitation"])
    for verb, states in (("register", ("confirmed", "waiting")), ("cancel", ("cancelled",))):
        form = f"form[data-verb={verb}]"
        asked = page.eval_on_selector_all(f"{form} [data-choice]:not([type=hidden])", "all => [...new Set(all.map(one => one.name))]")
        assert asked
        for name in asked:
            _tab_to(page, f"{form} [name={name}]")
            page.keyboard.press("Space")
            assert page.locator(f"{form} [name={name}]:checked").count() == 1
        _tab_to(page, f"{form} button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**fait={verb}*")
        assert page.locator("main").get_attribute("data-state") in states
    page.context.close()
