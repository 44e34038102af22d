"""What was guessed of a list may be said otherwise: it is read again, and nothing entered is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from xlsxwriter import Workbook

from apps.imports import batches, deciding
from apps.imports.correcting import Correction, correct
from apps.imports.directions import Directions
from apps.imports.memories import MappingMemory
from apps.imports.models import ImportBatch
from apps.imports.reading_again import directions_of, tell
from tests.factories.accounts import UserFactory
from tests.imports.importing import ask_and_commit, write_csv

pytestmark = pytest.mark.django_db
HEAD = ["No", "Nama Pemilik", "Nama Usaha", "Komoditi", "No HP", "Nilai Investasi"]
HIDDEN = "Tersembunyi"
ROWS = [
    [1, "Rina Contoh", "Dapur Rina", "keripik", "0812-0000-0001", 15000],
    [2, "Agus Contoh", "Batik Agus", "batik", "0812-0000-0002", 20000],
]


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer(roles, sudin):
    return UserFactory(agency=sudin, roles=["data-administrator"])


def workbook(path, sheets):
    with Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name == HIDDEN:
                sheet.hide()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def received(path, agency, officer):
    """A batch as the worker leaves it."""
    batch = batches.receive(
        path.read_bytes(), name=path.name, agency=agency, by=officer
    )
    batches.read_and_plan(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def read_so(batch, told, officer, **options):
    """As the page and the worker do it."""
    assert tell(batch, told, by=officer, **options)
    batches.read_and_plan(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "planned", batch.error
    return batch


@pytest.fixture
def batch(sudin, officer, tmp_path):
    path = workbook(tmp_path / "daftar.xlsx", {"Tebet": [HEAD, *ROWS]})
    return received(path, sudin, officer)


def values(batch, name):
    return [row.opened.get(name) for row in batch.rows.order_by("position")]


def test_a_column_tells_another_field(batch, officer):
    assert values(batch, "products") == [None, None]

    read_so(batch, {"Tebet": Directions(columns={"D": "product"})}, officer)

    assert values(batch, "products") == ["keripik", "batik"]
    assert batch.sheets[0]["columns"]["D"] == "product"


def test_a_column_is_not_taken(batch, officer):
    read_so(batch, {"Tebet": Directions(columns={"E": "ignore"})}, officer)

    assert values(batch, "phone") == [None, None]
    assert "E" not in batch.sheets[0]["columns"]


def test_one_field_has_one_column_that_was_said(batch, officer):
    read_so(batch, {"Tebet": Directions(columns={"C": "owner_name"})}, officer)

    assert values(batch, "owner_name") == ["Dapur Rina", "Batik Agus"]
    assert "B" not in batch.sheets[0]["columns"]


def test_the_unit_of_a_column(batch, officer):
    read_so(batch, {"Tebet": Directions(units={"F": 1_000})}, officer)

    assert values(batch, "investment") == [15_000_000, 20_000_000]


def test_what_holds_for_all_rows(batch, officer):
    told = Directions(
        for_all={"district": "Tebet", "channel": "dekranasda", "year": "2023"}
    )
    read_so(batch, {"Tebet": told}, officer)

    assert values(batch, "region") == ["317401", "317401"]
    assert values(batch, "channel") == ["craft_council", "craft_council"]
    assert values(batch, "year") == [2023, 2023]


def test_the_name_of_the_sheet_is_a_value(sudin, officer, tmp_path):
    path = workbook(
        tmp_path / "l.xlsx", {"Kebayoran Baru": [[*HEAD, "Kelurahan"], [*ROWS[0], ""]]}
    )
    batch = received(path, sudin, officer)

    read_so(batch, {"Kebayoran Baru": Directions(called="district")}, officer)

    assert values(batch, "region") == ["317407"]


def test_the_head_is_in_another_row(sudin, officer, tmp_path):
    above = ["Nama Pemilik", "Nama Usaha", "Alamat"]
    below = ["Nama Usaha", "Nama Pemilik", "No HP"]
    row = ["Dapur Rina", "Rina Contoh", "0812-0000-0001"]
    path = workbook(tmp_path / "l.xlsx", {"L": [above, below, row]})
    batch = received(path, sudin, officer)

    read_so(batch, {"L": Directions(header_row=2)}, officer)

    assert batch.sheets[0]["header_row"] == 2
    assert values(batch, "owner_name") == ["Rina Contoh"]


def test_a_line_that_was_taken_for_a_total_is_a_record(sudin, officer, tmp_path):
    head = "Nama Pemilik,Nama Usaha,Produk"
    path = write_csv(
        tmp_path / "l.csv", head, "Rina,Dapur,kue", "Total Jaya,Total Usaha,tas"
    )
    batch = received(path, sudin, officer)
    sheet = batch.sheets[0]["name"]
    assert values(batch, "owner_name") == ["Rina"]

    read_so(batch, {sheet: Directions(records=(3,))}, officer)

    assert values(batch, "owner_name") == ["Rina", "Total Jaya"]


def test_hidden_sheets_are_named_and_may_be_read(sudin, officer, tmp_path):
    sheets = {"Satu": [HEAD, ROWS[0]], HIDDEN: [HEAD, ROWS[1]]}
    batch = received(workbook(tmp_path / "l.xlsx", sheets), sudin, officer)
    assert [s.get("unread") for s in batch.sheets] == [None, "hidden"]
    assert values(batch, "owner_name") == ["Rina Contoh"]

    read_so(batch, {HIDDEN: Directions(read=True)}, officer)

    assert values(batch, "owner_name") == ["Rina Contoh", "Agus Contoh"]


def test_a_sheet_is_left_out(sudin, officer, tmp_path):
    path = workbook(
        tmp_path / "l.xlsx", {"Satu": [HEAD, ROWS[0]], "Dua": [HEAD, ROWS[1]]}
    )
    batch = received(path, sudin, officer)

    read_so(batch, {"Dua": Directions(read=False)}, officer)

    assert values(batch, "owner_name") == ["Rina Contoh"]
    assert batch.sheets[1]["unread"] == "left_out"


def test_corrections_and_decisions_stay(batch, officer):
    correct(batch, Correction(0, "B", "Rina Dibetulkan"))
    deciding.decide(batch, 1, "skip")

    read_so(batch, {"Tebet": Directions(columns={"D": "product"})}, officer)

    assert values(batch, "owner_name") == ["Rina Dibetulkan", "Agus Contoh"]
    assert batch.rows.get(position=0).opened_corrections == {"B": "Rina Dibetulkan"}
    assert batch.rows.get(position=1).decision == "skipped"
    assert batch.counts["skipped"] == 1


def test_what_cannot_be_read_so_stays_as_it_was(batch, officer):
    told = {"Tebet": Directions(columns={"B": "ignore", "C": "ignore"})}
    assert tell(batch, told, by=officer)

    batches.read_and_plan(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.notice) == ("planned", "not_read_so")
    assert values(batch, "owner_name") == ["Rina Contoh", "Agus Contoh"]


def test_the_next_list_with_these_heads_is_read_so(batch, officer, sudin, tmp_path):
    told = Directions(
        columns={"D": "product"}, for_all={"year": "2020", "district": "Tebet"}
    )
    read_so(batch, {"Tebet": told}, officer, remember=True)

    path = workbook(tmp_path / "lain.xlsx", {"Lain": [["DAFTAR"], HEAD, *ROWS]})
    other = received(path, sudin, officer)

    assert values(other, "products") == ["keripik", "batik"]
    assert values(other, "region") == ["317401", "317401"]
    assert values(other, "year") == [None, None]  # belongs to one list alone
    assert other.sheets[0]["is_remembered"]


def test_another_agency_reads_by_its_own(batch, officer, tangerang, tmp_path):
    read_so(
        batch, {"Tebet": Directions(columns={"D": "product"})}, officer, remember=True
    )

    path = workbook(tmp_path / "lain.xlsx", {"Lain": [HEAD, *ROWS]})
    other = received(path, tangerang, None)

    assert values(other, "products") == [None, None]


def test_doubtful_columns_are_asked_once(client, batch, officer, sudin, tmp_path):
    client.force_login(officer)
    assert batch.sheets[0]["asked"] == ["D"]
    assert "«Komoditi»" in client.get(batch.get_absolute_url()).content.decode()

    sent = {"sheet": "0", "letter": "D", "field": "commodity_group"}
    client.post(reverse("imports:column", args=[batch.pk]), sent)

    batch.refresh_from_db()
    assert batch.state == "planned"  # the guess was right: nothing is read again
    assert batch.sheets[0]["asked"] == []
    path = workbook(tmp_path / "lain.xlsx", {"Lain": [HEAD, *ROWS]})
    assert received(path, sudin, officer).sheets[0]["asked"] == []


def test_an_answer_that_differs_reads_the_list_again(client, batch, officer):
    client.force_login(officer)
    sent = {"sheet": "0", "letter": "D", "field": "product"}

    client.post(reverse("imports:column", args=[batch.pk]), sent)

    job = ProcrastinateJob.objects.get(task_name="imports.read_batch")
    batches.read_and_plan(job.args["batch_id"])
    assert values(batch, "products") == ["keripik", "batik"]
    assert MappingMemory.objects.get().directions["columns"] == {"D": "product"}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"sheet": "7", "letter": "D", "field": "product"},
        {"sheet": "0", "letter": "D", "field": "nik"},
        {"sheet": "0", "letter": "d;", "field": "product"},
    ],
)
def test_an_answer_to_no_question_is_refused(client, batch, officer, sent):
    client.force_login(officer)

    client.post(reverse("imports:column", args=[batch.pk]), sent)

    batch.refresh_from_db()
    assert batch.directions == {}


def test_the_form_says_what_was_understood_and_changes_it(client, batch, officer):
    client.force_login(officer)
    url = reverse("imports:reading", args=[batch.pk])
    page = client.get(url)
    form = page.context["forms"][0]
    assert "Nilai Investasi" in page.content.decode()
    sent = {
        form.add_prefix(name): form[name].value()
        for name in form.fields
        if form[name].value() not in (None, False)
    }

    unchanged = client.post(url, sent)
    batch.refresh_from_db()
    assert (unchanged.url, batch.state) == (batch.get_absolute_url(), "planned")

    sent |= {form.add_prefix("unit_F"): "1000", form.add_prefix("field_D"): "product"}
    client.post(url, sent | {"remember": "on"})

    batch.refresh_from_db()
    assert batch.state == "uploaded"
    told = (
        directions_of(batch)["Tebet"],
        Directions.from_json(batch.directions["Tebet"]),
    )
    assert told[1].columns == {"D": "product"}
    assert told[1].units == {"F": 1_000}
    assert MappingMemory.objects.get().remembered_by == officer


def test_what_is_saved_is_not_read_again(client, batch, officer):
    ask_and_commit(batch)

    with pytest.raises(ValidationError):
        tell(batch, {"Tebet": Directions(columns={"D": "product"})}, by=officer)
    client.force_login(officer)
    page = client.get(reverse("imports:reading", args=[batch.pk])).content.decode()
    assert "disabled" in page
