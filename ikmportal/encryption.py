"""Personal data at rest: AES-256-GCM with the column as associated data, and a blind index.

A ciphertext is ``version(1) | key id length(1) | key id | nonce(12) | sealed text + tag(16)``.
It opens only in the column it was sealed for, so that a value moved by SQL to another column
is refused. The blind index is an HMAC-SHA256 with a key kept outside the database: plain
hashes of the NIKs of one regency are enumerated in half a core-hour.
"""

import base64
import hashlib
import hmac
import os
from functools import cache, lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

VERSION = 1
NONCE_BYTES = 12


class SealedText:
    """A value as the database holds it. Only `reveal()` opens it: printing never does."""

    __slots__ = ("ciphertext", "column")

    def __init__(self, ciphertext: bytes, column: str) -> None:
        self.ciphertext = ciphertext
        self.column = column

    def reveal(self) -> str:
        """The plain text. Raises ValueError if it was sealed for another column or altered."""
        return unseal(self.ciphertext, self.column)

    def __str__(self) -> str:
        return "••••"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SealedText) and self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(self.ciphertext)

    def __bool__(self) -> bool:
        return True


class EncryptedTextField(models.BinaryField):
    """Text that the database stores encrypted and Python holds sealed.

    Assign a str; read a SealedText. The column name is part of what is authenticated.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    @property
    def sealed_for(self) -> str:
        """The associated data: the column of the live table, also in its history table."""
        meta = self.model._meta
        tracked = getattr(self.model, "pgh_tracked_model", None)
        table = tracked._meta.db_table if tracked else meta.db_table
        return f"{table}.{self.attname}"

    def from_db_value(self, value: Any, *_: Any) -> SealedText | None:
        return None if value is None else SealedText(bytes(value), self.sealed_for)

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            value = seal(value, self.sealed_for)
        elif isinstance(value, SealedText):
            value = value.ciphertext
        return super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)


def seal(text: str, column: str) -> bytes:
    """Encrypt for one column, under the first key."""
    cipher = _cipher(next(iter(keys().values())))
    nonce = os.urandom(NONCE_BYTES)
    return key_mark() + nonce + cipher.encrypt(nonce, text.encode(), column.encode())


def key_mark() -> bytes:
    """How everything sealed under the first key begins."""
    key_id = next(iter(keys())).encode()
    return bytes([VERSION, len(key_id)]) + key_id


def unseal(ciphertext: bytes, column: str) -> str:
    """Decrypt what `seal` made. Raises ValueError if anything was altered or moved."""
    length = ciphertext[1]
    key_id = ciphertext[2 : 2 + length].decode()
    nonce = ciphertext[2 + length : 2 + length + NONCE_BYTES]
    sealed = ciphertext[2 + length + NONCE_BYTES :]
    try:
        return _cipher(keys()[key_id]).decrypt(nonce, sealed, column.encode()).decode()
    except (InvalidTag, KeyError) as error:
        raise ValueError(f"The value in {column} cannot be opened.") from error


def blind_index(text: str, purpose: str) -> str:
    """A keyed hash to find equal values by: 64 hex digits. `purpose` keeps columns apart."""
    return keyed_hash(settings.BLIND_INDEX_KEY, text, purpose)


def keyed_hash(secret: str, text: str, purpose: str) -> str:
    """64 hex digits that nobody can make without the secret."""
    begun = _begun(secret).copy()
    begun.update(f"{purpose}\0{text}".encode())
    return begun.hexdigest()


@lru_cache(maxsize=4)
def _begun(secret: str) -> hmac.HMAC:
    """A hash that has taken in its key: a list of 100,000 rows does that once."""
    return hmac.new(hashlib.sha256(secret.encode()).digest(), digestmod=hashlib.sha256)


@cache
def keys() -> dict[str, bytes]:
    """The keys of FIELD_ENCRYPTION_KEYS by id, the one in use first."""
    found = {}
    for entry in settings.FIELD_ENCRYPTION_KEYS:
        key_id, _, encoded = entry.partition(":")
        key = base64.b64decode(encoded)
        if len(key) != 32 or not 0 < len(key_id) < 32:
            raise ImproperlyConfigured(
                "FIELD_ENCRYPTION_KEYS wants «id:base64 of 32 bytes», separated by commas."
            )
        found[key_id] = key
    return found


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    """A key made ready, which costs as much as sealing a cell."""
    return AESGCM(key)
