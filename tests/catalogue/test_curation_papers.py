"""What a closed round issues, rendered for real and read back."""

import pytest
from django.core.exceptions import ValidationError

from apps.businesses.journey import fact, journey_of
from apps.catalogue.curation.deciding import decide, decide_as_proposed
from apps.catalogue.curation.letters import letters_of, write_letters, write_to_makers
from apps.catalogue.curation.records import record_of, write_record
from apps.catalogue.curation.rounds import move
from apps.catalogue.curation.scoring import give_score
from apps.catalogue.models import Assignment, CurationRound, Product
from apps.documents.checking import checked
from apps.documents.issuing import revoke
from apps.documents.models import Document
from apps.documents.printing import render_pdf
from apps.outbox.models import Message
from tests.documents.test_printing import text_of
from tests.factories.accounts import UserFactory
from tests.factories.curation import (
    CandidateFactory,
    CurationRoundFactory,
    scored_round,
)
from tests.factories.documents import SignatoryFactory

pytestmark = pytest.mark.django_db
State = CurationRound.State
REMARK = "Tutup kemasan kurang rapat #eval(1)"


@pytest.fixture
def closed():
    """Three products: an A, one put off, one not passed; the first with a remark."""
    round_ = scored_round(
        scores=lambda product, _curator, _criterion: (5, 4, 1)[product],
        title="Kurasi Triwulan IV",
    )
    first = round_.candidates.first()
    assignment = Assignment.objects.filter(candidate=first).first()
    give_score(
        assignment,
        round_.criteria.get(code="kemasan"),
        score=5,
        remark=REMARK,
        by=assignment.curator.user,
    )
    decider = UserFactory(name="Made Contoh")
    move(round_, State.DECIDING, by=decider)
    _first, second, _third = round_.candidates.all()
    decide(second, "pending", reason="Menunggu sertifikat halal.", by=decider)
    decide_as_proposed(round_, by=decider)
    return move(round_, State.CLOSED, by=decider)


@pytest.fixture
def signatory(closed):
    return SignatoryFactory(agency=closed.agency)


def issue_letters(round_, signatory):
    by = UserFactory(agency=round_.agency)
    write_letters(round_, signatory=signatory, by=by)
    return by


@pytest.mark.slow
def test_a_letter_says_all_points_and_remarks_and_no_curator(
    closed, signatory, tmp_path
):
    issue_letters(closed, signatory)
    first = closed.candidates.first()
    letter = letters_of(closed)[first.pk]

    text = text_of(render_pdf(letter), tmp_path)

    assert "Kelas A, nilai 100,0 dari 100" in text
    assert "Kemasan" in text
    assert REMARK in " ".join(text.split())
    assert first.product.name in text
    for curator in closed.curators.all():
        assert str(curator) not in text
    assert letter.holder == first.product.business.name or letter.holder


def test_letters_are_issued_once_however_often_the_worker_runs(closed, signatory):
    by = issue_letters(closed, signatory)
    numbers = sorted(each.number for each in letters_of(closed).values())

    assert write_letters(closed, signatory=signatory, by=by) == 0
    assert sorted(each.number for each in letters_of(closed).values()) == numbers
    assert len(numbers) == 3


def test_no_paper_before_the_round_is_closed(signatory):
    round_ = CurationRoundFactory()

    with pytest.raises(ValidationError, match="once the curation is closed"):
        write_record(round_, signatory=signatory, by=UserFactory())


@pytest.mark.slow
def test_the_record_lists_all_results_and_who_stands_for_them(
    closed, signatory, tmp_path
):
    CandidateFactory(
        round=closed,
        verified=True,
        state="refused",
        refusal="Bukan buatan sendiri.",
        product__name="Kaos Grosir",
    )
    record = write_record(closed, signatory=signatory, by=UserFactory())

    text = " ".join(text_of(render_pdf(record), tmp_path).split())

    assert record.number in text
    for candidate in closed.candidates.verified():
        assert candidate.product.name in text
    for name in [*map(str, closed.curators.all()), "Made Contoh", signatory.name]:
        assert name in text
    assert "Kelas A" in text
    assert "Menunggu sertifikat halal." in text
    assert "Kaos Grosir: Bukan buatan sendiri." in text
    assert record.verify_code in text


@pytest.mark.slow
def test_a_record_of_many_pages_keeps_its_head_and_number(signatory, tmp_path):
    round_ = scored_round(
        70, 3, scores=lambda *_each: 4, curators_each=1, agency=signatory.agency
    )
    decider = UserFactory()
    move(round_, State.DECIDING, by=decider)
    decide_as_proposed(round_, by=decider)
    round_ = move(round_, State.CLOSED, by=decider)
    record = write_record(round_, signatory=signatory, by=decider)

    text = text_of(render_pdf(record), tmp_path)

    pages = text.split("\f")[:-1]
    assert len(pages) > 2
    assert all("Halaman" in page for page in pages)
    assert "Keputusan" in pages[1]


def test_a_record_is_one_until_it_is_revoked_and_can_be_checked(closed, signatory):
    by = UserFactory()
    record = write_record(closed, signatory=signatory, by=by)

    assert write_record(closed, signatory=signatory, by=by) == record
    assert checked(record.verify_code).number == record.number
    revoke(record, Document.Revocation.ERROR, "Salah tempat.", by=by)
    assert record_of(closed) is None
    second = write_record(closed, signatory=signatory, by=by)
    assert second.sequence == record.sequence + 1


def test_makers_are_written_to_once_with_their_own_results(closed, signatory):
    by = issue_letters(closed, signatory)
    first, second, third = closed.candidates.all()
    for candidate, mail, phone in [
        (first, "satu@demo.invalid", ""),
        (second, "", "0812-0000-0002"),
        (third, "", ""),
    ]:
        owner = candidate.product.business.owner
        owner.email = mail
        owner.set_phone(phone)
        owner.save()

    write_to_makers(closed, by=by)
    write_to_makers(closed, by=by)

    mail, chat = Message.objects.order_by("channel")
    assert (mail.channel, chat.channel) == ("mail", "whatsapp")
    assert {mail.status, chat.status} == {"drafted"}
    assert f"{first.product.name}: Kelas A (nilai 100,0)" in mail.body
    assert REMARK in mail.body
    assert letters_of(closed)[first.pk].verify_code in mail.body
    assert "Ditangguhkan" in chat.body
    assert first.product.name not in chat.body


def test_without_letters_nobody_is_written_to(closed):
    with pytest.raises(ValidationError, match="Issue the letters first"):
        write_to_makers(closed, by=UserFactory())


def test_the_journey_and_the_fact_of_a_grade(closed):
    first, _second, third = (each.product for each in closed.candidates.all())

    [step] = [each for each in journey_of(first.business) if each.kind == "curated"]
    assert step.text == f"«{first}» curated: grade A"
    assert [fact(code, first.business).holds for code in ("grade:A", "grade:B")] == [
        True,
        True,
    ]
    assert fact("grade:C", third.business).holds is False
    Product.objects.filter(pk=first.pk).update(grade="C")
    assert fact("grade:B", first.business).holds is False
    assert fact("grade", first.business).holds
    Product.objects.filter(pk=first.pk).update(
        graded_on="2020-01-01", grade_until="2021-01-01"
    )
    assert fact("grade", first.business).holds is False
