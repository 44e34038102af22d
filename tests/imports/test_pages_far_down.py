"""A page far down in a long list is found as soon as the first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.imports.listing import PER_PAGE, page_of
from tests.imports.importing import planned, write_csv

LINES = 2 * PER_PAGE + 3


@pytest.fixture
def batch(tmp_path, tangerang):
    lines = [f"Pemilik {n};Usaha {n};produk {n}" for n in range(LINES)]
    path = write_csv(tmp_path / "l.csv", "Nama Pemilik;Nama Usaha;Produk", *lines)
    return planned(path, tangerang)


def test_pages_hold_all_rows_once_and_in_their_order(batch):
    pages = [page_of(batch, "", "", str(number)) for number in (1, 2, 3)]

    assert [row.position for page in pages for row in page] == list(range(LINES))
    assert pages[0].paginator.num_pages == 3


def test_no_row_before_the_page_is_walked_over(batch):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert [row.position for row in page_of(batch, "", "", "3")] == [
            2 * PER_PAGE,
            2 * PER_PAGE + 1,
            2 * PER_PAGE + 2,
        ]

    assert not any("OFFSET" in query["sql"] for query in queries)


@pytest.mark.parametrize("number", ["99", "x", None, "0"])
def test_any_number_opens_a_page(batch, number):
    assert page_of(batch, "", "", number).object_list
