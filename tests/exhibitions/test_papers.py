"""What is printed for an exhibition, read back."""

import shutil
import subprocess

import pytest
from django.urls import reverse

from apps.exhibitions.placing import days_between, place
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.exhibitions import (
    FIRST,
    LAST,
    BoothFactory,
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


def test_others_and_unknown_papers_are_refused(client, exhibition):
    address = reverse("exhibitions:paper", args=[exhibition.pk, "stan"])
    client.force_login(UserFactory(roles=["organiser"]))
    assert client.get(address).status_code == 404
    client.force_login(UserFactory(agency=exhibition.agency, roles=["curator"]))
    assert client.get(address).status_code == 403
    client.force_login(UserFactory(agency=exhibition.agency, roles=["organiser"]))
    unknown = reverse("exhibitions:paper", args=[exhibition.pk, "lain"])
    assert client.get(unknown).status_code == 404
