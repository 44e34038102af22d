"""What the world learns by a code: enough to trust a paper, and nobody's number."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from apps.accounts.attempts import CODES_FROM
from apps.documents.checking import checked
from apps.documents.codes import with_check
from apps.documents.issuing import Paper, issue, revoke
from apps.documents.kinds import LETTER
from apps.documents.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db


def page(client, code):
    return client.get(reverse("public:check", args=[code]))


def alter(document, assignment, *values):
    """As somebody would who owns the database and switches the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE documents_document DISABLE TRIGGER USER")
        cursor.execute(
            f"UPDATE documents_document SET {assignment} WHERE id = %s",
            [*values, document.pk],
        )
        cursor.execute("ALTER TABLE documents_document ENABLE TRIGGER USER")


def test_a_valid_paper_is_told_with_its_minimal_data(client):
    document = DocumentFactory(holder="B*** S***")

    answer = page(client, document.verify_code)

    text = answer.content.decode()
    assert (answer.status_code, answer.context["finding"].state) == (200, "valid")
    for shown in (document.number, "B*** S***", document.agency.name, document.subject):
        assert shown in text
    assert document.issued_by.name not in text


def test_a_code_typed_otherwise_leads_to_its_own_address(client):
    document = DocumentFactory()

    answer = client.get(
        reverse("public:verify"),
        {"kode": document.verify_code.lower().replace("-", " ")},
    )
    arrived = client.get(answer.url)

    assert arrived.url == reverse("public:check", args=[document.verify_code])


@pytest.mark.parametrize(
    ("code", "state"),
    [("00000-00000-00000-00000", "unknown"), ("00000-00000-00000-00001", "mistyped")],
)
def test_an_unknown_code_and_a_mistyped_one_are_told_apart(client, code, state):
    answer = page(client, code)

    assert (answer.status_code, answer.context["finding"].state) == (404, state)


def test_a_revoked_paper_says_since_when_and_why(client):
    document = DocumentFactory()
    by = UserFactory(agency=document.agency)
    revoke(document, Document.Revocation.MISUSED, "dipakai orang lain", by=by)

    answer = page(client, document.verify_code)

    assert answer.context["finding"].state == "revoked"
    assert "it was misused" in answer.content.decode()
    assert "dipakai orang lain" not in answer.content.decode()


def test_a_replaced_paper_names_the_one_in_its_place(client):
    document = DocumentFactory()
    by = UserFactory(agency=document.agency)
    second = DocumentFactory(agency=document.agency, replaces=document, issued_by=by)

    answer = page(client, document.verify_code)

    assert answer.context["finding"].state == "replaced"
    assert second.number in answer.content.decode()


@pytest.mark.parametrize(
    ("assignment", "value"),
    [
        ("number = %s", "999/SRT/X/2020"),
        ("subject = %s", "Surat kaya raya"),
        ("holder = %s", "Orang Lain"),
        ("issued_at = issued_at - %s::interval", "1 year"),
        ("payload = jsonb_set(payload, '{subject}', to_jsonb(%s::text))", "Lain"),
        ("verify_code = %s", "00000-00000-00000-00000"),
        ("seal = %s", "0" * 64),
    ],
)
def test_a_row_altered_in_the_database_is_refused_by_the_page(
    client, assignment, value
):
    document = DocumentFactory()
    alter(document, assignment, value)
    code = Document.objects.get(pk=document.pk).verify_code

    answer = page(client, code)

    assert answer.context["finding"].state == "altered"
    assert answer.context["finding"].number == ""


REVOKED = "revoked_at = clock_timestamp(), revoked_by_id = issued_by_id, revocation = 'misused'"


@pytest.mark.parametrize(
    "assignment",
    [
        "revocation = 'withdrawn'",
        "revocation_note = 'lain'",
        "revoked_at = revoked_at + interval '1 year'",
        "revoked_by_id = issued_by_id",
        "revocation_seal = repeat('0', 64)",
        "revoked_at = NULL, revoked_by_id = NULL, revocation = '', "
        "revocation_note = '', revocation_seal = ''",
    ],
)
def test_a_revocation_altered_or_taken_out_in_the_database_is_refused(
    client, assignment
):
    document = DocumentFactory()
    by = UserFactory(agency=document.agency)
    revoke(document, Document.Revocation.ERROR, "salah", by=by)
    alter(document, assignment)

    assert page(client, document.verify_code).context["finding"].state == "altered"


def test_a_revocation_that_nobody_made_is_refused(client):
    document = DocumentFactory()
    alter(document, REVOKED)

    assert page(client, document.verify_code).context["finding"].state == "altered"


@pytest.mark.parametrize(
    "assignment",
    [
        "sequence = 77",
        "kind = 'lain'",
        "template = 'receipt.typ'",
        "pdf_sha256 = repeat('0', 64)",
        "issued_by_id = (SELECT max(id) FROM accounts_user)",
        "agency_id = (SELECT max(id) FROM agencies_agency)",
        "replaces_id = (SELECT max(id) FROM documents_document)",
        "series_id = (SELECT max(id) FROM documents_numberseries), sequence = 77",
    ],
)
def test_no_column_of_a_paper_can_be_altered_unseen(assignment):
    document = DocumentFactory()
    DocumentFactory()
    alter(document, assignment)

    assert checked(document.verify_code).state == "altered"


def test_the_seal_covers_every_column_that_says_something():
    uncovered = {
        *("id", "seal", "region", "occasion"),
        *("revoked_at", "revoked_by", "revocation", "revocation_note"),
        "revocation_seal",
    }
    names = {field.name for field in Document._meta.concrete_fields}

    assert names - uncovered == set(DocumentFactory().sealed_content())


def test_the_seal_survives_a_row_that_nobody_altered():
    document = DocumentFactory()
    alter(document, "number = %s", document.number)

    assert checked(document.verify_code).state == "valid"


def test_the_seal_survives_another_key_of_the_blind_index(settings):
    document = DocumentFactory()
    settings.BLIND_INDEX_KEY = "another-key-of-the-right-length-0123456789"

    assert checked(document.verify_code).state == "valid"


def test_a_seal_under_another_key_is_not_genuine(settings):
    document = DocumentFactory()
    settings.SEAL_KEY = "somebody-elses-key-0123456789abcdefghij"

    assert checked(document.verify_code).state == "altered"


def test_a_forged_code_with_a_right_check_character_finds_nothing(client):
    DocumentFactory()

    assert page(client, "ABCDE-FGHJK-MNPQR-STVW5").context["finding"].state in {
        "unknown",
        "mistyped",
    }


@pytest.mark.parametrize(
    "changes", [{"subject": "Lain"}, {"number": "1"}, {"payload": {}}, {"seal": ""}]
)
def test_the_database_refuses_to_change_an_issued_document(changes):
    document = DocumentFactory()

    with pytest.raises(ProgrammingError, match="not altered"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**changes)


def test_a_revocation_is_for_good():
    document = DocumentFactory()
    revoke(document, "error", "salah", by=UserFactory(agency=document.agency))

    with pytest.raises(ProgrammingError, match="not altered"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(
            revoked_at=None, revoked_by=None, revocation="", revocation_note=""
        )


def test_who_tries_codes_is_stopped_and_who_scans_real_ones_is_not(client):
    document = DocumentFactory()
    for _ in range(CODES_FROM.most + 5):
        assert page(client, document.verify_code).status_code == 200
    tried = [
        page(client, with_check(f"{number:019d}")).status_code
        for number in range(CODES_FROM.most + 1)
    ]

    stopped = page(client, document.verify_code)

    assert tried == [404] * CODES_FROM.most + [429]
    assert (stopped.status_code, stopped.context["finding"].number) == (429, "")
    elsewhere = client.get(
        reverse("public:check", args=[document.verify_code]), REMOTE_ADDR="10.9.8.7"
    )
    assert elsewhere.status_code == 200


def test_an_occasion_has_one_standing_paper_and_a_new_one_after_a_revocation():
    first = DocumentFactory(occasion="sesuatu:1")
    content = first.payload
    paper = Paper(LETTER, first.agency, "Hal", content, occasion="sesuatu:1")
    by = UserFactory(agency=first.agency)

    again = issue(paper, by=by)
    revoke(first, "error", "salah", by=by)
    second = issue(paper, by=by)

    assert again == first
    assert (second.sequence, second != first) == (2, True)
