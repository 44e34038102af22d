"""What is counted by a job and not for each visitor: words, and a large catalogue's facets."""

from django.db import connection, transaction
from django.utils import timezone

from apps.catalogue import indexing
from apps.catalogue.models import CatalogueCount, CatalogueState
from apps.catalogue.tallies import MOST_COUNTED

CELLS = (
    'INSERT INTO catalogue_cataloguecount ("group", subsector, area, grade, '
    'is_export_ready, band, entries) SELECT "group", subsector, left(area, 6), '
    "CASE WHEN grade_until >= %s THEN grade ELSE '' END, is_export_ready, band, count(*) "
    "FROM catalogue_catalogueentry GROUP BY 1, 2, 3, 4, 5, 6"
)
SHORTEST = 4
# Lexemes of letters alone: neither numbers nor what is filtered by.
WORDS = (
    "INSERT INTO catalogue_knownword (word, products) SELECT word, ndoc FROM "
    "ts_stat('SELECT words FROM catalogue_catalogueentry') "
    "WHERE length(word) BETWEEN %s AND 40 AND word ~ '^[[:alpha:]]+$'"
)


@transaction.atomic
def count_facets() -> int:
    """Count the whole catalogue, if it is so large that a visitor would wait. Returns the cells."""
    version = indexing.version()
    state, _made = CatalogueState.objects.get_or_create(pk=True)
    if state.version == version:
        return CatalogueCount.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue.count'))")
        cursor.execute("DELETE FROM catalogue_cataloguecount")
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM catalogue_catalogueentry LIMIT %s) AS first",
            [MOST_COUNTED + 1],
        )
        if cursor.fetchone()[0] > MOST_COUNTED:
            cursor.execute(CELLS, [timezone.localdate()])
    CatalogueState.objects.update(version=version, counted_at=timezone.now())
    return CatalogueCount.objects.count()


@transaction.atomic
def count_words() -> int:
    """List the words of the catalogue anew. Returns how many there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue.words'))")
        cursor.execute("DELETE FROM catalogue_knownword")
        cursor.execute(WORDS, [SHORTEST])
        return cursor.rowcount
