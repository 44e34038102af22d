import io

import pytest
from django.urls import reverse
from docx import Document as WordDocument

from apps.documents.models import Document, Letter
from tests.factories.accounts import UserFactory
from tests.factories.documents import (
    DocumentFactory,
    LetterFactory,
    SignatoryFactory,
    issued_letter,
)

pytestmark = pytest.mark.django_db
WORDS = {
    "recipient": "Yth. Para Pemilik IKM\ndi tempat",
    "subject": "Undangan",
    "nature": "ordinary",
    "body": "Kami mengundang Saudara.",
    "attachments": "",
    "copies": "",
    "seen": "",
}


@pytest.fixture
def officer(client, roles):
    user = UserFactory(roles=["data-administrator"])
    client.force_login(user)
    return user


def written_by(officer, **fields):
    return LetterFactory(agency=officer.agency, written_by=officer, **fields)


def test_a_letter_goes_from_draft_to_issued_paper(client, officer):
    signatory = SignatoryFactory(agency=officer.agency)

    client.post(reverse("documents:write"), {**WORDS, "signatory": signatory.pk})
    letter = Letter.objects.get()
    client.post(reverse("documents:issue", args=[letter.pk]))

    document = Document.objects.get()
    assert (letter.agency, document.sequence) == (officer.agency, 1)
    paper = client.get(reverse("documents:pdf", args=[document.pk]))
    assert paper.content.startswith(b"%PDF-1.7")
    assert paper.headers["Content-Disposition"].startswith('inline; filename="001-SRT')


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_wrote_a_letter_does_not_issue_it_where_another_may(
    client, officer, method
):
    letter = written_by(officer)
    other = UserFactory(agency=officer.agency, roles=["approver"], name="Bayu")
    address = reverse("documents:issue", args=[letter.pk])

    page = getattr(client, method)(address, follow=True).content.decode()

    assert "You wrote this yourself" in page
    assert "Bayu" in page
    assert not Document.objects.exists()
    client.force_login(other)
    client.post(address)
    letter.refresh_from_db()
    assert (letter.document.issued_by, letter.issued_alone) == (other, False)


def test_alone_in_the_office_one_issues_ones_own_and_the_auditor_finds_it(
    client, officer
):
    letter = written_by(officer)
    document = issued_letter(agency=officer.agency)
    UserFactory(agency=officer.agency, roles=["registrar"])
    UserFactory(roles=["approver"])  # of another agency

    client.post(reverse("documents:issue", args=[letter.pk]))

    client.force_login(UserFactory(agency=officer.agency, roles=["auditor"]))
    listed = client.get(
        reverse("admin:documents_document_changelist"),
        {"letter__issued_alone__exact": "1"},
    )
    assert [each.letter for each in listed.context["cl"].result_list] == [letter]
    assert document not in listed.context["cl"].result_list


def test_issuing_twice_gives_one_document(client, officer):
    letter = written_by(officer)
    address = reverse("documents:issue", args=[letter.pk])

    answers = [client.post(address), client.post(address)]

    assert Document.objects.count() == 1
    assert {answer.url for answer in answers} == {
        Document.objects.get().get_absolute_url()
    }


def test_nothing_typed_is_lost_when_a_field_is_wrong(client, officer):
    signatory = SignatoryFactory(agency=officer.agency)

    page = client.post(
        reverse("documents:write"),
        {
            **WORDS,
            "signatory": signatory.pk,
            "subject": "Hari 😀",
            "body": "Isi panjang",
        },
    )

    assert "cannot be printed: 😀" in page.content.decode()
    assert "Isi panjang" in page.content.decode()
    assert not Letter.objects.exists()


def test_a_letter_saved_meanwhile_is_not_overwritten_unawares(client, officer):
    letter = written_by(officer)
    address = reverse("documents:edit", args=[letter.pk])
    seen = client.get(address).context["form"].initial["seen"]
    mine = {**WORDS, "signatory": letter.signatory_id, "seen": seen}
    client.post(address, {**mine, "subject": "Yang pertama"})

    page = client.post(address, {**mine, "subject": "Yang kedua"})

    assert "Somebody has saved this letter" in page.content.decode()
    assert "Yang kedua" in page.content.decode()
    letter.refresh_from_db()
    assert letter.subject == "Yang pertama"


def test_only_signatories_of_the_own_agency_are_offered(client, officer):
    foreign = SignatoryFactory()

    page = client.post(reverse("documents:write"), {**WORDS, "signatory": foreign.pk})

    assert page.context["form"].errors["signatory"]
    assert not Letter.objects.exists()


def test_a_signatory_who_left_cannot_sign_any_more(client, officer):
    letter = written_by(officer, signatory__until="2020-01-01")

    page = client.post(reverse("documents:issue", args=[letter.pk]), follow=True)

    assert "is not in office today" in page.content.decode()
    assert not Document.objects.exists()


def test_a_registrar_writes_but_does_not_issue(client, roles):
    user = UserFactory(roles=["registrar"])
    client.force_login(user)
    letter = written_by(user)

    answer = client.post(reverse("documents:issue", args=[letter.pk]))

    assert answer.status_code == 403
    assert "issue letters" in answer.content.decode()


def test_an_issued_letter_is_not_edited_or_deleted(client, officer):
    document = issued_letter(agency=officer.agency)

    answers = [
        client.get(reverse("documents:edit", args=[document.letter.pk])),
        client.post(reverse("documents:discard", args=[document.letter.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Letter.objects.count() == 1


def test_a_corrected_letter_replaces_the_first_when_it_is_issued(client, officer):
    first = issued_letter(agency=officer.agency)

    client.post(reverse("documents:correct", args=[first.pk]))
    client.post(reverse("documents:correct", args=[first.pk]))
    draft = Letter.objects.drafts().get()
    client.post(reverse("documents:issue", args=[draft.pk]))

    first.refresh_from_db()
    second = Document.objects.exclude(pk=first.pk).get()
    assert (first.revocation, second.replaces) == ("replaced", first)


def test_a_revocation_asks_for_a_reason(client, officer):
    document = DocumentFactory(agency=officer.agency)
    address = reverse("documents:revoke", args=[document.pk])

    refused = client.post(address, {"reason": "", "note": "salah nama"})
    client.post(address, {"reason": "error", "note": "salah nama"})

    assert "salah nama" in refused.content.decode()
    document.refresh_from_db()
    assert (document.revocation, document.revoked_by) == ("error", officer)


def words_of(answer):
    word = WordDocument(io.BytesIO(answer.content))
    cells = [
        cell.text for table in word.tables for row in table.rows for cell in row.cells
    ]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def test_the_docx_of_a_draft_is_editable_and_says_that_it_is_one(client, officer):
    letter = written_by(officer, signatory__on_behalf_of="Kepala Dinas")

    words = words_of(client.get(reverse("documents:docx", args=[letter.pk])))

    assert "KONSEP" in words
    assert "a.n. Kepala Dinas" in words
    assert "1.\thari: Senin" in words
    assert "Periksa keaslian" not in words


def test_the_docx_of_an_issued_letter_has_its_number_and_code(client, officer):
    document = issued_letter(agency=officer.agency)

    words = words_of(client.get(reverse("documents:docx", args=[document.letter.pk])))

    assert "KONSEP" not in words
    assert document.number in words
    assert document.verify_code in words


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_of_one_letter_as_of_three(
    client, officer, count, django_assert_num_queries
):
    for _ in range(count):
        issued_letter(agency=officer.agency)
        written_by(officer)
    client.get(reverse("documents:letters"))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("documents:letters"))


QUERIES = 10
