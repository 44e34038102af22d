"""What is drawn and counted by a job and not for each visitor: bitmaps of terms, and words."""

import sys
from array import array
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import F
from pyroaring import BitMap

from apps.catalogue.bitmaps import EVERY, MOST_CHANGED
from apps.catalogue.models import (
    CatalogueChange,
    CatalogueEntry,
    CatalogueState,
    TermBitmap,
)
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
CUT = "stretches"  # beside the bounds of each order: how many there were to be
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
    """Draw the parts in which something has changed, or all. Returns how many parts.

    A catalogue whose rows are quickly read has no bitmaps.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue.bitmaps'))")
        cursor.execute("DELETE FROM catalogue_changedentry RETURNING product_id")
        changed = [product for (product,) in cursor.fetchall()]
    state, _made = CatalogueState.objects.get_or_create(pk=True)
    if not _is_large():
        TermBitmap.objects.all().delete()
        CatalogueState.objects.exclude(bitmaps=None).update(bitmaps=None, bounds={})
        return 0
    parts = {product // PART for product in changed}
    if parts and _stretches() > 2 * state.bounds.get(CUT, 0):
        anew = True
    if anew or state.bitmaps is None:
        parts, state.bounds = _parts(), _bounds()
        TermBitmap.objects.exclude(part__in=parts).delete()
    if not parts:
        return 0
    if state.bitmaps is None or len(changed) > MOST_CHANGED:
        CatalogueChange.objects.create()  # pages that were counted without bitmaps go
    for part in sorted(parts):
        _redraw(part, state.bounds)
    state.bitmaps = uuid4()
    state.save(update_fields=["bitmaps", "bounds"])
    return len(parts)


def _redraw(part: int, bounds: Mapping[str, Any]) -> None:
    """Write the bitmaps of a part that differ; forget those of terms that nothing has."""
    of_it = TermBitmap.objects.filter(part=part)
    before = {row.term: bytes(row.products) for row in of_it.iterator()}
    differing = [
        TermBitmap(term=each, part=part, products=products)
        for each, products in _drawn(part, bounds)
        if before.pop(each, None) != products
    ]
    of_it.filter(term__in=before).delete()  # what is left of them
    TermBitmap.objects.bulk_create(
        differing,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["term", "part"],
        update_fields=["products"],
    )


def _is_large() -> bool:
    return CatalogueEntry.objects.all()[: SMALL + 1].count() > SMALL


def _parts() -> set[int]:
    parts = CatalogueEntry.objects.annotate(part=F("product_id") / PART)
    return set(parts.values_list("part", flat=True).distinct())


def _stretches() -> int:
    return max(1, CatalogueEntry.objects.count() // STRETCHED)


def _bounds() -> dict[str, Any]:
    """Where to cut each order so that its stretches have some thousand entries."""
    count = _stretches()
    shares = [number / count for number in range(1, count)]
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for column in ORDERED:
            cursor.execute(
                "SELECT DISTINCT unnest(percentile_disc(%s::float[]) WITHIN GROUP "  # noqa: S608
                f"(ORDER BY {column})) FROM catalogue_catalogueentry",
                [shares],
            )
            found[column] = sorted(value for (value,) in cursor if value is not None)
    found["shown_at"] = [moment.isoformat() for moment in found["shown_at"]]
    return {**found, CUT: count}


def _drawn(part: int, bounds: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The terms that products of a part have, each with its bitmap."""
    values: dict[str, Any] = {"first": part * PART, "size": PART}
    values |= {"every": EVERY, "none": NO_VALUE, **bounds}
    values |= {f"{column}_start": term(column, "") for column in ORDERED}
    stretches = [STRETCH.format(column=each, kind=KINDS[each]) for each in ORDERED]
    sql = TERMS.format(more=f"ARRAY[{', '.join(['%(every)s', *stretches])}]")
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        for lexeme, places in cursor:
            bitmap = BitMap(_integers(places)).shift(part * PART)
            bitmap.run_optimize()
            yield lexeme, bitmap.serialize()


def _integers(sent: bytes) -> array:
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
