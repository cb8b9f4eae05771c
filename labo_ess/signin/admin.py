"""The Django admin in our look, entered through our own sign-in."""

import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401  these register first, so that what is below can take theirs away
import django.contrib.auth.admin  # noqa: F401
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

admin.site.site_header = "Le Labo de l’ESS"
admin.site.site_title = "Réglages du Labo"
admin.site.index_title = "Réglages"
admin.site.enable_nav_sidebar = True
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

for _model in (Group, EmailAddress, Authenticator, UserSession):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)  # roles replace groups; the secrets of accounts are managed by their owners
