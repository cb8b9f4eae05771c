"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver

app_name = "registration"

urlpatterns: list[URLPattern | URLResolver] = []
