import pytest
from django.db import IntegrityError

from apps.imports.models import ImportBatch, ImportRow
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.imports import ImportBatchFactory, ImportRowFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"done": 2, "total": 1}, "done_within_total"),
        ({"state": "committed"}, "committed_has_its_time"),
        ({"error": "What went wrong."}, "only_failed_has_error"),
        ({"year": 1900}, "year_is_a_year"),
    ],
)
def test_batch_constraints(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        ImportBatchFactory(**fields)


def test_a_row_of_a_sheet_is_read_once():
    row = ImportRowFactory(position=1, row=5)

    with pytest.raises(IntegrityError, match="once_per_sheet"):
        ImportRowFactory(batch=row.batch, position=2, row=5)


def test_the_same_needs_a_target():
    with pytest.raises(IntegrityError, match="same_as_something"):
        ImportRowFactory(choice="same")


def test_imports_are_seen_by_their_agency_and_those_above():
    mine = ImportBatchFactory()
    ImportBatchFactory()
    branch = ImportBatchFactory(agency=AgencyFactory(parent=mine.agency))
    user = UserFactory(agency=mine.agency)

    assert set(ImportBatch.objects.visible_to(user)) == {mine, branch}
    row = ImportRowFactory(batch=mine)
    ImportRowFactory()
    assert list(ImportRow.objects.visible_to(user)) == [row]


def test_somebody_with_an_area_sees_his_own_imports_only(places):
    user = UserFactory(area_id="3174")
    own = ImportBatchFactory(agency=user.agency, created_by=user)
    ImportBatchFactory(agency=user.agency)

    assert list(ImportBatch.objects.visible_to(user)) == [own]


def test_printing_a_row_shows_nothing_of_it():
    row = ImportRow.objects.get(pk=ImportRowFactory().pk)

    assert "Rina" not in f"{row} {row.values} {vars(row)!r}"
    assert row.opened["owner_name"] == "Rina Contoh"
