"""Addresses of this feature."""

from django.urls import URLPattern, URLResolver

app_name = "mandates"

urlpatterns: list[URLPattern | URLResolver] = []
