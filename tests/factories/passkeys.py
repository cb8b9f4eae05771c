"""A passkey as a browser would have made it, its secret thrown away: it can be listed, asked for and removed, and proves nothing."""

from secrets import token_bytes
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData


def passkey_of(user: Any, name: str = "Téléphone") -> Authenticator:
    """Give that account a passkey."""
    number = token_bytes(16)
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    held = AuthenticatorData.create(token_bytes(32), flags, 0, AttestedCredentialData.create(b"\0" * 16, number, public))
    said = CollectedClientData.create("webauthn.create", b"x" * 32, "http://localhost")
    response = {"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(AttestationObject.create("none", held, {}))}
    credential = {
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "type": "public-key",
        "response": response,
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    return WebAuthn.add(user, name, credential).instance
