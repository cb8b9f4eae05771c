"""axe (WCAG 2.2 AA and best practice) finds nothing on any page of the house; none scrolls sideways, with text twice as large neither;
none asks for what its policy refuses.

In the suite: every page in the lightest and the narrowest look (light at 1280, dark at 320). `make axe`: each role, look and width.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.addresses import GUEST, SECOND_FACTOR, Atlas, Sample, draw, pages
from tests.browser.furnish import SECOND_FACTOR_ACCOUNT
from tests.browser.house import House

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"], runOnly: {type: "tag", values:
  ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}})).violations.map(
  found => `${found.id}: ${found.help} | ${found.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`)"""
WATCH_POLICY = """window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", refused => window.refusedByPolicy.push(`${refused.violatedDirective} ${refused.blockedURI}`))"""
LARGE_TEXT = """() => { const root = document.documentElement; root.style.fontSize = "200%"; const wide = root.scrollWidth;
  root.style.fontSize = ""; return wide }"""
WIDTHS = (320, 768, 1280)
SHORT = (("light", 1280), ("dark", 320))
LONG = tuple((scheme, width) for scheme in ("light", "dark") for width in WIDTHS)
STATUS = {"not found": 404, "forbidden": 403}
Act = Callable[[Page], None]


class Looker:
    """Browsers of each role, opened once; what axe says of a sample in each look."""

    def __init__(self, browser: Browser, house: House, atlas: Atlas) -> None:
        self.browser, self.house, self.atlas = browser, house, atlas
        self.opened: dict[str, Page] = {}

    def page_of(self, role: str) -> Page:
        """Signed in, or not at all."""
        if role not in self.opened:
            context = self.browser.new_context(locale="fr-FR", reduced_motion="reduce", viewport={"width": 1280, "height": 800})
            context.set_default_timeout(15_000)
            context.add_init_script(WATCH_POLICY)
            self.opened[role] = context.new_page()
            self._enter(context, role)
        return self.opened[role]

    def _enter(self, context: BrowserContext, role: str) -> None:
        if role == SECOND_FACTOR:
            context.add_cookies([{"name": name, "value": value, "url": self.house.base} for name, value in self.atlas.session.items()])
        elif role != GUEST:
            account = self.house.account(role)
            _sign_in(context.pages[0], self.house.base, account["email"], account["password"])

    def faults(self, sample: Sample, looks: tuple[tuple[str, int], ...]) -> list[str]:
        """Everything wrong with one page, each with its look."""
        page, found = self.page_of(sample.role), []
        page.set_viewport_size({"width": looks[0][1], "height": 800})
        address = sample.path if sample.path.startswith("http") else self.house.base + sample.path
        answer = page.goto(address)
        if (answer.status != STATUS.get(sample.name, 200) and "/l/" not in address) or ("/connexion/" in page.url and "/connexion/" not in address):
            found.append(f"{sample}: {answer.status}, {page.url}")
        if sample.act:
            ACTS[sample.act](page)
        if sample.name == "links:open" and page.locator("script").count():
            found.append(f"{sample}: a guest's page carries a script")
        page.evaluate(AXE)
        for scheme, width in looks:
            _look(page, scheme, width)
            found += [f"{sample} ({scheme}, {width}): {fault}" for fault in page.evaluate(RUN)]
        for width in WIDTHS:
            _look(page, looks[-1][0], width)
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                found.append(f"{sample}: {wide} px wide in {width}")
        if (wide := page.evaluate(LARGE_TEXT)) > WIDTHS[-1]:
            found.append(f"{sample}: {wide} px wide in {WIDTHS[-1]} when text is twice as large")
        return found + [f"{sample}: the policy of the page refused {what}" for what in page.evaluate("window.refusedByPolicy")]

    def all_faults(self, samples: list[Sample], looks: tuple[tuple[str, int], ...]) -> list[str]:
        return [fault for sample in samples for fault in self.faults(sample, looks)]

    def close(self) -> None:
        for page in self.opened.values():
            page.context.close()


def _look(page: Page, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})


def _sign_in(page: Page, base: str, email: str, password: str) -> None:
    page.goto(base + "/connexion/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()


def _send_wrong(form: str) -> Act:
    def act(page: Page) -> None:
        page.locator(form).first.evaluate(
            "form => { form.noValidate = true; form.querySelectorAll('[type=text]').forEach(field => field.value = '') }"
        )
        page.locator(f"{form} button[type=submit], {form} button:not([type])").first.click()
        page.locator(".error-summary, [data-error]").first.wait_for()

    return act


def _menu(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.get_by_role("button", name="Plus", exact=True).click()
    page.locator("#plus.show").wait_for()


def _click(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def _second_factor(page: Page) -> None:
    _sign_in(page, page.url.rsplit("/connexion/", 1)[0], *SECOND_FACTOR_ACCOUNT)


def _mailed_code(page: Page) -> None:
    page.context.clear_cookies()  # a sign-in begun before leads back to its second step
    page.goto(f"{page.url.rsplit('/connexion/', 1)[0]}/connexion/courriel/")
    page.locator("main [name=email]").fill("equipe@example.org")
    page.locator("main form[method=post] [type=submit]").click()
    page.wait_for_url("**/connexion/courriel/code/")


ACTS: dict[str, Act] = {
    "mailed code": _mailed_code,
    "errors": _send_wrong("main form[method=post]"),
    "walk-in errors": _send_wrong("main form[data-verb=walk_in]"),
    "filters": _click("main details.filters summary"),
    "selection": _click("main tbody [type=checkbox]"),
    "menu": _menu,
    "account menu": _click(".topbar [data-bs-toggle=dropdown]"),
    "second factor": _second_factor,
}


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


@pytest.mark.parametrize("role", ["equipe", "lecture", "referent", "administrateur", SECOND_FACTOR, GUEST])
def test_axe_finds_nothing(looker: Looker, role: str) -> None:
    samples = [sample for sample in looker.atlas.samples if sample.role == role and not sample.act]
    assert samples
    assert looker.all_faults(samples, SHORT) == []


def test_axe_finds_nothing_in_passing_states(looker: Looker) -> None:
    """Errors beside their fields, an open panel, a selection, the menus."""
    assert looker.all_faults([sample for sample in looker.atlas.samples if sample.act], SHORT) == []


@pytest.mark.axe
def test_axe_finds_nothing_in_any_look(house: House, chromium: Any) -> None:
    """Every page × role × look × width."""
    looker = Looker(chromium, house, draw(house, every_role=True))
    try:
        assert looker.all_faults(looker.atlas.samples, LONG) == []
    finally:
        looker.close()
