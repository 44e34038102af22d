"""What is printed for an exhibition, read back."""

import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document as WordDocument

from apps.businesses.models import Business
from apps.exhibitions.pictures import ALBUM, LARGE, lay_under
from apps.exhibitions.placing import days_between, place
from apps.exhibitions.recap import recap_of
from tests.catalogue import pictures_of
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.exhibitions import (
    FIRST,
    LAST,
    BoothFactory,
    DailySalesFactory,
    ExhibitionFactory,
    HallFactory,
    selected,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not shutil.which("pdftotext"),
        reason="poppler-utils is not installed: apt-get install poppler-utils",
    ),
]


@pytest.fixture
def exhibition(roles):
    exhibition = ExhibitionFactory(title="Gelar Produk")
    hall = HallFactory(exhibition=exhibition)
    for number, (name, days) in enumerate(
        [("Zaitun Batik", None), ("Anyaman #eval", days_between(FIRST, FIRST))]
    ):
        business = BusinessFactory(agency=exhibition.agency, name=name, listed=True)
        each = selected(
            exhibition=exhibition, business=business, products="batik tulis"
        )
        booth = BoothFactory(hall=hall, code=f"A-0{number + 1}", x=3 * number, y=0)
        place(each, booth, days=days, by=None)
    return exhibition


@pytest.fixture
def printed(client, exhibition, tmp_path):
    client.force_login(UserFactory(agency=exhibition.agency, roles=["organiser"]))

    def read(kind, **query):
        address = reverse("exhibitions:paper", args=[exhibition.pk, kind])
        response = client.get(address, query)
        assert response["Content-Type"] == "application/pdf"
        path = tmp_path / "paper.pdf"
        path.write_bytes(response.content)
        command = ["pdftotext", "-layout", str(path), "-"]
        return subprocess.run(
            command, capture_output=True, text=True, check=True
        ).stdout

    return read


def test_the_lists_are_in_the_order_of_booths_and_of_names(printed):
    by_booth, by_name = printed("stan"), printed("nama")

    assert "Gelar Produk" in by_booth
    assert by_booth.index("A-01") < by_booth.index("A-02")
    assert by_name.index("Anyaman #eval") < by_name.index("Zaitun Batik")


def test_only_who_stands_there_that_day_signs(printed):
    assert "Anyaman" in printed("hadir", hari=FIRST.isoformat())
    last = printed("hadir", hari=LAST.isoformat())
    assert "Anyaman" not in last
    assert "Zaitun Batik" in last


def test_each_booth_has_its_board(printed):
    boards = printed("papan").split("\f")

    assert len(boards) == 3  # and nothing after the last page
    assert "A-01" in boards[0]
    assert "Zaitun Batik" in boards[0]
    assert "A-02" in boards[1]


def test_a_long_name_stays_on_its_board(printed, exhibition):
    name = "Kelompok Usaha Bersama Kopi Robusta Lampung Barat Asli Cap Dua Gajah"
    exhibition.participations.update(products="kopi bubuk, biji, celup; " * 6)
    Business.objects.filter(participations__exhibition=exhibition).update(name=name)

    boards = printed("papan").split("\f")

    assert len(boards) == 3
    assert "Gajah" in boards[0]


def test_the_plan_lies_over_the_picture_of_its_hall(printed, exhibition, tmp_path):
    hall = exhibition.halls.get()
    hall.background_width = 10
    lay_under(hall, pictures_of.photo(1000, 400))

    printed("denah")

    told = ["pdfimages", "-list", tmp_path / "paper.pdf"]
    pictures = subprocess.run(told, capture_output=True, text=True, check=True).stdout
    assert " 1000 " in pictures
    ALBUM.path_of(hall.background, LARGE).unlink()
    assert "A-01" in printed(
        "denah"
    )  # without its file the plan is printed all the same


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_the_plan_has_every_booth_its_legend_and_the_list(printed, size):
    plan = printed("denah", ukuran=size)

    assert plan.count("A-01") == 2  # on the plan and in the list
    assert "free" in plan
    assert "Scale about 1" in plan
    assert "Zaitun Batik" in plan.split("\f")[1]


def test_each_exhibitor_has_two_cards_and_a_slip(printed, exhibition):
    assert printed("kartu").count("A-01") == 2
    assert printed("lapor").count("Zaitun Batik") == 1


def test_so_many_unload_at_once_in_the_order_of_booths(printed, exhibition):
    type(exhibition).objects.update(
        loading_at=datetime(2019, 11, 24, 6, tzinfo=UTC),
        loading_minutes=20,
        loading_at_once=1,
    )
    text = printed("bongkar")

    first, second = text.index("13.00"), text.index("13.20")
    assert first < text.index("Zaitun Batik") < second < text.index("Anyaman")


def test_goods_for_another_city_travel_with_a_list_and_receipts(printed, exhibition):
    type(exhibition).objects.update(place="away")

    assert "batik tulis" in printed("angkut")
    receipts = printed("serah").split("\f")
    assert len(receipts) == 3
    assert "Anyaman #eval" in receipts[0]
    assert "Returned on" in receipts[0]


def test_the_recap_is_the_same_on_paper_and_to_edit(client, printed, exhibition):
    each = exhibition.participations.first()
    DailySalesFactory(participation=each, day=FIRST, cash=1_250_000)

    text = " ".join(printed("rekap").split())

    assert "2 IKM" in text
    assert "Rp1,250,000" in text or "Rp1.250.000" in text
    response = client.get(reverse("exhibitions:recap_to_edit", args=[exhibition.pk]))
    word = WordDocument(BytesIO(response.content))
    said = " ".join(paragraph.text for paragraph in word.paragraphs)
    assert recap_of(exhibition).sentence in said
    cells = [cell.text for table in word.tables for cell in table._cells]
    assert "1,250,000" in cells or "1.250.000" in cells


def test_what_lets_somebody_in_is_printed_by_who_runs_it_alone(client, exhibition):
    client.force_login(UserFactory(agency=exhibition.agency, roles=["leadership"]))

    def status(kind):
        return client.get(
            reverse("exhibitions:paper", args=[exhibition.pk, kind])
        ).status_code

    assert status("stan") == 200
    assert status("lapor") == 403
    page = client.get(reverse("exhibitions:records", args=[exhibition.pk]))
    assert "/cetak/lapor/" not in page.content.decode()


def test_others_and_unknown_papers_are_refused(client, exhibition):
    address = reverse("exhibitions:paper", args=[exhibition.pk, "stan"])
    client.force_login(UserFactory(roles=["organiser"]))
    assert client.get(address).status_code == 404
    client.force_login(UserFactory(agency=exhibition.agency, roles=["curator"]))
    assert client.get(address).status_code == 403
    client.force_login(UserFactory(agency=exhibition.agency, roles=["organiser"]))
    unknown = reverse("exhibitions:paper", args=[exhibition.pk, "lain"])
    assert client.get(unknown).status_code == 404
