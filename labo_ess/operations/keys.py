"""Keys stay out of a bundle; their fingerprints go in, so that a restore under other keys says what it costs."""

import hashlib
import hmac

from django.conf import settings

from labo_ess.text.typography import typo_fr

_PURPOSE = b"labo_ess.operations/fingerprint/1"
_COST = {
    "LINK_KEY": "les liens personnels déjà envoyés ne s’ouvriront plus",
    "MAIL_KEY": (
        "les applications de connexion en deux étapes ne seront plus reconnues, une personne qui s’est opposée aux envois "
        "ne le sera plus, et les courriels de connexion en attente seront annulés"
    ),
    "SECRET_KEY": "tout le monde devra se reconnecter, et les adresses de nouveau mot de passe déjà envoyées ne valent plus",
}


def fingerprints() -> dict[str, str]:
    """One short proof for each key in use, from which nobody finds the key."""
    return {name: _fingerprint(keys[0]) for name, keys in _keys().items()}


def warnings(made_under: dict[str, str]) -> list[str]:
    """What a restore loses when this house has other keys; a previous key kept in the environment is good too."""
    ours = {name: {_fingerprint(key) for key in keys if key} for name, keys in _keys().items()}
    return [
        typo_fr(
            f"Attention : {name} n’est pas celle de la sauvegarde : {cost}. Si vous retrouvez l’ancienne clé, mettez-la dans l’environnement "
            f"({'ou dans ' + name + '_PREVIOUS' if name != 'SECRET_KEY' else 'à la place de celle-ci'}), puis relancez le service."
        )
        for name, cost in _COST.items()
        if name in made_under and made_under[name] not in ours[name]
    ]


def _keys() -> dict[str, list[str]]:
    return {"LINK_KEY": settings.LINK_KEYS, "MAIL_KEY": settings.MAIL_KEYS, "SECRET_KEY": [settings.SECRET_KEY]}


def _fingerprint(key: str) -> str:
    return hmac.new(key.encode(), _PURPOSE, hashlib.sha256).hexdigest()[:16]
