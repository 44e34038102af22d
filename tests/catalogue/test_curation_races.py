"""Two people at once, on real connections: scores, decisions, clicks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from apps.catalogue.curation.deciding import decide
from apps.catalogue.curation.rounds import move
from apps.catalogue.curation.scoring import give_score
from apps.catalogue.models import Assignment, CurationRound, CurationScore, Product
from tests.factories.accounts import UserFactory
from tests.factories.curation import scored_round

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
State = CurationRound.State


def at_once(*deeds):
    """What became of deeds that begin together: «done», or the refusal in words."""
    together = Barrier(len(deeds), timeout=10)

    def do(deed):
        try:
            together.wait()
            deed()
        except ValidationError as error:
            return " ".join(error.messages)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def test_two_curators_and_double_clicks_keep_one_score_each():
    round_ = scored_round(1, 2)
    criterion = round_.criteria.first()
    assignments = list(Assignment.objects.select_related("curator__user"))

    def score(assignment):
        def do():
            by = assignment.curator.user
            give_score(assignment, criterion, score=4, remark="", by=by)

        return do

    answers = at_once(*(score(each) for each in assignments for _click in range(4)))

    assert answers == ["done"] * 8
    assert CurationScore.objects.count() == 2


def test_of_two_decisions_at_once_one_stands():
    round_ = scored_round(1, 2, scores=lambda *_each: 4)
    round_ = move(round_, State.DECIDING, by=round_.created_by)
    candidate = round_.candidates.get()
    people = UserFactory.create_batch(2)

    answers = at_once(
        lambda: decide(candidate, "B", by=people[0]),
        lambda: decide(candidate, "A", reason="Lebih baik.", by=people[1]),
    )

    assert sorted(answers) == ["Somebody has decided this already.", "done"]
    candidate.refresh_from_db()
    assert Product.objects.get().grade == candidate.outcome


@pytest.mark.parametrize("_round", range(5))
def test_a_score_that_meets_the_end_of_scoring_counts_or_is_refused(_round):
    """Never a grade that stands on other scores than are kept."""
    round_ = scored_round(1, 2, scores=lambda *_each: 4)
    assignment = Assignment.objects.select_related("curator__user").first()
    decider = UserFactory()

    def end_and_decide():
        decide(
            move(round_, State.DECIDING, by=decider).candidates.get(),
            "B",
            reason="Sesuai.",
            by=decider,
        )

    answers = at_once(
        lambda: give_score(
            assignment,
            round_.criteria.first(),
            score=1,
            remark="",
            by=assignment.curator.user,
        ),
        end_and_decide,
    )

    low = CurationScore.objects.filter(score=1).exists()
    assert answers == [
        "done" if low else "This curation is being decided: that cannot be done now.",
        "done",
    ]
    assert round_.candidates.get().mean == (71 if low else 80)
