"""The pictures of the user guide, taken from a demo of their own: `python -m tests.browser.screenshots` or `make guide-images`.

Each is a real page, reached by the gestures that the guide describes; their words for who cannot see them are in the chapter.
"""

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.browser.house import CHROMIUM_ARGUMENTS, ROOT, House, start_house, stop_house
from tests.browser.pages import Desk, Guest

IMAGES = ROOT / "docs" / "guide" / "images"
INVITES = ROOT / "docs" / "examples" / "invites.csv"
WIDE, PHONE, TALL = 1280, 390, 800
LIGHTEST, HEAVIEST = 24, 150_000
ALL_TOGETHER = 2_500_000


class Album:
    """Where pictures go, each light enough to be kept with the source."""

    def __init__(self, house: House, browser: Browser, folder: Path) -> None:
        self.house, self.browser, self.folder = house, browser, folder
        self.desk = Desk(browser, house)
        self.day = f"/bureau/journees/{house.demo['day']}/"

    def link(self, kind: str) -> str:
        """A personal link of the demo."""
        return str(self.house.demo["links"][kind])

    def phone(self, address: str) -> Page:
        """A phone, JavaScript off, that opens an address."""
        return Guest(self.browser, PHONE).open(address)

    def take(self, name: str, page: Page | None = None, *, tall: int = TALL, at: Locator | None = None, whole: bool = False) -> None:
        """The window as it stands, or scrolled so that `at` is near its top; of a wide page its main part, or the `whole`."""
        page = page or self.desk.page
        width = (page.viewport_size or {"width": WIDE})["width"]
        page.set_viewport_size({"width": width, "height": tall})
        top = (at.bounding_box() or {"y": 0})["y"] if at else 0
        page.evaluate("top => window.scrollTo({top: window.scrollY + top, behavior: 'instant'})", top - 90 if at else -100_000)
        page.mouse.move(0, 0)
        page.evaluate("() => document.activeElement.matches('input, textarea, select') && document.activeElement.blur()")
        page.wait_for_timeout(150)
        picture = Image.open(io.BytesIO(page.screenshot()))
        bar = page.locator(".topbar")
        if not whole and bar.count():
            edge = bar.bounding_box() or {"x": 0, "height": 0}
            picture = picture.crop((int(edge["x"]), int(edge["height"]) + 1, width, tall))
        self.keep(name, picture)

    def keep(self, name: str, picture: Image.Image) -> None:
        """Few colours are enough for a page; fewer still when the file is heavy."""
        colours = 256
        while True:
            data = io.BytesIO()
            picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
            if data.tell() < HEAVIEST or colours <= LIGHTEST:
                break
            colours //= 2
        (self.folder / f"{name}.png").write_bytes(data.getvalue())


def shoot(house: House, browser: Browser, folder: Path) -> None:
    """Every picture, in the order of the chapters: each step leaves to the next what it needs."""
    folder.mkdir(parents=True, exist_ok=True)
    album = Album(house, browser, folder)
    for step in (
        importing,
        making_a_list,
        making_a_day,
        the_programme,
        the_public_page,
        inviting,
        a_guest,
        who_comes,
        on_the_day,
        the_fiches,
        the_synthesis,
        the_groups,
        a_meeting,
        the_actions,
        the_accounts,
        signing_in,
    ):
        step(album)
    assert album.desk.faults == [], album.desk.faults


def importing(album: Album) -> None:
    """A file of sixty guests, its preview, its result."""
    desk = album.desk
    desk.open("/bureau/")
    album.take("aujourdhui", tall=520, whole=True)
    desk.open("/bureau/repertoire/imports/nouveau/")
    desk.page.locator("input[type=file]").set_input_files(INVITES)
    desk.fill(source="Fichier de la Cress, novembre")
    desk.press("Lire le fichier")
    desk.follow_job()
    album.take("import-apercu", tall=1000)
    desk.page.get_by_role("button", name=re.compile("^Importer")).click()
    desk.follow_job()
    expect(desk.page.locator("main")).to_have_attribute("data-state", "applied")
    album.take("import-fait", tall=620)
    desk.click("Voir les fiches de ce fichier")
    expect(desk.page.locator("main")).to_have_attribute("data-count", "60")


def making_a_list(album: Album) -> None:
    """The directory, filtered, then a list of what it shows."""
    desk = album.desk
    desk.open("/bureau/repertoire/?departement=18&departement=45")
    album.take("repertoire-filtre", tall=760)
    desk.click("En faire une liste")
    desk.fill(name="Invité·e·s du Cher et du Loiret", note="Fichier de la Cress et rencontres de l’automne")
    album.take("liste-nouvelle", tall=470)
    desk.page.locator("main form button[type=submit]").last.click()


def making_a_day(album: Album) -> None:
    """The form of a day, then a day that is well on its way."""
    desk = album.desk
    desk.open("/bureau/journees/cycles/")
    desk.click("Journées régionales des transitions")
    desk.click("Créer une journée")
    desk.fill(title="Normandie", headline="Coopérer pour des territoires résilients")
    album.take("journee-creer", tall=740)  # above the dates: a browser without French writes them its own way
    desk.open(album.day)
    album.take("journee-vue", tall=900, whole=True)
    desk.open(album.day + "partenaires/")
    desk.page.get_by_placeholder("Nom, sigle, ville ou SIREN").fill("graines")
    desk.press("Chercher une structure")
    album.take("partenaires", tall=1000)


def the_programme(album: Album) -> None:
    """The grid, a session with its people, the release."""
    desk = album.desk
    desk.open(album.day + "programme/")
    album.take("programme", tall=900)
    desk.open(album.day + "programme/?vue=liste")
    desk.click("Réemploi et ressourceries")
    album.take("seance", tall=760)
    desk.open(album.day + "programme/?vue=liste")
    desk.click("Accueil café")
    desk.click("Déplacer")
    desk.fill(starts="08:50")
    desk.page.locator("main form button[type=submit]").last.click()
    desk.open(album.day + "programme/publier/")
    desk.fill(note="L’accueil commence à 8 h 50.")
    album.take("programme-publier", tall=600)
    desk.press("Publier la version 2")


def the_public_page(album: Album) -> None:
    """What the world reads."""
    album.take("page-publique", album.phone(f"{album.house.base}/journees/{album.house.demo['day']}/"))


def inviting(album: Album) -> None:
    """From a list to mails that leave."""
    desk = album.desk
    desk.open(album.day + "invitations/")
    desk.click("Inviter des personnes")
    choice = desk.page.locator("main [name=contact_list]")
    choice.select_option(choice.locator("option", has_text="Cher et du Loiret").get_attribute("value"))
    album.take("inviter", tall=600)
    desk.press("Préparer les invitations de la liste")
    album.take("envoi-texte", tall=900)
    desk.click("Voir l’aperçu")
    album.take("envoi-apercu", tall=900)
    desk.press("M’envoyer un test")
    desk.click("Relire et envoyer")
    album.take("envoi-compte", tall=470)
    desk.page.get_by_role("button", name=re.compile("^Envoyer")).click()
    expect(desk.page.locator("main[data-page=mailing_follow]")).to_be_visible()
    album.take("envoi-suivi", tall=620)


def a_guest(album: Album) -> None:
    """The phone of a person who is invited, then who comes; and of one whose link is lost."""
    phone = album.phone(album.link("invitation"))
    album.take("invitation-telephone", phone)
    form = phone.locator("form[data-verb=register]")
    album.take("invitation-ateliers", phone, at=form)
    radios = form.locator("[data-choice] input[type=radio], input[type=radio][data-choice]").all()
    for name in dict.fromkeys(radio.get_attribute("name") for radio in radios):
        form.locator(f"input[name='{name}']").first.check()
    form.get_by_role("button").click()
    expect(phone.locator("main[data-state=confirmed]")).to_be_visible()
    album.take("inscription-telephone", phone)
    album.take("lien-perdu", album.phone(album.house.base + "/l/une-adresse-perdue/"), tall=440)


def who_comes(album: Album) -> None:
    """The list of registrations, the queue, someone who phoned."""
    desk = album.desk
    desk.open(album.day + "inscriptions/")
    album.take("inscriptions")
    desk.open(album.day + "inscriptions/attente/")
    album.take("liste-attente", tall=720)
    desk.page.locator("main ol a").first.click()
    album.take("inscription", tall=860)


def on_the_day(album: Album) -> None:
    """The page of the accueil, on the screen and on a phone, and the sheet that is signed."""
    phone = album.phone(album.link("accueil"))
    for _ in range(4):
        phone.locator("form[data-verb=check_in] button").first.click()
    phone.goto(album.link("accueil"))
    album.take("accueil-telephone", phone)
    desk = album.desk
    desk.open(album.day + "jour-j/")
    album.take("jour-j")
    desk.press("Préparer la feuille en PDF")
    desk.wait_for_job()
    data = desk.context.request.get(album.house.base + str(desk.page.locator("main a[href*='/fichier/']").first.get_attribute("href"))).body()
    album.keep("emargement", _pages(data, 1, 78)[0].crop((0, 0, 645, 620)))


def the_fiches(album: Album) -> None:
    """The fiches of the day; the one that a phone writes; two who write at once."""
    album.desk.open(album.day + "restitutions/")
    album.take("restitutions", tall=640)
    phone, other = album.phone(album.link("rapporteur")), album.phone(album.link("rapporteur"))
    for kind, words, speaker in (
        ("constat", "Les cantines achètent à quatre-vingts kilomètres, faute d’un atelier de découpe commun.", "Une élue"),
        ("proposition", "Un marché de gros partagé entre six communes, tenu par une Scic.", "Un maraîcher"),
    ):
        phone.locator(f"form[data-verb=add] input[name=kind][value={kind}]").check()
        phone.locator("form[data-verb=add] textarea[name=text]").fill(words)
        phone.locator("form[data-verb=add] [name=speaker]").fill(speaker)
        phone.locator("form[data-verb=add] button").click()
    album.take("fiche-telephone", phone)
    album.take("fiche-extraits", phone, at=phone.locator("#deja"))
    phone.goto(album.link("rapporteur"))
    other.goto(album.link("rapporteur"))
    for page, words in ((phone, "Trois communes sont prêtes à commencer."), (other, "La réunion suivante est à Gien.")):
        page.locator("#notes_text").fill(str(page.locator("#notes_text").input_value()) + "\n" + words)
        page.locator("form[data-verb=notes] button").click()
        page.wait_for_load_state()
    expect(other.locator("main[data-state=conflict]")).to_be_visible()
    album.take("deux-textes", other)


def the_synthesis(album: Album) -> None:
    """Composed beside its sources, then printed."""
    desk = album.desk
    desk.open(f"/bureau/syntheses/{album.house.demo['synthesis']}/")
    album.take("synthese", tall=900)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "synthese.pdf"
        album.house.manage("synthesis", album.house.demo["synthesis"], "--pdf", str(path))
        cover, _contents, inside = _pages(path.read_bytes(), 3, 62)
    both = Image.new("RGB", (cover.width + inside.width + 60, cover.height + 40), "#e7e5df")
    both.paste(cover, (20, 20))
    both.paste(inside, (cover.width + 40, 20))
    album.keep("synthese-pdf", both)


def the_groups(album: Album) -> None:
    """Every group on one screen, its démarche, one of them, its members."""
    group = "/bureau/collectifs/financement-des-cooperations/"
    for name, path, tall in (
        ("collectifs", "/bureau/collectifs/", 800),
        ("demarches", "/bureau/collectifs/demarches/", 560),
        ("collectif", group, 860),
        ("membres", group + "membres/", 800),
        ("decisions", "/bureau/decisions/", 640),
    ):
        album.desk.open(path)
        album.take(name, tall=tall)


def a_meeting(album: Album) -> None:
    """A convened meeting, a member’s phone, the room, the minutes."""
    desk = album.desk
    phone = album.phone(album.link("meeting"))
    album.take("reunion-telephone", phone)
    album.take("reunion-reponse", phone, at=phone.locator("form[data-verb=answer]"), tall=640)
    committee = f"/bureau/collectifs/comite-{album.house.demo['day']}/"
    desk.open(committee + "reunions/")
    desk.click("Copil : derniers réglages")
    album.take("reunion", tall=900)
    desk.open(committee + "reunions/")
    desk.click("Copil : programme")
    desk.click("Lire le compte rendu")
    album.take("compte-rendu", tall=860)


def the_actions(album: Album) -> None:
    """A board, a retro-planning, the phone of an owner."""
    desk = album.desk
    for name, path, tall in (
        ("actions-tableau", "/bureau/collectifs/financement-des-cooperations/actions/", 700),
        ("retroplanning", f"/bureau/collectifs/comite-{album.house.demo['day']}/actions/?vue=retroplanning", 760),
        ("mes-actions", "/bureau/actions/", 640),
    ):
        desk.open(path)
        album.take(name, tall=tall)
    album.take("action-telephone", album.phone(album.link("action")))


def the_accounts(album: Album) -> None:
    """Who has an account, and what the page of one of them says."""
    desk = Desk(album.browser, album.house, "administrateur")
    desk.open("/bureau/comptes/")
    album.take("comptes", desk.page, tall=410)
    assert desk.faults == [], desk.faults
    desk.context.close()


def signing_in(album: Album) -> None:
    """A phone at the door, a key made there and its recovery codes, then the sessions of two devices."""
    phone = album.browser.new_page(locale="fr-FR", viewport={"width": PHONE, "height": TALL})
    protocol = phone.context.new_cdp_session(phone)
    protocol.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True, "automaticPresenceSimulation": True}})
    account = album.house.account("lecture")
    phone.goto(album.house.base + "/connexion/")
    expect(phone.get_by_role("button", name="Entrer avec une clé d’accès")).to_be_visible()
    album.take("connexion-telephone", phone, tall=640)
    _type_password(phone, album.house, account)
    phone.wait_for_url("**/bureau/")
    phone.goto(album.house.base + "/compte/cles-d-acces/ajouter/")
    phone.get_by_label("Nom de la clé").fill("téléphone")
    phone.get_by_role("button", name="Créer ma clé d’accès").click()
    expect(phone.locator("main[data-page=recovery_codes][data-state=shown]")).to_be_visible()
    album.take("codes-de-secours", phone, whole=True)
    code = phone.locator(".recovery-codes code").first.inner_text()
    screen = album.browser.new_page(locale="fr-FR", viewport={"width": WIDE, "height": TALL})
    _type_password(screen, album.house, account)
    screen.get_by_label("Code de secours").fill(code)
    screen.get_by_role("button", name="Ouvrir ma session").click()
    screen.wait_for_url("**/bureau/")
    screen.goto(album.house.base + "/compte/sessions/")
    album.take("sessions", screen, tall=420)
    for page in (screen, phone):
        page.context.close()


def _type_password(page: Page, house: House, account: dict[str, str]) -> None:
    page.goto(house.base + "/connexion/")
    page.get_by_label("Adresse électronique").fill(account["email"])
    page.get_by_label("Mot de passe").fill(account["password"])
    page.get_by_role("button", name="Ouvrir ma session").click()


def _pages(pdf: bytes, count: int, resolution: int) -> list[Image.Image]:
    """The first pages of a PDF as pictures."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-png", "-r", str(resolution), "-l", str(count), "-", f"{folder}/page"]
        subprocess.run(command, input=pdf, check=True, timeout=60)
        return [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(Path(folder).glob("*.png"))]


def main() -> int:
    """A house of its own, the pictures, what they weigh."""
    import os
    import shutil

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with tempfile.TemporaryDirectory(prefix="labo-guide-", ignore_cleanup_errors=True) as folder, sync_playwright() as playwright:
        house, process = start_house(Path(folder), Path(folder) / "serve.log")
        try:
            browser: Any = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
            shoot(house, browser, IMAGES)
            browser.close()
        finally:
            stop_house(process)
    weights = {path.name: path.stat().st_size for path in sorted(IMAGES.glob("*.png"))}
    for name, weight in weights.items():
        sys.stdout.write(f"{weight / 1000:7.1f} kB  {name}\n")
    heavy = [name for name, weight in weights.items() if weight > HEAVIEST]
    sys.stdout.write(f"{sum(weights.values()) / 1000:7.1f} kB  {len(weights)} images\n")
    return 1 if heavy or sum(weights.values()) > ALL_TOGETHER else 0


if __name__ == "__main__":
    sys.exit(main())
