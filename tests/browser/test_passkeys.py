"""Passkeys in a real browser, with Chromium's own virtual authenticator: set, alone, as a second factor, refused, removed."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.audit.models import AuditEntry

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PASSWORD = "un mot de passe long 42"


class Device:
    """A browser with a telephone that verifies its owner, or does not."""

    def __init__(self, chromium: Any, base: str) -> None:
        self.context = chromium.new_context(base_url=base, locale="fr-FR")
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text) if "Content Security Policy" in message.text else None)
        self.protocol = self.context.new_cdp_session(self.page)
        self.protocol.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
        self.key = self.protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def owner_is_there(self, verified: bool) -> None:
        self.protocol.send("WebAuthn.setUserVerified", {"authenticatorId": self.key, "isUserVerified": verified})

    def credentials(self) -> list[dict[str, Any]]:
        return self.protocol.send("WebAuthn.getCredentials", {"authenticatorId": self.key})["credentials"]

    def type_password(self, user: User) -> None:
        self.page.goto("/connexion/")
        self.page.get_by_label("Adresse électronique").fill(user.email)
        self.page.get_by_label("Mot de passe").fill(PASSWORD)
        self.page.get_by_role("button", name="Ouvrir ma session").click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def arrives(self, path: str) -> None:
        """The path alone: what stands behind « next= » is where one is going, not where one is."""
        self.page.wait_for_url(lambda url: urlsplit(url).path == path)

    def where(self) -> str:
        return str(self.page.locator("main").get_attribute("data-page"))

    def leave(self) -> None:
        self.page.goto("/deconnexion/")
        self.press("Fermer ma session")
        self.arrives("/connexion/")


@pytest.fixture
def user(make_user: Any, settings: Any, live_server: Any) -> User:
    settings.SITE_URL = live_server.url
    settings.SECOND_FACTOR_REQUIRED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return make_user(Role.TEAM)


@pytest.fixture
def device(chromium: Any, live_server: Any, user: User) -> Iterator[Device]:
    """A browser in which a passkey was set, as the house asks of the team."""
    made = Device(chromium, live_server.url)
    made.type_password(user)
    made.arrives("/compte/second-facteur/activer/")
    made.page.get_by_role("link", name="Prendre plutôt une clé d’accès").click()
    made.page.get_by_label("Nom de la clé").fill("Téléphone")
    made.press("Créer ma clé d’accès")
    made.arrives("/compte/codes-de-secours/")
    yield made
    assert made.faults == []
    made.context.close()


def test_a_passkey_opens_alone_and_counts_as_two_factors(device: Device, user: User) -> None:
    assert [each["isResidentCredential"] for each in device.credentials()] == [True]
    device.leave()
    device.page.goto("/connexion/?next=/bureau/aide/")
    device.press("Entrer avec une clé d’accès")
    device.arrives("/bureau/aide/")
    device.page.goto("/bureau/corbeille/")
    assert device.page.url.endswith("/bureau/corbeille/")
    entry = AuditEntry.objects.filter(verb="account.signed_in", object_id=user.public_id).first()
    assert entry is not None
    assert entry.details == {"means": ["webauthn"]}


def test_recovery_codes_are_shown_once_and_open_once(device: Device, user: User) -> None:
    codes = device.page.locator(".recovery-codes code").all_inner_texts()
    with device.page.expect_download() as waiting:
        device.press("Télécharger les codes")
    assert [line for line in waiting.value.path().read_text().splitlines() if line.isdigit()] == codes
    device.page.reload()
    assert (len(codes), device.page.locator(".recovery-codes code").count()) == (10, 0)
    device.leave()
    for code, where in ((codes[0], "/bureau/"), (codes[0], "/connexion/code/"), (codes[1], "/bureau/")):
        if urlsplit(device.page.url).path != "/connexion/code/":
            device.type_password(user)
            device.arrives("/connexion/code/")
        device.page.get_by_label("Code de secours").fill(code)
        device.press("Ouvrir ma session")
        device.arrives(where)
        if where == "/bureau/":
            device.leave()
        else:
            device.page.get_by_text("a déjà servi").last.wait_for()


def test_after_the_password_it_is_the_second_factor(device: Device, user: User) -> None:
    device.leave()
    device.type_password(user)
    device.arrives("/connexion/code/")
    device.press("Continuer avec ma clé d’accès")
    device.arrives("/bureau/")


def test_who_does_not_prove_to_be_its_owner_stays_outside(device: Device) -> None:
    device.leave()
    device.owner_is_there(False)
    device.press("Entrer avec une clé d’accès")
    device.page.get_by_text("La clé d’accès n’a pas été lue").wait_for()
    device.page.goto("/bureau/")
    assert device.where() == "sign_in"


def test_a_suspended_account_does_not_enter_by_its_passkey(device: Device, user: User) -> None:
    device.leave()
    User.objects.filter(pk=user.pk).update(is_active=False)
    device.press("Entrer avec une clé d’accès")
    device.arrives("/connexion/suspendu/")


def test_a_key_is_renamed_then_removed_and_opens_no_more(device: Device, user: User) -> None:
    device.page.goto("/compte/cles-d-acces/")
    device.page.get_by_role("link", name="Renommer Téléphone").click()
    device.page.get_by_label("Nom de la clé").fill("Téléphone bleu")
    device.press("Renommer la clé")
    device.page.get_by_role("link", name="Retirer Téléphone bleu").click()
    device.press("Retirer la clé d’accès")
    device.arrives("/compte/second-facteur/activer/")  # the role asks for one
    assert Authenticator.objects.filter(user=user).count() == 0
    device.leave()
    device.press("Entrer avec une clé d’accès")
    device.page.get_by_text("Cette clé d’accès ne convient pas").wait_for()
    assert device.where() == "sign_in"
    assert [entry.details for entry in AuditEntry.objects.filter(verb="account.sign_in_refused", object_id=user.public_id)] == [{"why": "passkey"}]
