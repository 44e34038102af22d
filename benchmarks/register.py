"""A register of any size: the demo's businesses, many times over with names of their own.

Set-based and without triggers, for half a million businesses in a minute or two; only the
words that the search looks in are computed by the function that the triggers call.
"""

import random
from typing import Any

from django.apps import apps
from django.db import connection, models

COPIED = ("Person", "Business", "CoachingRelation", "YearlyFigures", "Claim", "Consent")
SYLLABLES = tuple(
    "babebocadadidugagihajakakikilalelolomaminaniparararisasutatiwayu"[i : i + 2]
    for i in range(0, 62, 2)
)
WORDS = 5_000
BATCH = 50_000


def grow(factor: int) -> None:
    """Make `factor` - 1 further copies of every business, its owner and what belongs to it."""
    strides = {name: _stride(name) for name in COPIED}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET statement_timeout = 0")
        try:
            _make_words(cursor)
            for name in COPIED:
                _copy(cursor, name, strides, factor)
            _find_words(cursor)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")


def _model(name: str) -> Any:
    return apps.get_model("businesses", name)


def _stride(name: str) -> int:
    greatest = _model(name).objects.aggregate(id=models.Max("pk"))["id"] or 0
    return int(greatest) + 1


def _make_words(cursor: Any) -> None:
    dice = random.Random(2019)
    made = [
        "".join(dice.choices(SYLLABLES, k=dice.choice([2, 3, 3, 4])))
        for _each in range(WORDS)
    ]
    cursor.execute("DROP TABLE IF EXISTS made_words")
    cursor.execute("CREATE TEMP TABLE made_words AS SELECT %s::text[] AS words", [made])


OTHERWISE = {
    "Person": {
        "name": "split_part(old.name, ' ', 1) || ' ' || {word}",
        "nik_index": "encode(sha256((old.nik_index || copy)::bytea), 'hex')",
        "phone_index": "encode(sha256((old.phone_index || copy)::bytea), 'hex')",
        "phone_indexes": "ARRAY[encode(sha256((old.phone_index || copy)::bytea), 'hex')]",
    },
    "Business": {
        "name": "split_part(old.name, ' ', 1) || ' ' || {word}",
        "brand": "split_part(old.brand, ' ', 1) || ' ' || {word}",
        "slug": "old.slug || '-' || copy",
        "nib": "CASE WHEN old.nib = '' THEN '' ELSE '8' || lpad((old.id + copy * 1000000)::text, 12, '0') END",
    },
}
WORD = (
    "initcap(made.words[1 + mod(abs(hashint8(old.id * 7919 + copy)::bigint), {count})])"
)


def _copy(cursor: Any, name: str, strides: dict[str, int], factor: int) -> None:
    model, word = _model(name), WORD.format(count=WORDS)
    columns = {}
    for each in model._meta.concrete_fields:
        target = each.remote_field and each.related_model.__name__
        shift = strides[name] if each.primary_key else strides.get(target or "", 0)
        otherwise = OTHERWISE.get(name, {}).get(each.column, f'old."{each.column}"')
        columns[each.column] = otherwise.format(word=word) + (
            f" + copy * {shift}" if shift else ""
        )
    table = model._meta.db_table
    into = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f"INSERT INTO {table} ({into}) SELECT {', '.join(columns.values())} "
        f"FROM {table} AS old, generate_series(1, %s) AS copy, made_words AS made",
        [factor - 1],
    )
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
    )


def _find_words(cursor: Any) -> None:
    cursor.execute("SELECT min(id), max(id) FROM businesses_business")
    first, last = cursor.fetchone()
    cursor.execute("TRUNCATE businesses_searchentry")
    for start in range(first, last + 1, BATCH):
        cursor.execute(
            "INSERT INTO businesses_searchentry (business_id, words, reached_by) "
            "SELECT business_id, words, reached_by FROM businesses_words(ARRAY("
            "SELECT id FROM businesses_business WHERE id >= %s AND id < %s)) "
            "JOIN businesses_business ON id = business_id",
            [start, start + BATCH],
        )
