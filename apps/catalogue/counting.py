"""What is drawn and counted by a job and not for each visitor: bitmaps of terms, and words."""

import sys
from array import array
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from pyroaring import BitMap

from apps.catalogue.bitmaps import EVERY
from apps.catalogue.models import CatalogueState, TermBitmap
from apps.catalogue.stretches import NO_VALUE, ORDERED, term

SMALL = 2_000  # entries that are counted row by row
STRETCHED = 4_096  # entries of a stretch of an order
PART = 1 << 16  # keys of products: one container of a compressed bitmap
TERMS = (
    "SELECT term, string_agg(int4send((product_id %% %(size)s)::int), '') FROM ("
    "SELECT product_id, unnest(tsvector_to_array(words)) AS term FROM catalogue_catalogueentry "
    "WHERE product_id >= %(first)s AND product_id < %(first)s + %(size)s "
    "UNION ALL SELECT product_id, unnest({more}) FROM catalogue_catalogueentry "
    "WHERE product_id >= %(first)s AND product_id < %(first)s + %(size)s"
    ") AS held GROUP BY term"
)
# In which stretch of an order an entry lies, by the bounds of these.
STRETCH = "%({column}_start)s || coalesce(width_bucket({column}, %({column})s::{kind}[])::text, %(none)s)"
KINDS = {"shown_at": "timestamptz", "sort_name": "text", "price": "bigint"}
AT_ONCE = 2_000
SHORTEST = 4
# Lexemes of letters alone: neither numbers nor what is filtered by.
WORDS = (
    "INSERT INTO catalogue_knownword (word, products) SELECT word, ndoc FROM "
    "ts_stat('SELECT words FROM catalogue_catalogueentry') "
    "WHERE length(word) BETWEEN %s AND 40 AND word ~ '^[[:alpha:]]+$'"
)


@transaction.atomic
def draw_bitmaps(*, anew: bool = False) -> int:
    """Draw the parts in which something has changed, or all. Returns how many were drawn.

    A catalogue whose rows are quickly read has no bitmaps.
    """
    state, _made = CatalogueState.objects.get_or_create(pk=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue.bitmaps'))")
        cursor.execute("DELETE FROM catalogue_changedentry RETURNING product_id")
        parts = {product // PART for (product,) in cursor.fetchall()}
    state.refresh_from_db()
    if not _is_large():
        TermBitmap.objects.all().delete()
        CatalogueState.objects.exclude(bitmaps=None).update(bitmaps=None, bounds={})
        return 0
    if anew or state.bitmaps is None:
        TermBitmap.objects.all().delete()
        parts, state.bounds = _parts(), _bounds()
    for part in sorted(parts):
        TermBitmap.objects.filter(part=part).delete()
        TermBitmap.objects.bulk_create(_drawn(part, state.bounds), batch_size=AT_ONCE)
    if parts:
        state.bitmaps = uuid4()
        state.save(update_fields=["bitmaps", "bounds"])
    return len(parts)


def _is_large() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM catalogue_catalogueentry LIMIT %s) AS first",
            [SMALL + 1],
        )
        return cursor.fetchone()[0] > SMALL


def _parts() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT product_id / %s FROM catalogue_catalogueentry", [PART]
        )
        return {part for (part,) in cursor.fetchall()}


def _bounds() -> dict[str, list[Any]]:
    """Where to cut each order so that its stretches have some thousand entries."""
    found: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalogue_catalogueentry")
        pieces = max(1, cursor.fetchone()[0] // STRETCHED)
        shares = [piece / pieces for piece in range(1, pieces)]
        for column in ORDERED:
            cursor.execute(
                "SELECT DISTINCT unnest(percentile_disc(%s::float[]) WITHIN GROUP "  # noqa: S608
                f"(ORDER BY {column})) FROM catalogue_catalogueentry",
                [shares],
            )
            found[column] = sorted(value for (value,) in cursor if value is not None)
    found["shown_at"] = [moment.isoformat() for moment in found["shown_at"]]
    return found


def _drawn(part: int, bounds: Mapping[str, list[Any]]) -> Iterator[TermBitmap]:
    values: dict[str, Any] = {"first": part * PART, "size": PART}
    values |= {"every": EVERY, "none": NO_VALUE, **bounds}
    values |= {f"{column}_start": term(column, "") for column in ORDERED}
    stretches = [STRETCH.format(column=each, kind=KINDS[each]) for each in ORDERED]
    sql = TERMS.format(more=f"ARRAY[{', '.join(['%(every)s', *stretches])}]")
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        for lexeme, places in cursor:
            bitmap = BitMap(_numbers(places)).shift(part * PART)
            bitmap.run_optimize()
            yield TermBitmap(term=lexeme, part=part, products=bitmap.serialize())


def _numbers(sent: bytes) -> array:
    """Integers of four bytes, as PostgreSQL sends them."""
    numbers = array("I")
    numbers.frombytes(bytes(sent))
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


@transaction.atomic
def count_words() -> int:
    """List the words of the catalogue anew. Returns how many there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue.words'))")
        cursor.execute("DELETE FROM catalogue_knownword")
        cursor.execute(WORDS, [SHORTEST])
        return cursor.rowcount
