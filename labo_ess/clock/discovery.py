"""Finds the modules of one name in every feature, so that what they register is known to web, worker and commands alike."""

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

HOUSE = ("labo_ess", "contacts", "collectives", "events", "reports")


@cache
def import_everywhere(name: str) -> tuple[str, ...]:
    """Import `<app>.<name>` and `<app>.<feature>.<name>` of every app of the house; answers what was found.

    Called lazily by the registries: Celery's own discovery sees only the apps' tables of contents, and the web process none.
    """
    found = []
    for config in apps.get_app_configs():
        if config.name.split(".")[0] not in HOUSE:
            continue
        packages = [config.name]
        packages += [f"{config.name}.{child.name}" for child in pkgutil.iter_modules([config.path]) if child.ispkg]
        for package in packages:
            if find_spec(f"{package}.{name}") is not None:
                import_module(f"{package}.{name}")
                found.append(f"{package}.{name}")
    return tuple(found)
