"""A text in UTF-8 with a bad byte is read all the same, and doubted."""

import pytest

from apps.imports import batches
from tests.imports.lists import LIST_C


@pytest.mark.parametrize(
    ("content", "doubted"),
    [
        (LIST_C.encode(), False),
        (LIST_C.encode("cp1252"), False),
        (LIST_C.replace("“", "é").replace("”", "é").encode() + b"\xff;\n", True),
    ],
)
def test_letters_that_may_be_wrong_are_said(tangerang, content, doubted):
    batch = batches.receive(content, name="c.csv", agency=tangerang)

    batches.read_and_plan(batch.pk)

    batch.refresh_from_db()
    assert batch.state == "planned"
    assert ("letters" in batch.notice) == doubted
