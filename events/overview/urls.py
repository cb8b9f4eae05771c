"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver

app_name = "overview"

urlpatterns: list[URLPattern | URLResolver] = []
