"""A proposal: said with reasons, and made so only in somebody's name."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from apps.exhibitions.accepting import accept
from apps.exhibitions.asking import answer, ask, compute, fail
from apps.exhibitions.models import BoothAssignment, PlanStep
from apps.exhibitions.placing import lock, place, take_off, undo
from apps.exhibitions.proposing import propose
from apps.exhibitions.selecting import decide, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.exhibitions import (
    BoothFactory,
    EligibilityRuleFactory,
    ExhibitionFactory,
    HallFactory,
    ParticipationFactory,
    QuotaFactory,
    WishFactory,
    selected,
)
from tests.factories.sectors import RecapGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def exhibition():
    return ExhibitionFactory(slug="gelar", places=4)


@pytest.fixture
def booths(exhibition):
    hall = HallFactory(exhibition=exhibition)
    return [
        BoothFactory(hall=hall, code=f"A-0{n}", x=2 * n, y=0, power_va=900 * (n == 5))
        for n in range(6)
    ]


@pytest.fixture
def applicants(exhibition):
    return [ParticipationFactory(exhibition=exhibition) for _ in range(6)]


@pytest.fixture
def approver(exhibition, roles):
    return UserFactory(agency=exhibition.agency, roles=["approver"])


def test_so_many_as_there_are_places_and_the_rest_in_order(
    exhibition, booths, applicants
):
    report = propose(exhibition)

    assert len(report["selected"]) == len(report["placements"]) == 4
    assert [line["participation"] for line in report["reserve"]] == [
        each.pk for each in applicants[4:]
    ]
    assert report["optimal"]
    assert all(line["why"] for line in report["selected"] + report["placements"])
    assert "Reserve number 1" in report["reserve"][0]["why"]
    assert report["placements"][0]["days"] == [
        *("2019-11-25", "2019-11-26", "2019-11-27", "2019-11-28")
    ]
    assert not BoothAssignment.objects.exists()


def test_a_hard_rule_that_does_not_hold_rejects_and_what_nobody_knows_does_not(
    exhibition, booths, applicants
):
    EligibilityRuleFactory(
        exhibition=exhibition, fact="claim:halal", words="Bersertifikat halal"
    )
    EligibilityRuleFactory(
        exhibition=exhibition, fact="trained", words="Sudah ikut pelatihan"
    )
    applicants[0].business.claims.create(scheme="halal")

    report = propose(exhibition)

    assert [line["participation"] for line in report["selected"]] == [applicants[0].pk]
    assert len(report["rejected"]) == 5
    assert "Bersertifikat halal" in report["rejected"][0]["why"]
    assert "pelatihan" not in report["rejected"][0]["why"]


def test_quotas_that_contradict_are_named(exhibition, booths, applicants):
    food = RecapGroupFactory()
    QuotaFactory(
        exhibition=exhibition, channel="", recap_group=food, least=2, most=None
    )

    report = propose(exhibition)

    assert any("at least 2" in said for said in report["contradictions"])


def test_locks_needs_and_wishes_are_kept(exhibition, booths):
    exhibitors = [selected(exhibition=exhibition) for _ in range(4)]
    place(exhibitors[0], booths[3], by=None)
    lock(exhibitors[0], by=None)
    exhibitors[1].needs_power_va = 450
    exhibitors[1].save()
    WishFactory(
        exhibition=exhibition, kind="apart", first=exhibitors[0], second=exhibitors[2]
    )

    report = propose(exhibition)
    where = {line["participation"]: line["booth"] for line in report["placements"]}

    assert where[exhibitors[0].pk] == "A-03"
    assert where[exhibitors[1].pk] == "A-05"
    assert where[exhibitors[2].pk] not in {"A-02", "A-04"}
    # In so small a hall competitors cannot stand farther apart.
    assert [each["kind"] for each in report["broken"]] == ["close"]
    assert propose(exhibition) | {"seconds": 0} == report | {"seconds": 0}


def test_accepted_it_is_one_step_and_one_undo(exhibition, booths, applicants, approver):
    report = propose(exhibition)

    accept(exhibition, report, by=approver)

    states = {each.state for each in exhibition.participations.all()}
    assert states == {"selected", "reserve"}
    assert exhibition.participations.filter(state="reserve", reserve_rank=1).exists()
    assert BoothAssignment.objects.count() == 4
    assert PlanStep.objects.count() == 1
    undo(exhibition, by=approver)
    assert not BoothAssignment.objects.exists()


def test_it_is_accepted_in_part(exhibition, booths, applicants, approver):
    report = propose(exhibition)

    accept(exhibition, report, by=approver, only={applicants[1].pk})

    assert exhibition.participations.get(pk=applicants[1].pk).state == "selected"
    assert exhibition.participations.filter(state="applied").count() == 5
    assert BoothAssignment.objects.get().participation == applicants[1]


def test_a_place_that_was_given_meanwhile_refuses_the_whole(
    exhibition, booths, applicants, approver
):
    report = propose(exhibition)
    other = selected(exhibition=exhibition)
    taken = next(b for b in booths if b.code == report["placements"][0]["booth"])
    place(other, taken, by=None)

    with pytest.raises(ValidationError, match="taken"):
        accept(exhibition, report, by=approver)

    assert exhibition.participations.filter(state="applied").count() == 6


def test_after_a_cancellation_nobody_moves_who_need_not(
    exhibition, booths, applicants, approver
):
    accept(exhibition, propose(exhibition), by=approver)
    before = dict(BoothAssignment.objects.values_list("participation", "booth__code"))
    gone = exhibition.participations.filter(state="selected").first()

    following = withdraw(gone, by=approver)
    report = propose(exhibition)
    after = {line["participation"]: line["booth"] for line in report["placements"]}

    assert following.reserve_rank is None
    assert following.pk in after
    assert {key: after[key] for key in before if key != gone.pk} == {
        key: code for key, code in before.items() if key != gone.pk
    }


@pytest.mark.usefixtures("booths", "applicants")
def test_the_command_says_and_with_apply_does(exhibition, approver, tmp_path, capsys):
    path = tmp_path / "usulan.json"
    call_command("propose_booths", "gelar", json=path)

    report = json.loads(path.read_text())
    assert {"selected", "reserve", "rejected", "placements", "objective"} <= set(report)
    assert not BoothAssignment.objects.exists()
    with pytest.raises(CommandError, match="in whose name"):
        call_command("propose_booths", "gelar", apply=True)
    call_command("propose_booths", "gelar", apply=True, by=approver.email)
    assert BoothAssignment.objects.count() == 4
    assert "4 selected" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no exhibition"):
        call_command("propose_booths", "tidak-ada")


def test_who_was_taken_off_by_hand_is_placed_again(exhibition, booths):
    each = selected(exhibition=exhibition)
    place(each, booths[0], by=None)
    take_off(each, by=None)

    assert [line["participation"] for line in propose(exhibition)["placements"]] == [
        each.pk
    ]


def test_it_is_asked_for_once_computed_and_answered_once(
    exhibition, booths, applicants, approver
):
    asked = ask(exhibition, by=approver)
    assert ask(exhibition, by=approver) == asked

    compute(asked.pk)
    asked.refresh_from_db()
    assert asked.state == "ready"
    answer(asked, by=approver, only=None)

    assert BoothAssignment.objects.count() == 4
    with pytest.raises(ValidationError, match="answered already"):
        answer(asked, by=approver, only=None)


def test_an_approver_takes_and_an_organiser_places(
    client, exhibition, booths, applicants, approver
):
    """Each has one of the two rights; neither need have both."""
    organiser = UserFactory(agency=exhibition.agency, roles=["organiser"])
    asked = ask(exhibition, by=organiser)
    compute(asked.pk)
    page = reverse("exhibitions:proposal", args=[asked.pk])

    client.force_login(organiser)
    client.post(reverse("exhibitions:answer", args=[asked.pk]), {"deed": "all"})
    assert not BoothAssignment.objects.exists()  # nobody is taken yet
    client.force_login(approver)
    assert 'value="all"' in client.get(page).content.decode()
    client.post(reverse("exhibitions:answer_people", args=[asked.pk]), {"deed": "all"})
    assert exhibition.participations.filter(state="selected").count() == 4
    assert not BoothAssignment.objects.exists()
    client.force_login(organiser)
    assert 'value="all"' in client.get(page).content.decode()
    client.post(reverse("exhibitions:answer", args=[asked.pk]), {"deed": "all"})

    assert BoothAssignment.objects.count() == 4
    asked.refresh_from_db()
    assert asked.state == "accepted"


def test_what_was_decided_since_it_was_computed_is_not_overruled(
    exhibition, booths, applicants, approver
):
    asked = ask(exhibition, by=approver)
    compute(asked.pk)
    each = exhibition.participations.get(pk=applicants[1].pk)
    decide(each, "reserve", reason="Menunggu izin.", by=approver)
    asked.refresh_from_db()

    with pytest.raises(ValidationError, match="since this was computed"):
        answer(asked, by=approver, only=None)

    each.refresh_from_db()
    assert (each.state, each.reason) == ("reserve", "Menunggu izin.")
    assert not BoothAssignment.objects.exists()


def test_who_was_moved_since_it_was_computed_is_not_moved_back(
    exhibition, booths, applicants, approver
):
    there = selected(exhibition=exhibition)
    place(there, booths[0], by=approver)
    asked = ask(exhibition, by=approver)
    compute(asked.pk)
    place(there, booths[-1], by=approver)
    asked.refresh_from_db()

    with pytest.raises(ValidationError, match="meanwhile"):
        answer(asked, by=approver, only=None)

    assert BoothAssignment.objects.get().booth == booths[-1]


def test_an_exception_that_was_granted_holds_and_stays_with_its_reason(
    exhibition, booths, approver
):
    EligibilityRuleFactory(exhibition=exhibition, fact="claim:halal", words="Halal")
    each = ParticipationFactory(exhibition=exhibition)
    decide(each, "reserve", reason="Penuh.", exception="Izin Kadis.", by=approver)

    accept(exhibition, propose(exhibition), by=approver)

    each.refresh_from_db()
    assert (each.state, each.exception_reason) == ("selected", "Izin Kadis.")


def test_a_hard_rule_is_set_aside_with_a_reason_or_not_at_all(exhibition, approver):
    EligibilityRuleFactory(exhibition=exhibition, fact="claim:halal", words="Halal")
    gone, first, second = (ParticipationFactory(exhibition=exhibition) for _ in "123")
    with pytest.raises(ValidationError, match="say why it is set aside"):
        decide(gone, "selected", reason="Baik.", by=approver)
    decide(gone, "selected", reason="Baik.", exception="Izin Kadis.", by=approver)
    decide(first, "reserve", reason="Penuh.", by=approver)
    decide(second, "reserve", reason="Penuh.", by=approver)
    second.business.claims.create(scheme="halal")
    gone.refresh_from_db()

    assert withdraw(gone, by=approver) == second  # the first waits for an exception


@pytest.mark.usefixtures("booths", "applicants", "indonesian")
def test_it_is_read_in_the_language_of_who_reads_it(client, exhibition, approver):
    asked = ask(exhibition, by=approver)
    compute(asked.pk)
    client.force_login(approver)
    page = client.get(reverse("exhibitions:proposal", args=[asked.pk]))

    assert "Terpilih karena" in page.content.decode()
    assert "Taken for its merit" not in page.content.decode()


def test_the_page_shows_before_and_after_with_reasons(
    client, exhibition, booths, applicants, approver
):
    asked = ask(exhibition, by=approver)
    compute(asked.pk)
    client.force_login(approver)

    page = client.get(reverse("exhibitions:proposal", args=[asked.pk]))

    text = page.content.decode()
    assert text.count('name="participation"') == 6
    assert "Taken for its merit" in text
    assert "Reserve number 1" in text


@pytest.mark.parametrize(
    ("fails", "said"),
    [(False, "still being computed"), (True, "could not be computed")],
)
def test_an_answer_before_there_is_a_report_is_told_so(
    client, exhibition, approver, fails, said
):
    asked = ask(exhibition, by=approver)
    if fails:
        fail(asked.pk)
    organiser = UserFactory(agency=exhibition.agency, roles=["organiser"])
    client.force_login(organiser)

    response = client.post(
        reverse("exhibitions:answer", args=[asked.pk]),
        {"deed": "all"},
        follow=True,
    )

    assert said in response.content.decode()
    assert not BoothAssignment.objects.exists()
