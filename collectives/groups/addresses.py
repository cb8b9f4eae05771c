"""Addresses of démarches and groups: made of their name, never a word that the house uses in the same place."""

from typing import Any

from labo_ess.text.slugs import slugify_fr

RESERVED_SLUGS = frozenset({"demarches", "nouveau", "nouvelle", "decisions", "actions", "modifier", "corbeille"})


def free_slug(model: Any, wanted: str, otherwise: str) -> str:
    """The address, with a number when another row bears it already or the house keeps the word."""
    length = model._meta.get_field("slug").max_length
    stem = slugify_fr(wanted)[: length - 5].strip("-") or otherwise
    taken = set(model._base_manager.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED_SLUGS
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
