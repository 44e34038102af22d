"""The pages of a curation: who sees what, and the sheet of a curator."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from apps.catalogue.curation.candidates import propose
from apps.catalogue.curation.rounds import move
from apps.catalogue.models import (
    Assignment,
    Candidate,
    CurationRound,
    CurationScore,
    CuratorConflict,
)
from apps.documents.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import ProductFactory
from tests.factories.curation import (
    CandidateFactory,
    CurationRoundFactory,
    CuratorFactory,
    scored_round,
)
from tests.factories.documents import SignatoryFactory

pytestmark = pytest.mark.django_db
State = CurationRound.State


def url(name, *arguments):
    return reverse(f"curation:{name}", args=arguments)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def round_(roles):
    """Being scored, two curators each of three; four products."""
    return scored_round(4, 3, title="Kurasi Desember")


@pytest.fixture
def sign_as(client, round_):
    def sign(*roles):
        user = UserFactory(agency=round_.agency, roles=roles)
        client.force_login(user)
        return user

    return sign


@pytest.fixture
def curator(client, round_):
    """A curator of the round with his first assignment, signed in."""
    curator = round_.curators.first()
    curator.user.groups.add(*UserFactory(roles=["curator"]).groups.all())
    client.force_login(curator.user)
    curator.first = curator.assignments.order_by("candidate").first()
    return curator


def typed(round_, score, remark=""):
    return {
        f"{name}-{criterion.pk}": value
        for criterion in round_.criteria.all()
        for name, value in [("score", score), ("remark", remark)]
    }


def test_a_curator_sees_his_products_and_no_others(client, round_, curator):
    own = {each.candidate for each in curator.assignments.all()}
    other = round_.candidates.exclude(pk__in=[each.pk for each in own]).first()

    page = client.get(url("mine")).content.decode()

    assert all(str(candidate) in page for candidate in own)
    assert str(other) not in page
    foreign = Assignment.objects.filter(candidate=other).first()
    assert client.get(url("sheet", foreign.pk)).status_code == 404
    for address in (
        url("list"),
        url("round", round_.pk),
        url("board", round_.pk),
        url("candidate", other.pk),
        url("candidate", curator.first.candidate_id),
        url("papers", round_.pk),
    ):
        assert client.get(address).status_code == 403


def test_a_curator_does_not_write_on_the_sheet_of_another(client, round_, curator):
    theirs = Assignment.objects.exclude(curator=curator).first()
    criterion = round_.criteria.first()

    for address in (
        url("sheet", theirs.pk),
        url("keep_one", theirs.pk, criterion.pk),
        url("step_aside", theirs.pk),
    ):
        assert client.post(address, typed(round_, 5)).status_code == 404
    assert not CurationScore.objects.exists()


def test_nobody_scores_by_his_right_alone(client, round_, sign_as):
    sign_as("curator", "organiser", "data-administrator")
    assignment = Assignment.objects.first()

    assert client.get(url("sheet", assignment.pk)).status_code == 404


def test_a_round_in_preparation_shows_its_curators_nothing(client, roles):
    curator = CuratorFactory(user__agency=None, user=UserFactory(roles=["curator"]))
    client.force_login(curator.user)

    assert "Nothing to score" in client.get(url("mine")).content.decode()


def test_a_sheet_is_kept_as_a_plain_form_and_leads_to_the_next(client, round_, curator):
    first, second = curator.assignments.order_by("candidate")[:2]

    answer = client.post(
        url("sheet", first.pk), typed(round_, "4", "Rapi.") | {"go": "next"}
    )

    assert answer.url == url("sheet", second.pk)
    assert set(first.scores.values_list("score", "remark")) == {(4, "Rapi.")}
    assert first.scores.count() == 5


def test_what_cannot_be_kept_is_shown_as_it_was_typed(client, round_, curator):
    criterion = round_.criteria.first()
    data = typed(round_, "4", "Rapi.") | {f"score-{criterion.pk}": "9"}

    answer = client.post(url("sheet", curator.first.pk), data)

    assert answer.status_code == 422
    assert answer.content.decode().count("Rapi.</textarea>") == 5
    assert "9 is not one of the available choices" in answer.content.decode()


def test_a_sheet_typed_while_the_round_was_ended_is_not_lost(client, round_, curator):
    CurationScore.objects.all().delete()
    CurationRound.objects.filter(pk=round_.pk).update(state=State.DECIDING)

    answer = client.post(url("sheet", curator.first.pk), typed(round_, "4", "Rapi."))

    page = answer.content.decode()
    assert "that cannot be done now" in page
    assert page.count("4 · «Rapi.»") == 5


def test_one_criterion_is_kept_as_soon_as_it_is_touched(client, round_, curator):
    criterion = round_.criteria.last()
    address = url("keep_one", curator.first.pk, criterion.pk)

    kept = client.post(address, {f"score-{criterion.pk}": "3", "once": "x"})
    again = client.post(address, {f"score-{criterion.pk}": "5"})

    assert "Saved" in kept.content.decode()
    assert 'hx-swap-oob="true"' in again.content.decode()
    assert [each.score for each in curator.first.scores.all()] == [5]


def test_a_criterion_that_cannot_be_kept_says_why(client, round_, curator):
    criterion = round_.criteria.last()
    CurationRound.objects.filter(pk=round_.pk).update(state=State.DECIDING)

    answer = client.post(
        url("keep_one", curator.first.pk, criterion.pk), {f"score-{criterion.pk}": "3"}
    )

    assert "that cannot be done now" in answer.content.decode()
    assert "Saved" not in answer.content.decode()


@pytest.mark.parametrize("blind", [True, False])
def test_a_blind_sheet_does_not_say_who_makes_it(client, round_, curator, blind):
    CurationRound.objects.update(is_blind=blind)
    business = curator.first.candidate.product.business
    business.brand = "Rahasia Ibu Rina"
    business.save()

    pages = [
        client.get(address).content.decode()
        for address in (url("sheet", curator.first.pk), url("mine"))
    ]

    assert ["Rahasia Ibu Rina" in page for page in pages] == [not blind] * 2


def test_who_is_not_free_gives_the_product_to_another(client, round_, curator):
    answer = client.post(
        url("step_aside", curator.first.pk), {"reason": "family", "note": "Sepupu"}
    )

    assert answer.url == url("mine")
    conflict = CuratorConflict.objects.get()
    assert (conflict.curator_id, conflict.declared_by) == (curator.pk, curator.user)
    assert curator.first.candidate.assignments.count() == 2
    assert client.get(url("sheet", curator.first.pk)).status_code == 404


def test_whoever_scores_and_leads_sees_others_scores_when_scoring_is_over(
    client, round_, sign_as
):
    user = sign_as("organiser")
    candidate = round_.candidates.first()
    assert client.get(url("board", round_.pk)).context["results"] != []

    CuratorFactory(round=round_, user=user)

    assert client.get(url("board", round_.pk)).context["results"] == []
    assert client.get(url("candidate", candidate.pk)).context["result"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_rounds_asks_the_same_number_of_questions(
    client, round_, sign_as, count, django_assert_num_queries
):
    user = sign_as("auditor")
    CurationRoundFactory.create_batch(count, agency=user.agency)
    CurationRoundFactory()
    client.get("/healthz")

    with django_assert_num_queries(9):
        response = client.get(url("list"))

    assert len(response.context["page"]) == count + 1


@pytest.mark.parametrize("products", [1, 4])
def test_the_board_asks_the_same_number_of_questions(
    client, roles, products, django_assert_num_queries
):
    round_ = scored_round(products, 2, scores=lambda *_each: 4)
    client.force_login(UserFactory(agency=round_.agency, roles=["auditor"]))
    client.get("/healthz")

    with django_assert_num_queries(18):
        response = client.get(url("board", round_.pk))

    assert len(response.context["results"]) == products


def test_an_organiser_prepares_a_round_and_leads_it_to_scoring(client, roles):
    user = UserFactory(roles=["organiser"])
    curators = UserFactory.create_batch(2, agency=user.agency, roles=["curator"])
    client.force_login(user)
    days = {"opens_on": "2020-01-01", "closes_on": "2040-01-01"}
    client.post(
        url("prepare"),
        {
            "agency": user.agency_id,
            "title": "Kurasi",
            "scoring_until": "2040-01-02",
            "curators_each": 2,
            "threshold_a": 85,
            "threshold_b": 70,
            "threshold_c": 55,
            "validity_months": 24,
            "criteria": "craft",
            **days,
        },
    )
    round_ = CurationRound.objects.get()
    product = ProductFactory(business=BusinessFactory(agency=user.agency, listed=True))

    client.post(url("go_on", round_.pk), {"to": "open"})
    client.post(url("curators", round_.pk), {"users": [each.pk for each in curators]})
    client.post(url("propose", round_.pk), {"product": [product.pk]})
    client.post(url("check_all", round_.pk))
    answer = client.post(url("go_on", round_.pk), {"to": "scoring"})

    assert said(answer)[-1] == "The curation is now being scored."
    assert Assignment.objects.filter(candidate__product=product).count() == 2
    assert round_.criteria.count() == 5


def test_criteria_are_changed_together_and_get_a_code_from_their_name(
    client, roles, round_, sign_as
):
    sign_as("organiser")
    empty = CurationRoundFactory(agency=round_.agency)
    rows = [("Rasa", 60, ""), ("Kemasan dan label", 40, "")]
    data = {"criteria-TOTAL_FORMS": 2, "criteria-INITIAL_FORMS": 0}
    for place, (name, weight, code) in enumerate(rows):
        data |= {
            f"criteria-{place}-name": name,
            f"criteria-{place}-weight": weight,
            f"criteria-{place}-code": code,
        }

    client.post(url("criteria", empty.pk), data)
    twice = client.post(
        url("criteria", empty.pk), data | {"criteria-1-name": "Rasa"}
    ).content.decode()

    saved = empty.criteria.values_list("code", "weight", "position")
    assert list(saved) == [("rasa", 60, 0), ("kemasan-dan-label", 40, 1)]
    assert "Two criteria have the same code." in twice
    answer = client.post(url("criteria", round_.pk), data)
    assert said(answer) == ["This curation is being scored: that cannot be done now."]


def test_a_product_is_refused_with_a_reason(client, roles):
    candidate = CandidateFactory(round__state=State.OPEN)
    verifier = UserFactory(agency=candidate.round.agency, roles=["verifier"])
    client.force_login(verifier)

    client.post(url("check", candidate.pk), {"deed": "refuse", "reason": ""})
    candidate.refresh_from_db()
    assert candidate.state == "applied"
    client.post(url("check", candidate.pk), {"deed": "refuse", "reason": "Grosir."})
    candidate.refresh_from_db()
    assert (candidate.state, candidate.checked_by) == ("refused", verifier)


def test_an_approver_decides_closes_and_issues(client, roles):
    round_ = scored_round(2, 2, scores=lambda *_each: 4)
    move(round_, State.DECIDING, by=round_.created_by)
    approver = UserFactory(agency=round_.agency, roles=["approver"])
    client.force_login(approver)
    first = round_.candidates.first()
    signatory = SignatoryFactory(agency=round_.agency)

    refused = client.post(url("decide", first.pk), {"outcome": "A", "reason": ""})
    client.post(url("decide", first.pk), {"outcome": "A", "reason": "Istimewa."})
    client.post(url("decide_all", round_.pk))
    client.post(url("undecide", first.pk), {"reason": "Salah."})
    client.post(url("decide_all", round_.pk))
    client.post(url("close", round_.pk))
    client.post(url("record", round_.pk), {"signatory": signatory.pk})
    answer = client.post(url("letters", round_.pk), {"signatory": signatory.pk})

    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert set(round_.candidates.values_list("outcome", flat=True)) == {"B"}
    round_.refresh_from_db()
    assert (round_.state, round_.closed_by) == (State.CLOSED, approver)
    assert Document.objects.get().kind == "curation-record"
    assert answer.url == url("papers", round_.pk) + "?menulis=1"


def test_products_of_other_agencies_are_not_offered(client, round_, sign_as):
    user = sign_as("organiser")
    empty = CurationRoundFactory(agency=user.agency, state=State.OPEN)
    own = ProductFactory(business=BusinessFactory(agency=user.agency))
    foreign = ProductFactory(name="Keripik Rahasia")
    [there] = propose(empty, [own], by=user)

    page = client.get(url("candidates", empty.pk), {"q": "keripik"})
    client.post(url("propose", empty.pk), {"product": [foreign.pk, "x"]})

    assert own not in page.context["offered"]
    assert foreign not in page.context["offered"]
    assert list(Candidate.objects.filter(round=empty)) == [there]
