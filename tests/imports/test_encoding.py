"""A text in UTF-8 with a bad byte is read all the same, and doubted."""

import io
import json

import pytest
from django.core.management import call_command

from apps.imports import batches
from tests.imports.lists import LIST_C

DOUBTFUL = LIST_C.replace("“", "é").replace("”", "é").encode() + b"\xff;\n"


@pytest.mark.parametrize(
    ("content", "doubted"),
    [
        (LIST_C.encode(), False),
        (LIST_C.encode("cp1252"), False),
        (DOUBTFUL, True),
    ],
)
def test_letters_that_may_be_wrong_are_said(tangerang, content, doubted):
    batch = batches.receive(content, name="c.csv", agency=tangerang)

    batches.read_and_plan(batch.pk)

    batch.refresh_from_db()
    assert batch.state == "planned"
    assert ("letters" in batch.notice_in_words) == doubted


@pytest.mark.parametrize("commit", [[], ["--commit"]])
@pytest.mark.parametrize(
    ("content", "told"),
    [(LIST_C.encode(), ""), (DOUBTFUL, "Some letters may be wrong")],
)
def test_the_command_says_them_too(tangerang, tmp_path, content, told, commit):
    path, report = tmp_path / "c.csv", tmp_path / "report.json"
    path.write_bytes(content)
    out, err = io.StringIO(), io.StringIO()

    arguments = [str(path), "--agency", tangerang.code, "--json", str(report), *commit]
    call_command("import_binaan", *arguments, stdout=out, stderr=err)

    assert err.getvalue().startswith(told)
    assert bool(err.getvalue()) == bool(told)
    assert out.getvalue().count("\n") == 1
    keys = {"batch", "file", "sheets", "counts", "rows", "seconds"}
    assert set(json.loads(report.read_text())) == keys
