"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver, path

from labo_ess.accounts.roles import can_read_house
from labo_ess.accounts.url_roles import declare
from labo_ess.ui import navigation
from reports.dashboard import views

app_name = "dashboard"

urlpatterns: list[URLPattern | URLResolver] = [path("bureau/", views.today, name="today")]

declare("reports:dashboard:today", "account_read")

navigation.entry(10, "Aujourd’hui", "sunrise", "reports:dashboard:today", can_read_house)  # a référent·e begins with its démarches
