"""Accounts by invitation; rights that go, go at once."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client

from labo_ess.accounts.models import User
from labo_ess.accounts.roles import Role
from labo_ess.audit.actors import Actor
from labo_ess.audit.models import AuditEntry
from labo_ess.outbox.models import OutboxEmail
from labo_ess.signin import services
from labo_ess.signin.exceptions import AddressTaken, LastAdministrator, OwnAccount

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _mail_and_factor(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SECOND_FACTOR_REQUIRED = False


def test_an_invited_person_chooses_a_password_and_signs_in(admin, client):
    response = admin.post("/bureau/comptes/inviter/", {"name": "Zoé Clair", "email": "Zoe@Example.org", "role": "lecture"})
    assert response["Location"] == "/bureau/comptes/"
    invitation = mail.outbox[-1]
    assert (invitation.to, invitation.subject) == (["zoe@example.org"], "Votre compte au Labo de l’ESS")
    address = re.search(r"https?://\S+/connexion/mot-de-passe/\S+", invitation.body).group(0)
    page = client.get(address, follow=True)
    new = "cinq mots qui se suivent mal"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert client.post("/connexion/", {"login": "zoe@example.org", "password": new})["Location"] == "/bureau/"


def test_an_invited_person_cannot_enter_before(client):
    services.invite(email="zoe@example.org", name="Zoé", role=Role.ADMIN, by=BY)
    assert client.post("/connexion/", {"login": "zoe@example.org", "password": ""}).status_code == 422
    assert client.get("/compte/").status_code == 302


def test_the_journal_holds_no_name_of_the_invited():
    services.invite(email="zoe@example.org", name="Zoé Clair", role=Role.TEAM, by=BY)
    assert "zo" not in str(list(AuditEntry.objects.values("details", "actor_id"))).lower()


def test_one_account_per_address(admin, make_user):
    user = make_user(Role.READER)
    response = admin.post("/bureau/comptes/inviter/", {"name": "X", "email": user.email.upper(), "role": "equipe"})
    assert (response.status_code, 'data-error="email"' in response.content.decode()) == (422, True)
    with pytest.raises(AddressTaken):
        services.invite(email=user.email, name="X", role=Role.TEAM, by=BY)


@pytest.mark.parametrize("name", ["", "x" * 5000, "   "])
def test_a_bad_name_is_said_beside_its_field(admin, name):
    response = admin.post("/bureau/comptes/inviter/", {"name": name, "email": "a@example.org", "role": "equipe"})
    assert (response.status_code, 'data-error="name"' in response.content.decode()) == (422, True)
    assert User.objects.filter(email="a@example.org").exists() is False


def test_line_breaks_never_reach_the_headers():
    services.invite(email="zoe@example.org", name="Zoé\r\nBcc: evil@example.org", role=Role.TEAM, by=BY)
    assert mail.outbox[-1].message().get_all("Bcc") is None
    assert mail.outbox[-1].recipients() == ["zoe@example.org"]


def _three_sessions(user):
    clients = [Client() for _ in range(3)]
    for each in clients:
        each.force_login(user)
    return clients


@pytest.mark.parametrize(
    "ending",
    [
        lambda user: services.change_role(user=user, role=Role.READER, by=BY),
        lambda user: services.suspend(user=user, by=BY),
        lambda user: User.objects.filter(pk=user.pk).update(role=Role.READER),  # even behind the services' back
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    ],
)
def test_rights_removed_end_every_session_at_its_next_request(make_user, ending):
    user = make_user(Role.TEAM)
    clients = _three_sessions(user)
    assert [each.get("/compte/").status_code for each in clients] == [200] * 3
    ending(user)
    assert [each.get("/compte/").status_code for each in clients] == [302] * 3


def test_the_last_administrator_stays(make_user):
    only = make_user(Role.ADMIN)
    with pytest.raises(LastAdministrator):
        services.change_role(user=only, role=Role.TEAM, by=BY)
    with pytest.raises(LastAdministrator):
        services.suspend(user=only, by=BY)
    make_user(Role.ADMIN)
    assert services.change_role(user=only, role=Role.TEAM, by=BY).role == Role.TEAM


def test_nobody_suspends_oneself(make_user):
    user = make_user(Role.ADMIN)
    make_user(Role.ADMIN)
    with pytest.raises(OwnAccount):
        services.suspend(user=user, by=Actor.user(user))


def test_the_pages_do_what_they_say(admin, make_user):
    user = make_user(Role.TEAM)
    page = f"/bureau/comptes/{user.public_id}/"
    assert admin.post(page, {"role": "referent"})["Location"] == page
    assert admin.post(f"{page}suspendre/").status_code == 302
    user.refresh_from_db()
    assert (user.role, user.is_active) == ("referent", False)
    admin.post(f"{page}rouvrir/")
    admin.post(f"{page}renvoyer/")
    html = admin.get(page).content.decode()
    said = ["a changé le rôle", "a suspendu ce compte", "a rouvert ce compte", "a renvoyé le lien"]
    assert [text in html for text in said] == [True] * 4


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_one_account_as_for_three(admin, make_user, django_assert_max_num_queries, number):
    for _ in range(number):
        make_user(Role.READER)
    with django_assert_max_num_queries(8):
        page = admin.get("/bureau/comptes/").content.decode()
    assert f'data-count="{number + 1}"' in page


def test_one_renames_oneself(reader):
    assert reader.post("/compte/", {"name": "  Nouveau   Nom "})["Location"] == "/compte/"
    reader.user.refresh_from_db()
    assert reader.user.name == "Nouveau Nom"


def test_the_invitation_is_a_sealed_row_of_the_outbox(settings, make_user):
    settings.EMAIL_BACKEND = "labo_ess.outbox.backend.OutboxBackend"
    user = services.invite(email="zoe@example.org", name="Zoé", role=Role.TEAM, by=BY)
    row = OutboxEmail.objects.get()
    assert (row.private, row.state, "mot-de-passe" in row.text) == (True, "queued", False)
    assert b"mot-de-passe" not in bytes(row.sealed)
    assert user.email not in str(list(AuditEntry.objects.values()))


def test_a_lost_phone_is_not_the_end(admin, make_user):
    user = make_user(Role.TEAM)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client = _three_sessions(user)[0]
    page = f"/bureau/comptes/{user.public_id}/"
    assert "Retirer le second facteur" in admin.get(page).content.decode()
    admin.post(f"{page}second-facteur/retirer/")
    assert "Retirer le second facteur" not in admin.get(page).content.decode()
    assert client.get("/compte/").status_code == 302
