"""How the letters of a text are written and what parts its cells may be said otherwise."""

import pytest
from django.urls import reverse

from apps.imports import batches, deciding
from apps.imports.correcting import Correction, correct
from apps.imports.directions import Directions
from apps.imports.models import ImportBatch
from apps.imports.reading_again import directions_of
from apps.imports.refused_rows import refused_as_xlsx
from ikmportal.spreadsheets import safe_parse
from tests.factories.accounts import UserFactory
from tests.imports.test_reading_again import read_so, values, workbook

pytestmark = pytest.mark.django_db
HEAD = "Nama Pemilik;Nama Usaha;Alamat"
ROWS = [
    f"Rina {n};Dapur Rasié {n};Jl. Satu {n}, RT 1, RW 2, Tebet, DKI" for n in range(12)
]
LIST = "\n".join([HEAD, *ROWS])
# A head of another file was left above: cut at its commas, this is a list too.
TWO_HEADS = "\n".join(["Nama Pemilik,Nama Usaha,Produk,Kota,No", LIST])


@pytest.fixture
def officer(roles, sudin):
    return UserFactory(agency=sudin, roles=["data-administrator"])


@pytest.fixture
def received(sudin, officer):
    def receive(content):
        batch = batches.receive(content, name="l.csv", agency=sudin, by=officer)
        batches.read_and_plan(batch.pk)
        return ImportBatch.objects.get(pk=batch.pk)

    return receive


def told(**said):
    return {"CSV": Directions(**said)}


@pytest.mark.parametrize(
    ("content", "misread", "encoding"),
    [
        (LIST.encode() + b"\n\xff;\n", "Dapur RasiÃ© 0", "utf-8"),
        (LIST.encode("mac-roman"), "Dapur RasiŽ 0", "mac-roman"),
    ],
)
def test_letters_are_read_as_somebody_says(
    received, officer, content, misread, encoding
):
    batch = received(content)
    assert values(batch, "business_name")[0] == misread

    read_so(batch, told(encoding=encoding), officer)

    assert values(batch, "business_name")[0] == "Dapur Rasié 0"
    assert (batch.sheets[0]["encoding"], batch.notice) == (encoding, "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unicode_without_its_mark_tells_itself(received, officer, encoding):
    batch = received(LIST.encode(encoding))
    assert batch.sheets[0]["encoding"] == encoding
    assert values(batch, "business_name")[0] == "Dapur Rasié 0"

    read_so(batch, told(encoding="utf-8"), officer)

    assert batch.notice == "not_read_so"
    assert values(batch, "business_name")[0] == "Dapur Rasié 0"


def test_cells_are_parted_by_what_somebody_says(received, officer):
    batch = received(TWO_HEADS.encode())
    assert batch.sheets[0]["delimiter"] == ","

    read_so(batch, told(delimiter=";"), officer)

    assert values(batch, "owner_name") == [f"Rina {n}" for n in range(12)]
    assert values(batch, "address")[0] == "Jl. Satu 0, RT 1, RW 2, Tebet, DKI"


def test_a_text_is_cut_so_that_it_shows_a_list(received):
    assert safe_parse(LIST.encode())[0].delimiter == ","  # in its addresses

    batch = received(LIST.encode())

    assert batch.sheets[0]["delimiter"] == ";"
    assert values(batch, "owner_name") == [f"Rina {n}" for n in range(12)]


def test_what_was_entered_stays(received, officer):
    batch = received(LIST.encode("mac-roman"))
    correct(batch, Correction(0, "A", "Rina Dibetulkan"))
    deciding.decide(batch, 1, "skip")

    read_so(batch, told(encoding="mac-roman"), officer)

    assert values(batch, "owner_name")[:2] == ["Rina Dibetulkan", "Rina 1"]
    assert batch.rows.get(position=1).decision == "skipped"


def test_the_refused_rows_leave_in_the_same_letters(received, officer):
    batch = received((LIST + "\n;Dapur Rasié 99;").encode("mac-roman"))
    read_so(batch, told(encoding="mac-roman"), officer)

    [sheet] = safe_parse(refused_as_xlsx(batch))

    assert sheet.rows[1].cells[1] == "Dapur Rasié 99"


def test_the_page_says_how_it_was_read_and_takes_another_word(
    client, received, officer
):
    batch = received(TWO_HEADS.encode("mac-roman"))
    client.force_login(officer)
    url = reverse("imports:reading", args=[batch.pk])
    form = client.get(url).context["forms"][0]
    assert [field.value() for field in form.of_a_text] == ["cp1252", ","]
    sent = {
        form.add_prefix(name): form[name].value()
        for name in form.fields
        if form[name].value() not in (None, False)
    }

    said = {"encoding": "mac-roman", "delimiter": ";"}
    client.post(url, sent | {form.add_prefix(name): said[name] for name in said})

    batch.refresh_from_db()
    kept = Directions.from_json(batch.directions["CSV"])
    assert (batch.state, kept.encoding, kept.delimiter) == (
        "uploaded",
        "mac-roman",
        ";",
    )
    assert directions_of(batch)["CSV"].encoding == ""  # until it is read again


def test_a_workbook_is_not_asked_for_its_letters(client, officer, sudin, tmp_path):
    path = workbook(tmp_path / "l.xlsx", {"Tebet": [HEAD.split(";"), ["a", "b", "c"]]})
    batch = batches.receive(path.read_bytes(), name="l.xlsx", agency=sudin, by=officer)
    batches.read_and_plan(batch.pk)
    client.force_login(officer)

    page = client.get(reverse("imports:reading", args=[batch.pk]))

    assert page.context["forms"][0].of_a_text == []
