"""Words of an address."""

import re

from labo_ess.text.search import search_key

_MAX_LENGTH = 60


def slugify_fr(text: str, max_length: int = _MAX_LENGTH) -> str:
    """« Cœur d’Hérault : l’été » → `coeur-d-herault-l-ete`; cut between words; empty when nothing is left."""
    slug = re.sub(r"[^a-z0-9]+", "-", search_key(text)).strip("-")
    if len(slug) <= max_length:
        return slug
    cut = slug[: max_length + 1]
    return (cut.rsplit("-", 1)[0] if "-" in cut else cut[:max_length]).strip("-")
