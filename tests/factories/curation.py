from datetime import timedelta

import factory
from django.utils.timezone import localdate

from apps.catalogue.curation.criteria import begin_with
from apps.catalogue.curation.curators import deal
from apps.catalogue.models import (
    Assignment,
    Candidate,
    Criterion,
    CurationRound,
    CurationScore,
    Curator,
    CuratorConflict,
)
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import ProductFactory


class CurationRoundFactory(factory.django.DjangoModelFactory):
    """In preparation, unless a state is given; without criteria."""

    class Meta:
        model = CurationRound

    agency = factory.SubFactory(AgencyFactory)
    title = factory.Sequence(lambda number: f"Kurasi {number}")
    opens_on = factory.LazyFunction(localdate)
    closes_on = factory.LazyFunction(lambda: localdate() + timedelta(days=7))
    scoring_until = factory.LazyFunction(lambda: localdate() + timedelta(days=14))
    curators_each = 2
    created_by = factory.SubFactory(
        UserFactory, agency=factory.SelfAttribute("..agency")
    )


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    round = factory.SubFactory(CurationRoundFactory)
    code = factory.Sequence(lambda number: f"rasa-{number}")
    name = "Rasa"
    name_en = "Taste"
    weight = 100


class CuratorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Curator

    round = factory.SubFactory(CurationRoundFactory)
    user = factory.SubFactory(
        UserFactory, agency=factory.SelfAttribute("..round.agency")
    )


class CuratorConflictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CuratorConflict

    curator = factory.SubFactory(CuratorFactory)
    business = factory.SubFactory(
        BusinessFactory, agency=factory.SelfAttribute("..curator.round.agency")
    )
    reason = CuratorConflict.Reason.FAMILY
    declared_by = factory.SelfAttribute("curator.user")


class CandidateFactory(factory.django.DjangoModelFactory):
    """Proposed, of a maker of the same agency who agrees; `verified` by its proposer."""

    class Meta:
        model = Candidate

    class Params:
        verified = factory.Trait(
            state=Candidate.State.VERIFIED,
            checked_by=factory.SelfAttribute("applied_by"),
            checked_at=factory.SelfAttribute("round.created_at"),
        )

    round = factory.SubFactory(CurationRoundFactory)
    product = factory.SubFactory(
        ProductFactory,
        business__agency=factory.SelfAttribute("...round.agency"),
        business__listed=True,
    )
    applied_by = factory.SelfAttribute("round.created_by")


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assignment

    candidate = factory.SubFactory(CandidateFactory, verified=True)
    curator = factory.SubFactory(
        CuratorFactory, round=factory.SelfAttribute("..candidate.round")
    )


class CurationScoreFactory(factory.django.DjangoModelFactory):
    """Of an assignment and a criterion of a round that is being scored: see `scored_round`."""

    class Meta:
        model = CurationScore

    score = 4


def scored_round(
    products=3, curators=3, *, sample="food", scores=None, by=None, **fields
):
    """A round being scored by its curators, dealt out; with all sheets whole if scores are given.

    `by` is one curator more.

    `scores` gives the score of (product number, curator number, criterion number).
    """
    round_ = CurationRoundFactory(state=CurationRound.State.OPEN, **fields)
    begin_with(round_, sample)
    CuratorFactory.create_batch(curators, round=round_)
    if by:
        CuratorFactory(round=round_, user=by)
    CandidateFactory.create_batch(products, round=round_, verified=True)
    CurationRound.objects.filter(pk=round_.pk).update(state=CurationRound.State.SCORING)
    round_.refresh_from_db()
    deal(round_)
    if scores:
        score_all(round_, scores)
    return round_


def score_all(round_, scores):
    keys = {
        name: {pk: place for place, pk in enumerate(rows.values_list("pk", flat=True))}
        for name, rows in [
            ("candidate", round_.candidates.order_by("pk")),
            ("curator", round_.curators.order_by("pk")),
        ]
    }
    criteria = list(round_.criteria.all())
    for assignment in Assignment.objects.filter(candidate__round=round_):
        for place, criterion in enumerate(criteria):
            CurationScoreFactory(
                assignment=assignment,
                criterion=criterion,
                score=scores(
                    keys["candidate"][assignment.candidate_id],
                    keys["curator"][assignment.curator_id],
                    place,
                ),
            )
