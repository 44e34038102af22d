"""Promises I1 to I11: every bomb is refused by the child, and the parent stays small."""

import resource

import pytest

from ikmportal.spreadsheets import UnreadableFile, safe_parse
from tests.imports import bombs

BOMBS = {
    bombs.five_million_rows: {"bomb"},
    bombs.gigabyte_of_spaces: {"bomb"},
    bombs.far_cell: {"too_many_rows"},
    bombs.two_far_cells: {"bomb", "too_many_rows"},
    bombs.billion_laughs: {"damaged", "empty"},
    bombs.external_entity: {"damaged", "empty"},
    bombs.lying_header: {"damaged", "bomb", "empty"},
    bombs.many_members: {"bomb"},
    bombs.huge_picture: {"not_table"},
    bombs.large_picture: {"not_table"},
    bombs.page_as_picture: {"not_table"},
    bombs.drawing_as_picture: {"not_table"},
}
MOST_GROWTH = 50 << 10  # in kB, as ru_maxrss counts


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_safe_parse_refuses_a_bomb_and_stays_small(bomb):
    content = bomb()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(UnreadableFile) as refusal:
        safe_parse(content)

    assert refusal.value.code in BOMBS[bomb]
    assert str(refusal.value).endswith(".")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_GROWTH


def test_safe_parse_reads_a_workbook_after_a_bomb():
    with pytest.raises(UnreadableFile):
        safe_parse(bombs.two_far_cells())

    [sheet] = safe_parse(bombs.workbook())

    assert [row.cells for row in sheet.rows] == [["nik", "nama"]]
