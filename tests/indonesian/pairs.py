"""The word pairs of tests/data, and what a search makes of them."""

import csv
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from ikmportal.indonesian import terms_of_query, tsvector

FOLDER = Path(__file__).parent.parent / "data"
OURS = "SELECT x.document::tsvector @@ x.query::tsquery FROM unnest(%s::text[], %s::text[]) x (query, document)"
POSTGRESQL = (
    "SELECT to_tsvector('indonesian', x.word) @@ plainto_tsquery('indonesian', x.query) "
    "FROM unnest(%s::text[], %s::text[]) x (query, word)"
)


class Pair(NamedTuple):
    query: str
    word: str
    should_match: bool


class Score(NamedTuple):
    missed: list
    wrong: list
    wanted: int
    unwanted: int

    def __str__(self):
        found = self.wanted - len(self.missed)
        return f"{found}/{self.wanted} found, {len(self.wrong)}/{self.unwanted} wrong"


def pairs_of(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Pair(row["query"], row["word_in_text"], row["should_match"] == "yes")
            for row in csv.DictReader(file)
        ]


def score(pairs, matches):
    both = list(zip(pairs, matches, strict=True))
    return Score(
        missed=[p for p, matched in both if p.should_match and not matched],
        wrong=[p for p, matched in both if matched and not p.should_match],
        wanted=sum(p.should_match for p in pairs),
        unwanted=sum(not p.should_match for p in pairs),
    )


def found_by_us(pairs, vocabulary):
    """By the first step of a query, which is all that most searches ever ask."""
    queries = [terms_of_query(p.query, vocabulary).steps[0] for p in pairs]
    return _ask(OURS, queries, [tsvector([("A", p.word)], vocabulary) for p in pairs])


def found_by_postgresql(pairs):
    return _ask(POSTGRESQL, [p.query for p in pairs], [p.word for p in pairs])


def _ask(sql, queries, others):
    with connection.cursor() as cursor:
        cursor.execute(sql, [queries, others])
        return [matched for (matched,) in cursor.fetchall()]
