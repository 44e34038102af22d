"""Papers are rendered for real, turned into pictures and read again."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils import timezone

from apps.businesses.receipts import give_receipt
from apps.documents import printing
from apps.documents.issuing import payload_of, revoke
from apps.documents.letters import paper_of, preview_pdf
from apps.documents.models import Document
from apps.documents.models.offices import letterhead_of
from apps.documents.printing import printable, render_pdf, unprintable
from apps.documents.wording import long_date
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.documents import (
    DocumentFactory,
    LetterFactory,
    LetterheadFactory,
    issued_letter,
)

pytestmark = pytest.mark.django_db


def run(*command):
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def a_receipt():
    business = BusinessFactory()
    return give_receipt(business, by=UserFactory(agency=business.agency))


def text_of(pdf, folder):
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return run("pdftotext", "-layout", str(path), "-")


@pytest.mark.slow
def test_the_qr_code_read_back_from_the_picture_opens_the_right_page(
    client, tmp_path, settings
):
    settings.SITE_URL = "http://testserver"
    document = DocumentFactory()
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(render_pdf(document))
    run("pdftoppm", "-r", "150", "-png", str(paper), str(tmp_path / "page"))

    read = run("zbarimg", "-q", "--raw", str(next(tmp_path.glob("*.png")))).strip()

    page = client.get(read)
    assert page.context["finding"].number == document.number
    assert page.context["finding"].state == "valid"


def test_a_second_print_is_the_same_paper_byte_for_byte():
    issued = DocumentFactory()

    document = Document.objects.get(pk=issued.pk)

    assert hashlib.sha256(render_pdf(document)).hexdigest() == issued.pdf_sha256


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["letter", "receipt"])
def test_a_revoked_paper_says_so_on_every_page(tmp_path, kind):
    body = "\n\n".join(["Kami mengundang Saudara dalam rangka pembinaan."] * 60)
    document = issued_letter(body=body) if kind == "letter" else a_receipt()
    assert "DICABUT" not in text_of(render_pdf(document), tmp_path)

    document = revoke(document, "error", "", by=document.issued_by)

    pdf = render_pdf(document)
    pages = text_of(pdf, tmp_path).rstrip("\f").split("\f")
    day = long_date(timezone.localdate(document.revoked_at))
    assert len(pages) == (2 if kind == "letter" else 1)
    assert all(f"DICABUT pada {day}" in page and "REVOKED" in page for page in pages)
    assert b"pdfaid" in pdf


def test_a_paper_stays_as_it_was_when_the_office_changes_its_letterhead():
    letterhead = LetterheadFactory()
    document = DocumentFactory(agency=letterhead.agency)
    letterhead.name = "DINAS BARU"
    letterhead.save(update_fields=["name"])

    again = render_pdf(Document.objects.get(pk=document.pk))

    assert hashlib.sha256(again).hexdigest() == document.pdf_sha256


@pytest.mark.slow
@pytest.mark.parametrize(
    "evil",
    [
        '#eval("1+1")',
        '#read("/etc/passwd")',
        "$ x^2 $ *bold* _it_ `code` <label> @ref \\ // /* #",
        '"} #panic("out") {"',
    ],
)
def test_what_somebody_typed_is_printed_and_never_run(evil, tmp_path):
    letter = LetterFactory(subject=evil, recipient=evil, body=evil, copies=evil)

    text = text_of(preview_pdf(letter), tmp_path)

    assert text.replace(" ", "").replace("\n", "").count(evil.replace(" ", "")) >= 3


def test_a_file_is_tagged_for_archives_and_knows_its_language():
    pdf = render_pdf(DocumentFactory())

    assert b"/Lang (id-ID)" in pdf or b"/Lang(id-ID)" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"pdfaid" in pdf


def test_characters_that_no_font_has_are_found():
    assert unprintable("Undangan 😀 untuk 中") == ["😀", "中"]
    assert unprintable("Ni Luh Suryāni – «Café» …\nbaris dua") == []


def test_a_payload_with_such_characters_is_printed_all_the_same():
    assert printable({"a": ["Kopi 😀"], "b": 3}) == {"a": ["Kopi ?"], "b": 3}


@pytest.mark.slow
def test_a_draft_says_that_it_is_none(tmp_path):
    text = text_of(preview_pdf(LetterFactory()), tmp_path)

    assert "belum bernomor" in text
    assert "Periksa keaslian" not in text


@pytest.mark.slow
def test_a_letter_of_many_pages_counts_them(tmp_path):
    letter = LetterFactory(
        body="Satu paragraf yang panjang. " * 40 + "\n\n" + "Baris.\n\n" * 60
    )

    text = text_of(preview_pdf(letter), tmp_path)

    assert "Halaman 2 dari" in text


@pytest.mark.slow
def test_a_n_stands_before_the_position_it_is_signed_for(tmp_path):
    letter = LetterFactory(
        signatory__on_behalf_of="Kepala Dinas", signatory__position="Sekretaris"
    )

    text = text_of(preview_pdf(letter), tmp_path)

    assert " ".join(text.split()).count("a.n. Kepala Dinas Sekretaris,") == 1
    assert payload_of(paper_of(letter))["signatory"]["nip"] == "19710812 199803 2 004"


def test_the_fonts_are_those_that_were_brought():
    folder = Path(printing.FOLDER) / "fonts"
    lines = (folder / "SHA256SUMS").read_text().splitlines()

    found = {
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
        for path in folder.glob("*.ttf")
    }

    assert found == set(lines)


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        ("PEMERINTAH KOTA\nDINAS\nJalan 1", ("PEMERINTAH KOTA", "DINAS", ["Jalan 1"])),
        ("DINAS", ("", "DINAS", [])),
        ("", ("", "DINAS CONTOH", [])),
    ],
)
def test_an_agency_without_a_letterhead_has_one_all_the_same(lines, printed):
    agency = AgencyFactory(name="Dinas Contoh", letterhead=lines)

    head = letterhead_of(agency).printed()

    assert (head["government"], head["name"], head["address"]) == printed
