"""The key with which the stand-in signs id tokens, and how Google shows such keys."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from google.auth import crypt, jwt

from service.standin.auth import SYSTEM
from service.standin.state import Database

_KIND = "signing"
_BEGIN = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
_END = dt.datetime(2075, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key, kept over restarts."""

    id: str
    private: str
    certificate: str

    def sign(self, claims: dict[str, Any]) -> str:
        """An RS256 token."""
        signer = crypt.RSASigner.from_string(self.private, self.id)
        token: bytes = jwt.encode(signer, claims)
        return token.decode()

    def as_jwk(self) -> dict[str, str]:
        """The public half as /oauth2/v3/certs shows it."""
        public = x509.load_pem_x509_certificate(self.certificate.encode()).public_key()
        if not isinstance(public, rsa.RSAPublicKey):
            raise TypeError("the key of the stand-in is an RSA key")
        numbers = public.public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": _base64(numbers.n),
            "e": _base64(numbers.e),
        }


def signing_key(database: Database) -> SigningKey:
    """The key of this stand-in, made at the first call."""
    with database.transaction(SYSTEM, dt.datetime.now(dt.UTC), write=True) as state:
        kept = state.thing(_KIND, "oidc")
        if kept is None:
            kept = _new_key()
            state.put_thing(_KIND, "oidc", kept)
    return SigningKey(**kept)


def _new_key() -> dict[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "federated-signon.standin.example")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGIN)
        .not_valid_after(_END)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "id": secrets.token_hex(20),
        "private": private.decode(),
        "certificate": certificate.public_bytes(serialization.Encoding.PEM).decode(),
    }


def _base64(number: int) -> str:
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
