"""Page objects: what a person does on a page, in their words."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.house import House


def follow(control: Locator) -> None:
    """Click on what leads to another page, and wait until it is there: the next line may read what the click did."""
    with control.page.expect_navigation():
        control.click()


def drag(handle: Locator, column: Locator) -> None:
    """By hand, as slowly as the page needs: held once it is at rest, dropped once it lies in the column, over when the house answered."""
    mouse = handle.page.mouse
    handle.hover()
    mouse.down()
    target = column.bounding_box() or {}
    for step in range(20):
        mouse.move(target["x"] + target["width"] / 2 + step % 2 * 4, target["y"] + target["height"] / 2, steps=4)
        if column.locator(".sortable-ghost").count():
            break
        handle.page.wait_for_timeout(100)
    expect(column.locator(".sortable-ghost")).to_be_visible()
    with handle.page.expect_response("**/deplacer/"):
        mouse.up()


class Desk:
    """The browser of someone of the équipe."""

    def __init__(self, browser: Browser, house: House, role: str = "equipe", width: int = 1280) -> None:
        self.house = house
        self.context: BrowserContext = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 900})
        self.page: Page = self.context.new_page()
        self.context.set_default_timeout(10_000)
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        account = house.account(role)
        self.page.goto(house.base + "/connexion/")
        self.page.get_by_label("Adresse électronique").fill(account["email"])
        self.page.get_by_label("Mot de passe").fill(account["password"])
        self.page.get_by_role("button", name="Ouvrir ma session").click()
        expect(self.page).to_have_url(re.compile(re.escape(house.base) + "/bureau/"))  # a référent·e lands on the démarche

    def open(self, path: str) -> Page:
        """An address of the house."""
        self.page.goto(path if path.startswith("http") else self.house.base + path)
        return self.page

    def click(self, name: str, role: Any = "link", exact: bool = False) -> Page:
        """A link or a button, by its words."""
        follow(self.page.get_by_role(role, name=name, exact=exact).first)
        return self.page

    def press(self, name: str, exact: bool = False) -> Page:
        """A button, by its words."""
        return self.click(name, role="button", exact=exact)

    def fill(self, **fields: str) -> Page:
        """Fields of the form, by their names in the form."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return self.page

    def wait_for_job(self, seconds: float = 90) -> Page:
        """Stay on a job's page until its work is done."""
        expect(self.page.locator("#progress")).to_contain_text("Terminée", timeout=seconds * 1000)
        return self.page

    def follow_job(self, seconds: float = 90) -> Page:
        """Wait for a job, then go where its result is."""
        self.wait_for_job(seconds)
        follow(self.page.locator("#progress .chips a.btn-primary"))
        return self.page

    def download(self, name: str) -> Path:
        """Click on something that gives a file."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=name).first.click()
        return Path(waiting.value.path())

    @property
    def slug(self) -> str:
        """The slug in the address of a day's page."""
        return self.page.url.split("/journees/")[1].split("/")[0]


class Guest:
    """The phone of a guest, JavaScript off."""

    def __init__(self, browser: Browser, width: int = 390) -> None:
        self.context = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 800}, java_script_enabled=False)
        self.page = self.context.new_page()

    def open(self, address: str) -> Page:
        """A personal link."""
        self.page.goto(address)
        return self.page

    @property
    def state(self) -> str | None:
        """What the page says of the registration."""
        return self.page.locator("main").get_attribute("data-state")

    def send(self, verb: str, *choices: str) -> Page:
        """Fill the form of a verb: tick each choice by its words, then press its only button."""
        form = self.page.locator(f"form[data-verb={verb}]")
        for words in choices:
            form.get_by_label(words).first.check()
        follow(form.get_by_role("button"))
        return self.page
