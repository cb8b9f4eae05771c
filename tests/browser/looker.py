"""Browsers of each role that look at a page in every look: what axe says, what does not fit, what the page's policy refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.browser.addresses import GUEST, SECOND_FACTOR, Atlas, Sample
from tests.browser.furnish import SECOND_FACTOR_ACCOUNT
from tests.browser.house import House

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""All that the look of a page changes of what was found in the other one at the same width."""
RUN = """async rules => (await axe.run(document, {resultTypes: ["violations"], runOnly: rules})).violations.map(
  found => `${found.id}: ${found.help} | ${found.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`)"""
WATCH_POLICY = """window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", refused => window.refusedByPolicy.push(`${refused.violatedDirective} ${refused.blockedURI}`))"""
LARGE_TEXT, USUAL_TEXT = (f"document.documentElement.style.fontSize = '{size}'" for size in ("200%", ""))
CUT = """() => {
  const found = [], words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const text = words.currentNode, owner = text.parentElement;
    if (!text.data.trim() || !owner.checkVisibility({checkVisibilityCSS: true, contentVisibilityAuto: true})) { continue; }
    if (owner.closest("option, textarea, script, svg, .visually-hidden, .skip-link")) { continue; }
    const range = document.createRange(); range.selectNodeContents(text);
    const boxes = [...range.getClientRects()];
    for (let box = owner; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box), edge = box.getBoundingClientRect();
      if (/auto|scroll/.test(style.overflowX + style.overflowY) || style.clipPath !== "none") { break; }
      const across = /hidden|clip/.test(style.overflowX) && boxes.some(each => each.right > edge.right + 1 || each.left < edge.left - 1);
      const down = /hidden|clip/.test(style.overflowY) && boxes.some(each => each.bottom > edge.bottom + 2 || each.top < edge.top - 2);
      if (across || down) { found.push(`${text.data.trim().slice(0, 60)} in ${box.outerHTML.slice(0, 80)}`); break; }
    }
  }
  return found.slice(0, 5);
}"""
"""Words that reach beyond the edge of a box that hides what does not fit."""
COMPLETED = """() => [...document.querySelectorAll("[data-hx-trigger=load]")].every(
  part => !part.querySelector(`a[href="${part.dataset.hxGet}"]`))"""
"""Parts that come after the page have taken the place of the links that lead to them."""
ASKING = "main form[method=post]:has([required]:not([type=hidden]))"
BLANK = """form => { form.noValidate = true; for (const field of form.querySelectorAll("input, textarea, select")) {
  if (["radio", "checkbox"].includes(field.type)) { field.checked = false; }
  else if (!["hidden", "submit"].includes(field.type)) { field.value = ""; }
}}"""
REFUSED = ".error-summary, [data-error], .is-invalid"
WIDTHS = (320, 768, 1280)
SHORT = (("light", 1280), ("dark", 320))
LONG = tuple((scheme, width) for scheme in ("light", "dark") for width in (320, 1280))
STATUS = {"not found": 404, "forbidden": 403}
Looks = tuple[tuple[str, int], ...]
Act = Callable[[Page], None]


class Looker:
    """Browsers of each role, opened once; what is wrong with a sample in each look."""

    def __init__(self, browser: Browser, house: House, atlas: Atlas) -> None:
        self.browser, self.house, self.atlas = browser, house, atlas
        self.opened: dict[str, Page] = {}
        self.told: list[str] = []
        self.looks_taken = 0

    def page_of(self, role: str) -> Page:
        """Signed in, or not at all."""
        if role not in self.opened:
            context = self.browser.new_context(locale="fr-FR", reduced_motion="reduce", viewport={"width": 1280, "height": 800})
            context.set_default_timeout(15_000)
            context.add_init_script(WATCH_POLICY)
            page = self.opened[role] = context.new_page()
            page.on("console", self._hear)
            page.on("pageerror", lambda error: self.told.append(str(error)))
            self._enter(context, role)
        return self.opened[role]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):  # a 403 and a 404 are said so
            self.told.append(message.text)

    def _enter(self, context: BrowserContext, role: str) -> None:
        if role == SECOND_FACTOR:
            context.add_cookies([{"name": name, "value": value, "url": self.house.base} for name, value in self.atlas.session.items()])
        elif role != GUEST:
            account = self.house.account(role)
            sign_in(context.pages[0], self.house.base, account["email"], account["password"])

    def address_of(self, sample: Sample) -> str:
        return sample.path if sample.path.startswith("http") else self.house.base + sample.path

    def open(self, sample: Sample, width: int = 1280) -> tuple[Page, Response]:
        """The page of a sample in a window of that width, after what is done there first."""
        page = self.page_of(sample.role)
        page.set_viewport_size({"width": width, "height": 800})
        answer = page.goto(self.address_of(sample))
        assert answer is not None
        page.wait_for_function(COMPLETED)
        if sample.act:
            ACTS[sample.act](page)
        return page, answer

    def faults(self, sample: Sample, looks: Looks) -> list[str]:
        """Everything wrong with one page, each with its look; then once more with all that unfolds on it unfolded."""
        page, answer = self.open(sample, looks[0][1])
        found = [*self._answer_faults(sample, page, answer), *self._look_faults(page, looks)]
        if page.evaluate("[...document.querySelectorAll('main details:not([open])')].map(each => each.open = true).length"):
            found += [f"unfolded, {fault}" for fault in self._look_faults(page, SHORT)]
        return [f"{sample}: {fault}" for fault in [*found, *self._refusals(page)]]

    def _answer_faults(self, sample: Sample, page: Page, answer: Response) -> list[str]:
        found, address = [], self.address_of(sample)
        if (answer.status != STATUS.get(sample.name, 200) and "/l/" not in address) or ("/connexion/" in page.url and "/connexion/" not in address):
            found.append(f"{answer.status}, {page.url}")
        if "default-src 'self'" not in (answer.headers.get("content-security-policy") or ""):
            found.append("no policy comes with the page")
        if sample.name == "links:open" and page.locator("script").count():
            found.append("a guest's page carries a script")
        return found

    def _look_faults(self, page: Page, looks: Looks) -> list[str]:
        page.evaluate(AXE)
        found, judged = [], set()
        for scheme, width in looks:
            look(page, scheme, width)
            self.looks_taken += 1
            found += [f"({scheme}, {width}) {fault}" for fault in page.evaluate(RUN, COLOURS if width in judged else TAGS)]
            judged.add(width)
        for width in WIDTHS:
            look(page, looks[-1][0], width)
            found += fit_faults(page, f"in {width}")
        page.evaluate(LARGE_TEXT)
        found += fit_faults(page, "in 1280 when text is twice as large")
        page.evaluate(USUAL_TEXT)
        return found + zoom_faults(page)

    def _refusals(self, page: Page) -> list[str]:
        told, self.told = self.told, []
        return [f"the policy of the page refused {what}" for what in page.evaluate("window.refusedByPolicy")] + told

    def all_faults(self, samples: list[Sample], looks: Looks) -> list[str]:
        return [fault for sample in samples for fault in self.faults(sample, looks)]

    def blank_faults(self, sample: Sample, looks: Looks) -> tuple[list[str], bytes]:
        """What is wrong with a page once its form came back empty, and the bytes of the answer; nothing for a page that asks nothing."""
        page, _ = self.open(sample)
        form = page.locator(ASKING).first
        if not form.count():
            return [], b""
        form.evaluate(BLANK)
        with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            form.evaluate("form => form.requestSubmit()")
        body = b"" if 300 <= sent.value.status < 400 else sent.value.body()
        try:
            page.locator(REFUSED).first.wait_for(timeout=3000)
        except Exception:
            return [f"{sample}: {sent.value.status} and no word of what is missing once sent empty"], b""
        seen = self._look_faults(page, looks) if looks else []
        found = [f"{sample}: sent empty, {fault}" for fault in [*seen, *self._refusals(page)]]
        return found, body if b"<!doctype html" in body[:200].lower() else b""

    def close(self) -> None:
        for page in self.opened.values():
            page.context.close()


def look(page: Page, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})


def fit_faults(page: Page, where: str) -> list[str]:
    """A page that scrolls sideways, words that are cut."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    found = [f"{wide} px wide {where}"] if wide > window else []
    return found + [f"cut {where}: {words}" for words in page.evaluate(CUT)]


def zoom_faults(page: Page) -> list[str]:
    """A window of 1280 px zoomed to 200 %: 640 px of the page, each drawn with two."""
    device = page.context.new_cdp_session(page)
    device.send("Emulation.setDeviceMetricsOverride", {"width": 640, "height": 400, "deviceScaleFactor": 2, "mobile": False})
    assert page.evaluate("[window.innerWidth, window.devicePixelRatio]") == [640, 2]
    found = fit_faults(page, "zoomed to 200 %")
    device.send("Emulation.clearDeviceMetricsOverride")
    device.detach()
    page.set_viewport_size({"width": 1281, "height": 800})  # another size than before, or nothing is sent
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def sign_in(page: Page, base: str, email: str, password: str) -> None:
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


def open_menu(page: Page) -> None:
    """The menu of the telephone: the house's one dialog."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.get_by_role("button", name="Plus", exact=True).click()
    page.locator("#plus.show").wait_for()


def _click(selector: str, awaited: str = "") -> Act:
    def act(page: Page) -> None:
        page.locator(selector).first.click()
        if awaited:
            page.locator(awaited).first.wait_for()

    return act


def _second_factor(page: Page) -> None:
    page.context.clear_cookies()  # a sign-in begun before leads back to its second step
    sign_in(page, page.url.rsplit("/connexion/", 1)[0], *SECOND_FACTOR_ACCOUNT)


def _mailed_code(page: Page) -> None:
    page.context.clear_cookies()
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
    "menu": open_menu,
    "account menu": _click(".topbar [data-bs-toggle=dropdown]"),
    "move a card": _click(".card-move", "[id^=deplacer-] form"),
    "second factor": _second_factor,
}
