"""Rights removed with a session open: the next request is refused, on every device."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client

from labo_ess.accounts.roles import Role
from labo_ess.audit.models import AuditEntry
from labo_ess.signin import factors

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PASSWORD = "un mot de passe long 42"


def devices(user, number=2):
    """Browsers in which that person has really signed in."""
    clients = [Client(headers={"user-agent": f"Firefox {n} Linux"}) for n in range(number)]
    for each in clients:
        assert each.post("/connexion/", {"login": user.email, "password": PASSWORD})["Location"] == "/bureau/"
    return clients


def statuses(clients, path):
    return [each.get(path).status_code for each in clients]


@pytest.mark.parametrize("role", [Role.READER, Role.REFERENT])
def test_a_lowered_role_is_felt_at_the_next_request(make_user, admin, role):
    user = make_user(Role.TEAM)
    clients = devices(user)
    assert statuses(clients, "/bureau/corbeille/") == [200, 200]
    admin.post(f"/bureau/comptes/{user.public_id}/", {"role": role})
    assert statuses(clients, "/bureau/corbeille/") == [302, 302]
    again = devices(user, 1)[0]
    assert again.get("/bureau/journees/nouvelle/").status_code == {Role.READER: 403, Role.REFERENT: 404}[role]


def test_a_suspended_account_is_out_at_the_next_request(make_user, admin):
    user = make_user(Role.TEAM)
    clients = devices(user)
    admin.post(f"/bureau/comptes/{user.public_id}/suspendre/")
    assert [each.post("/compte/", {"name": "Encore là"})["Location"][:11] for each in clients] == ["/connexion/"] * 2
    user.refresh_from_db()
    assert user.name != "Encore là"
    back = Client().post("/connexion/", {"login": user.email, "password": PASSWORD})
    assert back.get("Location", "/connexion/suspendu/") == "/connexion/suspendu/"


def test_a_second_factor_dropped_by_an_administrator_ends_the_sessions(make_user, admin, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    user = make_user(Role.TEAM)
    clients = devices(user)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert statuses(clients, "/compte/") == [200, 200]
    admin.post(f"/bureau/comptes/{user.public_id}/second-facteur/retirer/")
    assert statuses(clients, "/compte/") == [302, 302]
    assert Authenticator.objects.filter(user=user).count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_set_here_ends_the_sessions_elsewhere(make_user):
    from tests.labo_ess.signin.test_signin import code_of

    user = make_user(Role.READER)
    here, elsewhere = devices(user)
    here.get("/compte/second-facteur/activer/")
    here.post("/compte/second-facteur/activer/", {"code": code_of(here.session["mfa.totp.secret"])})
    assert (here.get("/compte/").status_code, elsewhere.get("/compte/").status_code) == (200, 302)


def test_one_ends_another_device_and_keeps_this_one(make_user):
    user = make_user(Role.READER)
    here, elsewhere, third = devices(user, 3)
    page = here.get("/compte/sessions/").content.decode()
    assert page.count("Fermer cette session") == 2
    other = UserSession.objects.get(session_key=elsewhere.session.session_key)
    address = f"/compte/sessions/{factors.handle(other)}/fermer/"
    assert address in page
    assert str(other.session_key) not in page
    assert here.post(address)["Location"] == "/compte/sessions/"
    assert [each.get("/compte/").status_code for each in (here, elsewhere, third)] == [200, 302, 200]
    assert AuditEntry.objects.filter(verb="account.session_ended", object_id=user.public_id).count() == 1
    assert here.post("/compte/sessions/")["Location"] == "/compte/sessions/"
    assert [each.get("/compte/").status_code for each in (here, third)] == [200, 302]


def test_nobody_ends_the_session_of_someone_else(make_user, reader):
    user = make_user(Role.READER)
    theirs = devices(user, 1)[0]
    session = UserSession.objects.get(user=user)
    assert reader.post(f"/compte/sessions/{factors.handle(session)}/fermer/").status_code == 404
    assert theirs.get("/compte/").status_code == 200


def test_a_demarche_taken_away_is_not_found_at_the_next_request(make_user):
    from tests.factories.groups import CollectiveFactory

    user = make_user(Role.REFERENT)
    collective = CollectiveFactory()
    process = collective.process
    process.referents.add(user)
    clients = devices(user)
    page = f"/bureau/collectifs/{collective.slug}/"
    assert statuses(clients, page) == [200, 200]
    process.referents.remove(user)
    assert statuses(clients, page) == [404, 404]
    assert [each.post(f"{page}reunions/nouvelle/", {}).status_code for each in clients] == [404, 404]


def test_whoever_holds_the_machine_takes_the_second_factor_away(make_user, capsys):
    user = make_user(Role.ADMIN)
    clients = devices(user)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    call_command("drop_second_factor", user.email.upper())
    assert (Authenticator.objects.count(), statuses(clients, "/compte/")) == (0, [302, 302])
    assert AuditEntry.objects.filter(verb="account.second_factor_dropped", actor_kind="system").count() == 1
    with pytest.raises(CommandError):
        call_command("drop_second_factor", "rien@example.org")
