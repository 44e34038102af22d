"""Key rotation: what was sealed under an old key is sealed again, under the first one.

A ciphertext begins with the name of its key, so what is behind is found by looking; nothing
is remembered between runs, and one that was killed is simply run again. Old keys go on
opening what they sealed until nothing is left under them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db import connection

from ikmportal.encryption import EncryptedTextField, key_mark, seal, unseal
from ikmportal.history import without_trace

AT_ONCE = 500  # rows of one short transaction
PASSES = 5  # rows that somebody holds are passed over, and come up in the next pass


class Vault(Protocol):
    """A place where sealed values lie."""

    @property
    def name(self) -> str: ...

    def behind(self) -> int:
        """How many values an old key still seals."""

    def rotate(self, at_once: int = AT_ONCE) -> Iterator[int]:
        """Seal them again, some at a time: each number is of values done and kept."""


@dataclass(frozen=True)
class Column:
    """The values of one encrypted column, of a live table or of its history."""

    field: EncryptedTextField

    @property
    def name(self) -> str:
        return f"{self.field.model._meta.db_table}.{self.field.column}"

    def behind(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {self._behind}", [key_mark(), None, None])
            return int(cursor.fetchone()[0])

    def rotate(self, at_once: int = AT_ONCE) -> Iterator[int]:
        for _ in range(PASSES):
            last, seen = None, 0
            while found := self._rotate_after(last, at_once):
                last, done = found
                seen += done
                yield done
            if not seen:
                return

    @property
    def _key(self) -> str:
        return str(self.field.model._meta.pk.column)

    @property
    def _type(self) -> str:
        """Of the key: a number, or a UUID."""
        return str(self.field.model._meta.pk.rel_db_type(connection))

    @property
    def _behind(self) -> str:
        column, key = f'live."{self.field.column}"', f'live."{self._key}"'
        start = f"substring({column} FROM 1 FOR length(newest.mark))"
        return (
            f'FROM "{self.field.model._meta.db_table}" AS live, '
            f"(SELECT %s::bytea AS mark) AS newest "
            f"WHERE {column} IS NOT NULL AND {start} <> newest.mark "
            f"AND (%s::{self._type} IS NULL OR {key} > %s::{self._type})"
        )

    def _rotate_after(self, last: Any, at_once: int) -> tuple[Any, int] | None:
        """One transaction: the last key that it saw and how many it did, or None at the end."""
        table, column, key = (
            self.field.model._meta.db_table,
            self.field.column,
            self._key,
        )
        with without_trace(self.field.model), connection.cursor() as cursor:
            cursor.execute(
                f'SELECT live."{key}", live."{column}" {self._behind} '
                f'ORDER BY live."{key}" LIMIT {at_once} '
                f"FOR NO KEY UPDATE OF live SKIP LOCKED",
                [key_mark(), last, last],
            )
            rows = [(pk, bytes(sealed)) for pk, sealed in cursor.fetchall()]
            if not rows:
                return None
            sealed_for = self.field.sealed_for
            anew = [seal(unseal(old, sealed_for), sealed_for) for _, old in rows]
            cursor.execute(
                f'UPDATE "{table}" AS old SET "{column}" = new.sealed '  # noqa: S608  ours
                f"FROM unnest(%s::{self._type}[], %s::bytea[]) AS new (pk, sealed) "
                f'WHERE old."{key}" = new.pk',
                [[pk for pk, _ in rows], anew],
            )
        return rows[-1][0], len(rows)


PROVIDERS: list[Callable[[], Iterable[Vault]]] = []


def register(provider: Callable[[], Iterable[Vault]]) -> None:
    """Name further vaults: sealed files, secrets inside JSON. Called from an app's `ready`."""
    PROVIDERS.append(provider)


def vaults() -> list[Vault]:
    """Every place where sealed values lie: the columns, and what was registered."""
    columns: list[Any] = [
        Column(field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    ]
    return [*columns, *(vault for provider in PROVIDERS for vault in provider())]
