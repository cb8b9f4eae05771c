"""Sign-in, one's account and everyone's accounts. Only allauth's pages that are used, under French addresses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from labo_ess.accounts.url_roles import declare
from labo_ess.signin import passkeys, views
from labo_ess.throttle.steady import steady

house = (
    [
        path("compte/", views.me, name="me"),
        path("compte/sessions/<slug:handle>/fermer/", views.end_session, name="end_session"),
        path("compte/cles-d-acces/<slug:handle>/nom/", passkeys.rename, name="rename_passkey"),
        path("compte/cles-d-acces/<slug:handle>/retirer/", passkeys.remove, name="remove_passkey"),
        path("bureau/comptes/", views.accounts, name="accounts"),
        path("bureau/comptes/inviter/", views.invite, name="invite"),
        path("bureau/comptes/<uuid:public_id>/", views.account, name="account"),
        path("bureau/comptes/<uuid:public_id>/suspendre/", views.suspend, name="suspend"),
        path("bureau/comptes/<uuid:public_id>/rouvrir/", views.reactivate, name="reactivate"),
        path("bureau/comptes/<uuid:public_id>/second-facteur/retirer/", views.drop_second_factor, name="drop_second_factor"),
        path("bureau/comptes/<uuid:public_id>/renvoyer/", views.invite_again, name="invite_again"),
    ],
    "signin",
)

urlpatterns = [
    path("", include(house)),
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", passkeys.second_step, name="mfa_authenticate"),
    path("connexion/courriel/", steady(account.request_login_code), name="account_request_login_code"),
    path("connexion/courriel/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle-d-acces/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("connexion/mot-de-passe/", steady(account.password_reset), name="account_reset_password"),
    path("connexion/mot-de-passe/envoye/", account.password_reset_done, name="account_reset_password_done"),
    path("connexion/mot-de-passe/choisi/", login_not_required(account.password_reset_from_key_done), name="account_reset_password_from_key_done"),
    re_path(
        r"^connexion/mot-de-passe/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("connexion/suspendu/", login_not_required(account.account_inactive), name="account_inactive"),
    path("connexion/creation/", account.signup, name="account_signup"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("compte/confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("compte/confirmer/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("compte/confirmer/cle-d-acces/", passkeys.reauthenticate, name="mfa_reauthenticate_webauthn"),
    path("compte/mot-de-passe/premier/", account.password_set, name="account_set_password"),
    path("compte/mot-de-passe/", account.password_change, name="account_change_password"),
    path("compte/second-facteur/", mfa.index, name="mfa_index"),
    path("compte/second-facteur/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("compte/second-facteur/retirer/", views.with_application(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("compte/cles-d-acces/", passkeys.listed, name="mfa_list_webauthn"),
    path("compte/cles-d-acces/ajouter/", passkeys.add, name="mfa_add_webauthn"),
    path("compte/codes-de-secours/", views.codes, name="mfa_view_recovery_codes"),
    path("compte/codes-de-secours/nouveaux/", views.with_second_factor(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("compte/codes-de-secours/fichier/", views.codes_file, name="mfa_download_recovery_codes"),
    path("compte/sessions/", sessions.list_usersessions, name="usersessions_list"),
]

for _name in (
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "mfa_login_webauthn",
    "mfa_authenticate",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_signup",
    "account_logout",
):
    declare(_name, "public_form")
for _name in ("account_reset_password_done", "account_reset_password_from_key_done", "account_inactive"):
    declare(_name, "public_page")
for _name in (
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_change_password",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "usersessions_list",
    "signin:me",
    "signin:rename_passkey",
    "signin:remove_passkey",
):
    declare(_name, "account_page")
for _name in ("signin:end_session", "mfa_download_recovery_codes"):
    declare(_name, "account_action")
for _name in ("mfa_index", "mfa_list_webauthn", "mfa_view_recovery_codes"):
    declare(_name, "account_read")
declare("signin:accounts", "admin_read")
declare("signin:invite", "admin_page")
declare("signin:account", "admin_page")
for _name in ("signin:suspend", "signin:reactivate", "signin:invite_again", "signin:drop_second_factor"):
    declare(_name, "admin_action")
declare("admin:*", "django_admin", lecture=("forbidden", "forbidden"), referent=("not_found", "not_found"), equipe=("forbidden", "forbidden"))
