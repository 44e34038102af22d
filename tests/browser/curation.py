"""Curations for the stage: one open, one being scored by the officer, one decided, one closed."""

from apps.catalogue.curation.criteria import begin_with
from apps.catalogue.curation.curators import deal
from apps.catalogue.curation.deciding import decide, decide_as_proposed
from apps.catalogue.curation.letters import write_letters
from apps.catalogue.curation.rounds import move
from apps.catalogue.models import Assignment, CurationRound
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import ProductFactory
from tests.factories.curation import (
    CandidateFactory,
    CurationRoundFactory,
    CuratorConflictFactory,
    CuratorFactory,
    scored_round,
)
from tests.factories.documents import SignatoryFactory

State = CurationRound.State


def curations_of(officer):
    """Their keys, by the names that `pages.py` has for them."""
    agency, decider = officer.agency, UserFactory(agency=officer.agency)
    open_round = CurationRoundFactory(agency=agency, state=State.OPEN, title="Kurasi I")
    begin_with(open_round, "food")
    applied = CandidateFactory(round=open_round, product__name="Dodol Durian")
    ProductFactory(business=applied.product.business, name="Geplak")
    scoring = scored_round(4, 2, agency=agency, title="Kurasi II")
    own = CuratorFactory(round=scoring, user=officer)
    deal(scoring)
    CuratorConflictFactory(curator=own, declared_by=officer)

    def apart(product, curator, _criterion):
        return 5 - 3 * curator if product == 0 else 4

    decided = scored_round(
        3, 2, agency=agency, title="Kurasi III", sample="craft", scores=apart
    )
    move(decided, State.DECIDING, by=decider)
    closed = scored_round(2, 2, agency=agency, title="Kurasi IV", scores=apart)
    move(closed, State.DECIDING, by=decider)
    decide_as_proposed(closed, by=decider)
    decide(closed.candidates.first(), "pending", reason="Menunggu izin.", by=decider)
    closed = move(closed, State.CLOSED, by=decider)
    write_letters(closed, signatory=SignatoryFactory(agency=agency), by=decider)
    return {
        "open_round": open_round.pk,
        "applied": applied.pk,
        "scored_round": scoring.pk,
        "decided_round": decided.pk,
        "judged": decided.candidates.first().pk,
        "closed_round": closed.pk,
        "sheet": Assignment.objects.filter(curator=own).first().pk,
    }
