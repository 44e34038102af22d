"""What a trigger does for all rows of a statement is planned for as many as there are.

The plan that a session keeps was made for the first: after a change of one row, old and new
rows of 5,000 were met by trying all pairs, which took 29 s instead of one.
"""

import re

import pytest
from django.db import connection

from apps.businesses.models import Business
from apps.businesses.models.changes import BusinessName
from tests.factories.businesses import BusinessFactory, ClaimFactory


def functions_of_statement_triggers():
    """Name and body of each whose trigger runs once for a statement and sees its rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT proname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE tgnewtable IS NOT NULL OR tgoldtable IS NOT NULL"
        )
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_rows_before_and_after_are_never_joined_by_a_plan_that_is_kept():
    found = functions_of_statement_triggers()
    joining = {
        name: body
        for name, body in found.items()
        if re.search(r"JOIN\s+(?:old|new)_(?:rows|values)", body)
    }

    assert "pgtrigger_update_update_1c257" in joining
    for name, body in joining.items():
        kept = re.sub(r"EXECUTE \$planned\$.*?\$planned\$", "", body, flags=re.DOTALL)
        assert "JOIN" not in kept, name


@pytest.mark.django_db
def test_the_functions_that_write_words_are_planned_for_what_they_are_given():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE proname IN "
            "('businesses_words', 'businesses_rewrite_words') "
            "AND 'plan_cache_mode=force_custom_plan' = ANY(proconfig)"
        )
        assert len(cursor.fetchall()) == 2


@pytest.mark.django_db
def test_one_row_then_many_leave_the_same_traces():
    """In one session, as a worker has it."""
    businesses = BusinessFactory.create_batch(30, brand="")
    first, *rest = businesses
    Business.objects.filter(pk=first.pk).update(brand="Pertama")

    Business.objects.exclude(pk=first.pk).update(brand="Sesudahnya")

    for business, brand in [
        (first, "Pertama"),
        *((each, "Sesudahnya") for each in rest),
    ]:
        events = business.events.order_by("pgh_id")
        assert [event.brand for event in events] == ["", brand]
        assert brand.casefold() in business.search_entry.words
    assert BusinessName.objects.count() == 0


@pytest.mark.django_db
def test_a_claim_is_found_by_its_number_as_soon_as_it_has_one():
    claim = ClaimFactory(number="")
    claim.number = "P-IRT 2063174010001-28"
    claim.save()

    words = claim.business.search_entry.words
    assert "pirt206317401000128" in words
