"""A list from its upload to its undoing, in a real browser and with a real worker, three ways."""

import pytest
from playwright.sync_api import expect

from apps.businesses.models import Business
from apps.imports.models import ImportBatch
from tests.browser.hands import Hands
from tests.browser.test_officer_tasks import WAYS
from tests.imports.lists import write_list_a
from tests.workers import workers_at

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]
PATIENCE = 60_000  # ms, for a worker that has to start


@pytest.fixture
def worker(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    with workers_at(tmp_path) as start:
        yield start()


@pytest.fixture(params=WAYS)
def hands(request, visit, cookie):
    way = dict(WAYS[request.param])
    by_keyboard = way.pop("by_keyboard", False)
    return Hands(visit(cookie=cookie, **way), by_keyboard)


def button(hands, name):
    return hands.page.get_by_role("button", name=name, exact=True)


def link(hands, name):
    return hands.page.get_by_role("link", name=name)


def row(hands, number):
    """The row of the review that has this number in the spreadsheet."""
    cell = hands.page.locator("td:first-child strong", has_text=str(number))
    return hands.page.locator("tbody tr", has=cell)


@pytest.mark.usefixtures("worker")
def test_from_upload_to_undo(hands, tmp_path):
    before = Business.objects.count()
    hands.go("/kerja/impor/baru/")
    path = write_list_a(tmp_path / "list-a.xlsx")
    hands.page.set_input_files("[name=file]", path)
    hands.press(button(hands, "Read the list"))
    expect(hands.page.locator(".stats")).to_be_visible(timeout=PATIENCE)
    batch = ImportBatch.objects.latest("pk")

    put_a_cell_right(hands, batch)
    leave_a_row_out_and_take_it_in_again(hands, batch)

    hands.press(button(hands, "Save"))
    hands.press(hands.page.locator("dialog[open]").get_by_role("button", name="Save"))
    expect(link(hands, "Take back…")).to_be_visible(timeout=PATIENCE)
    assert Business.objects.count() == before + 2

    look_at_a_history(hands, batch)

    hands.go(batch.get_absolute_url().removeprefix("/en"))
    hands.press(link(hands, "Take back…"))
    hands.press(button(hands, "Take it back"))
    expect(hands.page.get_by_text("Taken back on")).to_be_visible(timeout=PATIENCE)
    assert Business.objects.count() == before
    assert hands.done <= 20


def put_a_cell_right(hands, batch):
    """The NIB that lost its zero: what is proposed is taken."""
    details = row(hands, 7).locator("details", has_text="0913213210000")
    hands.press(details.locator("summary"))
    hands.press(details.get_by_role("button", name="Put right"))

    expect(hands.page.get_by_text("1 cell was put right")).to_be_visible()
    assert batch.rows.get(row=7).opened["nib"] == "0913213210000"


def leave_a_row_out_and_take_it_in_again(hands, batch):
    hands.press(row(hands, 7).get_by_role("button", name="Leave it out"))
    expect(hands.page.get_by_text("Row 7: decided.")).to_be_visible()
    assert batch.rows.get(row=7).choice == "skip"
    hands.press(row(hands, 7).get_by_role("button", name="Take it in again"))
    expect(hands.page.get_by_text("Row 7: open again.")).to_be_visible()
    assert batch.rows.get(row=7).choice == ""


def look_at_a_history(hands, batch):
    """Two steps from the saved import to who made the record, and through which import."""
    hands.press(row(hands, 7).get_by_role("link", name="Open the record"))
    hands.press(link(hands, "History").first)
    told = hands.page.get_by_role("link", name=f"import {batch.pk}", exact=False)
    expect(told.first).to_be_visible()
