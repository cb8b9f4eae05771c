"""Addresses of the house's own upkeep."""

from django.urls import path

from labo_ess.accounts.url_roles import declare
from labo_ess.operations import public

app_name = "operations"
urlpatterns = [path("sante/", public.health, name="health")]

declare("operations:health", "public_page")
