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
            cursor.execute(f"SELECT count(*) {self._behind}", [key_mark(), 0])
            return int(cursor.fetchone()[0])

    def rotate(self, at_once: int = AT_ONCE) -> Iterator[int]:
        for _ in range(PASSES):
            last, seen = 0, 0
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
    def _behind(self) -> str:
        meta, column = self.field.model._meta, f'"{self.field.column}"'
        mark = f"substring({column} FROM 1 FOR length(mark.key))"
        return (
            f'FROM "{meta.db_table}", (SELECT %s::bytea AS key) AS mark '
            f'WHERE {column} IS NOT NULL AND {mark} <> mark.key AND "{self._key}" > %s'
        )

    def _rotate_after(self, last: int, at_once: int) -> tuple[int, int] | None:
        """One transaction: the last key that it saw and how many it did, or None at the end."""
        table, column, key = (
            self.field.model._meta.db_table,
            self.field.column,
            self._key,
        )
        with without_trace(self.field.model), connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{key}", "{column}" {self._behind} ORDER BY "{key}" LIMIT {at_once} '
                f'FOR NO KEY UPDATE OF "{table}" SKIP LOCKED',
                [key_mark(), last],
            )
            rows = [(pk, bytes(sealed)) for pk, sealed in cursor.fetchall()]
            if not rows:
                return None
            sealed_for = self.field.sealed_for
            anew = [seal(unseal(old, sealed_for), sealed_for) for _, old in rows]
            cursor.execute(
                f'UPDATE "{table}" AS old SET "{column}" = new.sealed '  # noqa: S608  ours
                f"FROM unnest(%s::bigint[], %s::bytea[]) AS new (pk, sealed) "
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
