"""A search that knows Indonesian: from texts to the terms of an index, and from what is typed.

Pure: no model and no query. `Vocabulary` is what may be edited; `tsvector` and `terms_of_query`
make what PostgreSQL stores and is asked; `suggest` is «did you mean».
docs/decisions/0028-search-in-indonesian.md says why it is made so.
"""

from ikmportal.indonesian.analysis import analyse
from ikmportal.indonesian.queries import Query, terms_of_query
from ikmportal.indonesian.suggesting import (
    LEAST_SIMILAR,
    VOWELS,
    Candidate,
    suggest,
    words_to_list,
)
from ikmportal.indonesian.vectors import tsvector
from ikmportal.indonesian.vocabulary import Vocabulary, WordRow, shipped_words, tidy

__all__ = [
    "LEAST_SIMILAR",
    "VOWELS",
    "Candidate",
    "Query",
    "Vocabulary",
    "WordRow",
    "analyse",
    "shipped_words",
    "suggest",
    "terms_of_query",
    "tidy",
    "tsvector",
    "words_to_list",
]
