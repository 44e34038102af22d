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


def test_a_kind_of_finding_is_found_far_down_without_a_walk(tmp_path, tangerang):
    lines = [f"Pemilik {n};Usaha {n};produk {n};123" for n in range(LINES)]
    lines[5] = "Pemilik 5;Usaha 5;produk 5;"
    path = write_csv(tmp_path / "l.csv", "Nama Pemilik;Nama Usaha;Produk;NIK", *lines)
    batch = planned(path, tangerang)
    [kind] = [code for code in batch.kinds if batch.kinds[code] == LINES - 1]

    with CaptureQueriesContext(connection) as queries:
        last = [row.position for row in page_of(batch, "", kind, "3")]
    first = [row.position for row in page_of(batch, "", kind, "1")]

    assert last == [2 * PER_PAGE + 1, 2 * PER_PAGE + 2]
    assert first == [0, 1, 2, 3, 4, *range(6, PER_PAGE + 1)]
    assert not any("OFFSET" in query["sql"] for query in queries)
