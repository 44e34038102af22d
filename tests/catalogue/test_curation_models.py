"""What the database keeps right of a curation, whoever writes to it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from apps.catalogue.curation.criteria import begin_with
from apps.catalogue.models import (
    Assignment,
    Candidate,
    Criterion,
    CurationRound,
    CurationScore,
)
from tests.factories.accounts import UserFactory
from tests.factories.curation import (
    AssignmentFactory,
    CandidateFactory,
    CriterionFactory,
    CurationRoundFactory,
    CurationScoreFactory,
    CuratorConflictFactory,
    CuratorFactory,
    scored_round,
)

pytestmark = pytest.mark.django_db
State = CurationRound.State


def refused_by(name, deed, *arguments, **fields):
    """Whether the database refuses by this rule."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        deed(*arguments, **fields)
    return caught.value.__cause__.diag.constraint_name == f"catalogue_{name}"


def set_state(round_, state):
    CurationRound.objects.filter(pk=round_.pk).update(state=state)


def to_decide(**fields):
    """A round whose sheets are whole, ready to be decided, and one of its candidates."""
    round_ = scored_round(2, 2, scores=lambda *_each: 4, **fields)
    set_state(round_, State.DECIDING)
    return round_, round_.candidates.first()


def decide_raw(candidate, **fields):
    decision = {
        "outcome": "B",
        "proposed": "B",
        "mean": "80.0",
        "decided_by": UserFactory(),
        "decided_at": timezone.now(),
    }
    Candidate.objects.filter(pk=candidate.pk).update(**decision | fields)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"closes_on": "2020-01-01"}, "days_in_order"),
        ({"threshold_b": 90}, "grades_in_order"),
        ({"threshold_c": 19}, "grades_in_order"),
        ({"curators_each": 0}, "few_curators_each"),
        ({"validity_months": 61}, "grade_ends"),
        ({"state": "closed"}, "closed_by_somebody"),
    ],
)
def test_a_round_is_of_one_piece(fields, rule):
    assert refused_by(f"curationround_{rule}", CurationRoundFactory, **fields)


@pytest.mark.parametrize(
    ("state", "to"),
    [("preparing", "scoring"), ("open", "deciding"), ("scoring", "open")],
)
def test_a_round_goes_one_way(state, to):
    round_ = CurationRoundFactory(state=state)

    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        set_state(round_, to)


def test_the_weights_are_100_before_anybody_scores():
    round_ = CurationRoundFactory(state=State.OPEN)
    CriterionFactory(round=round_, weight=60)

    assert refused_by("curationround_weights", set_state, round_, State.SCORING)
    CriterionFactory(round=round_, weight=40)
    set_state(round_, State.SCORING)


def test_criteria_stand_once_a_round_is_scored():
    round_ = scored_round(1, 2)
    rows = Criterion.objects.filter(round=round_)

    for change in (
        lambda: rows.update(weight=50),
        lambda: rows.first().delete(),
        lambda: CriterionFactory(round=round_),
    ):
        assert refused_by("criterion_stands", change)


def test_a_weight_weighs():
    assert refused_by("criterion_weighs_something", CriterionFactory, weight=0)


def test_criteria_codes_and_curators_are_once_in_a_round():
    criterion, curator = CriterionFactory(), CuratorFactory()

    assert refused_by(
        "criterion_code_once_per_round",
        CriterionFactory,
        round=criterion.round,
        code=criterion.code,
    )
    assert refused_by(
        "curator_once_per_round", CuratorFactory, round=curator.round, user=curator.user
    )


def test_a_conflict_is_declared_once_and_explained():
    conflict = CuratorConflictFactory()

    assert refused_by(
        "curatorconflict_once",
        CuratorConflictFactory,
        curator=conflict.curator,
        business=conflict.business,
    )
    assert refused_by(
        "curatorconflict_other_is_explained", CuratorConflictFactory, reason="other"
    )


def test_a_product_is_once_in_a_round():
    candidate = CandidateFactory()

    assert refused_by(
        "candidate_once_per_round",
        CandidateFactory,
        round=candidate.round,
        product=candidate.product,
    )


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"verified": True, "state": "refused"}, "refused_for_a_reason"),
        ({"state": "verified"}, "checked_by_somebody"),
    ],
)
def test_a_candidate_is_checked_by_somebody_for_a_reason(fields, rule):
    assert refused_by(f"candidate_{rule}", CandidateFactory, **fields)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"decided_by": None}, "decided_by_somebody"),
        ({"outcome": "A"}, "other_than_proposed_for_a_reason"),
        ({"outcome": "pending"}, "other_than_proposed_for_a_reason"),
        ({"mean": None}, "graded_by_scores"),
    ],
)
def test_a_decision_has_a_name_scores_and_a_reason_where_it_differs(fields, rule):
    _round, candidate = to_decide()

    assert refused_by(f"candidate_{rule}", decide_raw, candidate, **fields)


def test_who_proposed_or_scores_does_not_decide():
    round_, candidate = to_decide()
    curator = round_.curators.first().user

    assert refused_by(
        "candidate_decided_by_no_proposer",
        decide_raw,
        candidate,
        decided_by=candidate.applied_by,
    )
    assert refused_by(
        "candidate_decided_by_another", decide_raw, candidate, decided_by=curator
    )


def test_nothing_is_decided_while_it_is_scored():
    candidate = scored_round(1, 2).candidates.get()

    assert refused_by("candidate_decided_in_time", decide_raw, candidate)


def test_an_assignment_is_of_one_round_once_and_without_a_conflict():
    assignment = AssignmentFactory()
    candidate, curator = assignment.candidate, assignment.curator

    assert refused_by(
        "assignment_once", AssignmentFactory, candidate=candidate, curator=curator
    )
    assert refused_by(
        "assignment_of_one_round",
        AssignmentFactory,
        candidate=candidate,
        curator=CuratorFactory(),
    )
    assignment.delete()
    CuratorConflictFactory(curator=curator, business=candidate.product.business)
    assert refused_by(
        "assignment_without_conflict",
        AssignmentFactory,
        candidate=candidate,
        curator=curator,
    )


def one_score(round_, **fields):
    assignment = Assignment.objects.filter(candidate__round=round_).first()
    chosen = {"assignment": assignment, "criterion": round_.criteria.first()}
    return CurationScoreFactory(**chosen | fields)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"score": 6}, "from_1_to_5"),
        ({"score": 0}, "from_1_to_5"),
        ({"score": None}, "says_something"),
    ],
)
def test_a_score_is_1_to_5_or_at_least_a_remark(fields, rule):
    round_ = scored_round(1, 2)

    assert refused_by(f"curationscore_{rule}", one_score, round_, **fields)


def test_a_criterion_is_scored_once_and_of_its_own_round():
    round_ = scored_round(1, 2)
    one_score(round_)

    assert refused_by("curationscore_once", one_score, round_)
    assert refused_by(
        "curationscore_of_one_round", one_score, round_, criterion=CriterionFactory()
    )


@pytest.mark.parametrize("state", [State.DECIDING, State.CLOSED])
def test_scores_are_locked_when_scoring_is_over(state):
    round_ = scored_round(1, 2, scores=lambda *_each: 4)
    set_state(round_, State.DECIDING)
    if state == State.CLOSED:
        CurationRound.objects.filter(pk=round_.pk).update(
            state=state, closed_at=timezone.now(), closed_by=UserFactory()
        )
    scores = CurationScore.objects.filter(assignment__candidate__round=round_)

    assert refused_by("curationscore_while_open", scores.update, score=5)
    assert refused_by("curationscore_while_open", scores.delete)


def test_what_is_decided_is_not_scored_again_when_scoring_is_opened_again():
    round_, candidate = to_decide()
    decide_raw(candidate)
    set_state(round_, State.SCORING)
    scores = CurationScore.objects.all()
    decided = scores.filter(assignment__candidate=candidate)

    assert refused_by("curationscore_while_open", decided.update, score=5)
    assert scores.exclude(assignment__candidate=candidate).update(score=5) == 10


def test_every_rule_of_the_triggers_is_tried_here():
    """Triggers are no constraints: that each was broken once is counted by their names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT m[1] FROM pg_proc, "
            "regexp_matches(prosrc, 'CONSTRAINT = ''catalogue_(\\w+)''', 'g') AS m"
        )
        rules = {name for (name,) in cursor.fetchall()}

    assert rules == {
        *("curationround_weights", "criterion_stands", "assignment_of_one_round"),
        *("assignment_without_conflict", "curationscore_while_open"),
        *("curationscore_of_one_round", "candidate_decided_in_time"),
        "candidate_decided_by_another",
    }


def test_samples_of_criteria_weigh_100():
    for sample in ("food", "craft"):
        round_ = CurationRoundFactory(closes_on=timezone.localdate() + timedelta(1))
        begin_with(round_, sample)
        assert sum(round_.criteria.values_list("weight", flat=True)) == 100
