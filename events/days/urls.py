"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver

app_name = "days"

urlpatterns: list[URLPattern | URLResolver] = []
