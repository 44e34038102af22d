"""A round from its preparation to its end, by its deeds."""

from datetime import date, timedelta

import pghistory
import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from apps.accounts.models import User
from apps.businesses.models import Consent
from apps.businesses.publishing import withdraw_consent
from apps.catalogue.curation.candidates import propose, refuse, verify
from apps.catalogue.curation.criteria import begin_with
from apps.catalogue.curation.curators import (
    add_curator,
    conflicts_of,
    declare_conflict,
    possible_curators,
    release,
    remove_curator,
)
from apps.catalogue.curation.deciding import (
    decide,
    decide_as_proposed,
    months_after,
    take_back,
)
from apps.catalogue.curation.results import improvement, result_of, results_of
from apps.catalogue.curation.rounds import in_the_way, move, prepare
from apps.catalogue.curation.scoring import give_score, sheet_of
from apps.catalogue.models import Assignment, Candidate, CurationRound, Product
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import ProductFactory
from tests.factories.curation import (
    CandidateFactory,
    CurationRoundFactory,
    CuratorFactory,
    score_all,
    scored_round,
)

pytestmark = pytest.mark.django_db
State = CurationRound.State


@pytest.fixture
def decider(db):
    return UserFactory()


def deciding_round(scores=lambda *_each: 4, **fields):
    round_ = scored_round(scores=scores, **fields)
    return move(round_, State.DECIDING, by=round_.created_by)


def product_of(round_, **fields):
    return ProductFactory(
        business=BusinessFactory(agency=round_.agency, listed=True), **fields
    )


def problems(deed, *arguments, **fields):
    with pytest.raises(ValidationError) as caught:
        deed(*arguments, **fields)
    return caught.value.messages


def test_a_whole_round(roles, decider):
    officer = UserFactory(roles=["organiser"])
    round_ = CurationRoundFactory.build(
        agency=officer.agency, created_by=officer, curators_each=2
    )
    prepare(round_, criteria="craft", by=officer)
    move(round_, State.OPEN, by=officer)
    products = [product_of(round_) for _number in range(4)]
    candidates = propose(round_, products, by=officer)
    for candidate in candidates:
        verify(candidate, by=officer)
    for user in UserFactory.create_batch(4, agency=officer.agency):
        add_curator(round_, user)

    move(round_, State.SCORING, by=officer)
    score_all(round_, lambda product, _curator, _criterion: 2 + product)
    move(round_, State.DECIDING, by=officer)
    done, left = decide_as_proposed(round_, by=decider)
    move(round_, State.CLOSED, by=decider)

    assert (done, left) == (4, [])
    for product in products:
        product.refresh_from_db()
    assert [product.grade for product in products] == ["", "C", "B", "A"]
    assert {product.state for product in products[1:]} == {Product.State.CURATED}
    assert products[0].state == Product.State.DRAFT
    assert products[3].grade_until == months_after(localdate(), 24)
    loads = [curator.assignments.count() for curator in round_.curators.all()]
    assert loads == [2, 2, 2, 2]


def test_products_are_taken_from_the_agencys_makers_while_it_is_open():
    round_ = CurationRoundFactory(state=State.OPEN)
    by, foreign = round_.created_by, ProductFactory()

    assert problems(propose, round_, [foreign], by=by) == [
        "One of these products is in it already, or of no maker of the agency."
    ]
    late = round_.closes_on + timedelta(days=1)
    [said] = problems(propose, round_, [product_of(round_)], by=by, on=late)
    assert said.startswith("Products are taken from")
    [candidate] = propose(round_, [product_of(round_)], by=by)
    assert candidate.product.state == Product.State.DRAFT  # as it was read
    candidate.product.refresh_from_db()
    assert candidate.product.state == Product.State.SUBMITTED


def test_without_the_makers_consent_nothing_is_verified():
    candidate = CandidateFactory(round__state=State.OPEN)
    withdraw_consent(Consent.objects.get(business=candidate.product.business))

    [said] = problems(verify, candidate, by=candidate.applied_by)

    assert "has not agreed to be published" in said
    refuse(candidate, reason="Belum setuju.", by=candidate.applied_by)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.refusal) == ("refused", "Belum setuju.")


def test_what_is_in_the_way_of_scoring_is_said():
    round_ = CurationRoundFactory(state=State.OPEN, curators_each=2)

    assert in_the_way(round_, State.SCORING) == [
        "The weights of the criteria are 0 % together; they must be 100 %.",
        "No product is verified yet.",
        "Each product needs 2 curators, and there are 0.",
    ]
    begin_with(round_, "food")
    candidate = CandidateFactory(
        round=round_, verified=True, product__name="Keripik Tempe"
    )
    one, _other = CuratorFactory.create_batch(2, round=round_)
    declare_conflict(
        one, candidate.product.business, reason="own", by=round_.created_by
    )
    assert in_the_way(round_, State.SCORING) == [
        "«Keripik Tempe»: only 1 of 2 curators have no conflict, and 2 are needed. "
        "Add a curator."
    ]
    assert problems(move, round_, State.SCORING, by=round_.created_by) != []


def test_conflicts_are_found_where_nobody_declared_them():
    round_ = CurationRoundFactory(state=State.OPEN)
    curators = CuratorFactory.create_batch(5, round=round_)
    enters, approves, proposes, owns, free = (curator.user for curator in curators)
    business = BusinessFactory(agency=round_.agency, listed=True)
    business.owner.email = owns.email.upper()
    business.owner.save()
    with pghistory.context(user=enters.pk):
        product = ProductFactory(business=business)
    Product.objects.filter(pk=product.pk).update(
        approved_by=approves, approved_at=round_.created_at
    )
    CandidateFactory(round=round_, product=product, applied_by=proposes)

    found = {curator for _candidate, curator in conflicts_of(round_)}

    assert found == {curator.pk for curator in curators if curator.user != free}


def test_a_conflict_declared_late_hands_the_product_to_another():
    round_ = scored_round(6, 3)
    assignment = Assignment.objects.filter(candidate__round=round_).first()
    criterion = round_.criteria.first()
    curator, candidate = assignment.curator, assignment.candidate
    give_score(assignment, criterion, score=5, remark="", by=curator.user)

    declare_conflict(
        curator, candidate.product.business, reason="family", by=curator.user
    )

    others = set(candidate.assignments.values_list("curator", flat=True))
    assert len(others) == 2
    assert curator.pk not in others


def test_what_somebody_began_to_score_stays_his_when_a_curator_goes():
    round_ = scored_round(6, 4)
    first, second, *_rest = round_.curators.all()
    begun = first.assignments.first()
    give_score(begun, round_.criteria.first(), score=3, remark="", by=first.user)

    assert problems(remove_curator, first) != []
    remove_curator(second)

    assert Assignment.objects.filter(pk=begun.pk).exists()
    loads = [curator.assignments.count() for curator in round_.curators.all()]
    assert (sum(loads), max(loads) - min(loads)) == (12, 0)


def test_only_the_assigned_curator_scores():
    round_ = scored_round(1, 2)
    assignment = Assignment.objects.first()

    [said] = problems(
        give_score,
        assignment,
        round_.criteria.first(),
        score=5,
        remark="",
        by=UserFactory(),
    )

    assert said == "This product is not assigned to you any more."


def test_a_score_is_changed_and_taken_away_while_it_is_scored():
    round_ = scored_round(1, 2)
    assignment, criterion = Assignment.objects.first(), round_.criteria.first()
    by = assignment.curator.user

    for score, remark in [(2, ""), (4, "Rapi."), (None, "Rapi."), (None, "")]:
        give_score(assignment, criterion, score=score, remark=remark, by=by)
        given = assignment.scores.values_list("score", "remark").first()
        assert given == ((score, remark) if score or remark else None)


def test_others_scores_are_seen_when_all_have_given_theirs():
    round_ = scored_round(1, 2)
    mine, other = Assignment.objects.all()
    criteria = list(round_.criteria.all())
    for criterion in criteria:
        give_score(mine, criterion, score=5, remark="", by=mine.curator.user)
    for criterion in criteria[:-1]:
        give_score(other, criterion, score=3, remark="", by=other.curator.user)

    assert {line.others for line in sheet_of(mine)} == {()}
    give_score(other, criteria[-1], score=4, remark="", by=other.curator.user)
    lines = sheet_of(mine)
    assert {line.others for line in lines} == {(3,), (4,)}
    assert [line.is_far_apart for line in lines] == [True] * 4 + [False]


def test_an_ill_curators_sheet_is_released_and_the_others_decide():
    round_ = scored_round(1, 2)
    whole, missing = Assignment.objects.all()
    for criterion in round_.criteria.all():
        give_score(whole, criterion, score=4, remark="", by=whole.curator.user)
    by = round_.created_by
    [said] = problems(move, round_, State.DECIDING, by=by)
    assert str(missing.curator.user) in said

    release(missing)
    move(round_, State.DECIDING, by=by)

    assert result_of(round_.candidates.get()).proposed == "B"
    move(round_, State.SCORING, by=by)
    assert problems(release, whole) == ["Nobody else scores this product: it stays."]


def test_a_decision_off_the_proposal_or_put_off_has_a_reason(decider):
    round_ = deciding_round()
    first, second, third = round_.candidates.all()

    assert problems(decide, first, "A", by=decider) != []
    assert problems(decide, second, "pending", by=decider) != []
    decide(first, "A", reason="Kemasan sudah diganti.", by=decider)
    decide(second, "pending", reason="Menunggu sertifikat halal.", by=decider)
    decide(third, "B", by=decider)

    assert [each.outcome for each in round_.candidates.all()] == ["A", "pending", "B"]
    decide(second, "B", by=decider)  # what was put off is decided later
    assert problems(decide, third, "C", reason="?", by=decider) == [
        "Somebody has decided this already."
    ]


def test_a_curator_does_not_decide():
    round_ = deciding_round()
    curator = round_.curators.first().user

    [said] = problems(decide, round_.candidates.first(), "B", by=curator)

    assert said.startswith("You are a curator of this curation")


def test_who_decided_does_not_become_a_curator(decider):
    round_ = deciding_round()
    decide(round_.candidates.first(), "B", by=decider)
    move(round_, State.SCORING, by=round_.created_by)

    [said] = problems(add_curator, round_, decider)

    assert "has decided in this curation" in said


def test_a_valid_grade_becomes_lower_for_a_reason_alone(decider):
    round_ = deciding_round()
    candidate = round_.candidates.first()
    Product.objects.filter(pk=candidate.product_id).update(
        grade="A",
        graded_on=localdate(),
        grade_until=localdate() + timedelta(days=9),
        state=Product.State.CURATED,
    )

    [said] = problems(decide, candidate, "B", by=decider)
    done, left = decide_as_proposed(round_, by=decider)

    assert "say why it becomes lower" in said
    assert (done, left) == (2, [candidate])
    decide(candidate, "B", reason="Kemasan bocor.", by=decider)
    candidate.product.refresh_from_db()
    assert candidate.product.grade == "B"
    grades = Product.pgh_event_model.objects.filter(pgh_obj=candidate.product)
    assert list(grades.order_by("pgh_id").values_list("grade", flat=True)) == [
        *("", "A", "B")
    ]


def test_what_does_not_pass_keeps_a_grade_that_is_still_valid(decider):
    round_ = deciding_round(scores=lambda *_each: 1)
    candidate = round_.candidates.first()
    until = localdate() + timedelta(days=9)
    Product.objects.filter(pk=candidate.product_id).update(
        grade="A", graded_on=localdate(), grade_until=until, state="curated"
    )

    decide(candidate, "failed", by=decider)

    candidate.product.refresh_from_db()
    assert (candidate.product.valid_grade, candidate.product.state) == ("A", "curated")


def test_where_curators_lie_far_apart_nothing_is_decided_in_bulk(decider):
    round_ = deciding_round(
        scores=lambda product, curator, _criterion: (
            5 - 2 * (curator % 2) if product == 0 else 4
        ),
        curators=2,
    )

    done, left = decide_as_proposed(round_, by=decider)

    assert (done, left) == (2, [round_.candidates.first()])


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_a_decision_taken_back_puts_the_product_back(decider, state):
    round_ = deciding_round()
    candidate = round_.candidates.first()
    Product.objects.filter(pk=candidate.product_id).update(state=state)
    candidate = decide(candidate, "B", by=decider)

    assert problems(take_back, candidate, reason="", by=decider) != []
    take_back(candidate, reason="Salah baris.", by=decider)

    candidate.refresh_from_db()
    product = Product.objects.get(pk=candidate.product_id)
    assert (candidate.outcome, candidate.outcome_reason) == ("", "Salah baris.")
    assert (product.grade, product.graded_on, product.state) == ("", None, state)
    assert problems(take_back, candidate, reason="?", by=decider) == [
        "Nothing is decided here."
    ]


def test_a_decision_on_which_a_product_was_published_is_not_taken_back(decider):
    round_ = deciding_round()
    candidate = decide(round_.candidates.first(), "B", by=decider)
    Product.objects.filter(pk=candidate.product_id).update(
        state="published", slug="keripik", published_at=candidate.decided_at
    )

    [said] = problems(take_back, candidate, reason="Salah.", by=decider)

    assert said == "The product was published on this grade: withdraw it first."


def test_a_round_is_closed_once_all_is_decided_and_once(decider):
    round_ = deciding_round()

    assert problems(move, round_, State.CLOSED, by=decider) == [
        "3 products are not decided yet."
    ]
    decide_as_proposed(round_, by=decider)
    move(round_, State.CLOSED, by=decider)
    assert problems(move, round_, State.CLOSED, by=decider) == [
        "Somebody has gone on already: look at the state."
    ]


def test_curated_again_the_product_shows_what_became_better(decider):
    first = deciding_round(scores=lambda _p, _c, criterion: 3 if criterion else 2)
    product = first.candidates.first().product
    decide_as_proposed(first, by=decider)
    second = CurationRoundFactory(agency=first.agency, state=State.OPEN)
    begin_with(second, str(first.pk))
    CuratorFactory.create_batch(2, round=second)
    [again] = propose(second, [product], by=second.created_by)
    verify(again, by=second.created_by)
    move(second, State.SCORING, by=second.created_by)
    score_all(second, lambda *_each: 4)

    steps = improvement(result_of(again))

    assert again.former == first.candidates.first()
    assert [(s.criterion.code, s.change) for s in steps] == [
        *[("rasa", 2), ("kemasan", 1), ("higiene", 1), ("halal", 1), ("foto", 1)]
    ]


def test_results_ask_the_same_number_of_questions_however_many_there_are(
    django_assert_num_queries,
):
    for products in (1, 4):
        round_ = scored_round(products, 2, scores=lambda *_each: 4)
        with django_assert_num_queries(4):
            assert len(results_of(round_)) == products


def test_curators_are_chosen_from_those_who_may_score(roles):
    round_ = CurationRoundFactory()
    able = UserFactory(agency=round_.agency, roles=["curator"])
    UserFactory(agency=round_.agency, roles=["registrar"])
    UserFactory(roles=["curator"])
    CuratorFactory(
        round=round_, user=UserFactory(agency=round_.agency, roles=["curator"])
    )

    assert list(possible_curators(round_, round_.created_by)) == [able]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 11, 30), 24, date(2027, 11, 30)),
    ],
)
def test_months_after(day, months, later):
    assert months_after(day, months) == later


def test_the_role_of_a_curator_sees_nothing_of_the_register(roles):
    curator = User.objects.get(pk=UserFactory(roles=["curator"]).pk)

    assert not curator.has_perm("businesses.view_business")
    assert not curator.has_perm("catalogue.view_curationround")
    assert curator.has_perm("catalogue.score_curation")
    assert Candidate.objects.count() == 0
