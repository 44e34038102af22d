"""Who takes part: as good as trying everything, never against a rule, and always with a reason."""

import random
from dataclasses import replace
from itertools import combinations

import pytest

from apps.exhibitions.selection import (
    Call,
    Candidate,
    Quota,
    select,
)

PLAIN = Candidate(
    id=0,
    name="",
    channels=frozenset({"agency"}),
    group="food",
    region="317101",
    is_first_timer=False,
    merit=50,
    fails_hard=(),
    fails_soft=(),
    rests=False,
    is_fixed=False,
    applied=0,
)


def candidate(number, **values):
    return replace(PLAIN, id=number, **{"applied": number, **values})


def ids(choices):
    return [choice.id for choice in choices]


def codes(choice):
    return [reason.code for reason in choice.reasons]


def crowd(seed, count=11):
    chance = random.Random(seed)
    return [
        candidate(
            number,
            channels=frozenset(
                chance.sample(["agency", "council", "schools"], chance.choice([1, 2]))
            ),
            group=chance.choice(["food", "craft", "batik"]),
            region=chance.choice(["317101", "317102", "317201"]),
            is_first_timer=chance.random() < 0.4,
            merit=chance.choice([40, 50, 60, 70]),
            fails_hard=("No permit.",) if chance.random() < 0.15 else (),
            fails_soft=("No QRIS.",) * chance.choice([0, 0, 1, 2]),
            rests=chance.random() < 0.1,
            is_fixed=chance.random() < 0.1,
        )
        for number in range(count)
    ]


def wanted(seed):
    chance = random.Random(seed)
    kinds = [
        ("channel", "council"),
        ("group", "craft"),
        ("group", "food"),
        ("region", "3171"),
    ]
    quotas = []
    for kind, value in kinds:
        least = chance.choice([None, 1, 2, 4])
        most = chance.choice([None, (least or 0) + chance.randint(0, 2)])
        quotas.append(Quota(kind, value, value, least, most))
    return Call(chance.randint(3, 6), tuple(quotas), chance.choice([None, 30, 60]))


def covered(quota, few):
    tests = {
        "channel": lambda each: quota.value in each.channels,
        "group": lambda each: each.group == quota.value,
        "region": lambda each: each.region[: len(quota.value)] == quota.value,
    }
    return [each for each in few if tests[quota.kind](each)]


def score(few, call):
    """What to have little of, the first before the second and so on."""
    share = call.first_timers_percent or 0
    first = sum(each.is_first_timer for each in few)
    return (
        call.places - len(few),
        sum(max(0, (q.least or 0) - len(covered(q, few))) for q in call.quotas),
        max(0, share * len(few) - 100 * first),
        sum(100 - each.merit for each in few),
        sum(len(each.fails_soft) for each in few),
        sum(each.applied for each in few),
    )


def all_selections(pool, call):
    fixed = [each for each in pool if each.is_fixed]
    for size in range(max(call.places, len(fixed)) + 1):
        for few in combinations(pool, size):
            if all(each in few for each in fixed) and all(
                q.most is None
                or len(covered(q, few)) <= max(q.most, len(covered(q, fixed)))
                for q in call.quotas
            ):
                yield few


@pytest.mark.parametrize("seed", range(25))
def test_select_is_as_good_as_trying_everything(seed):
    everybody, call = crowd(seed), wanted(seed)
    pool = [
        each
        for each in everybody
        if each.is_fixed or not (each.fails_hard or each.rests)
    ]
    # Ranks are counted among those who may be taken: the sum of `applied` ranks the same way
    # only if they are numbered anew.
    pool = [replace(each, applied=rank) for rank, each in enumerate(pool)]

    found = select(pool, call, seed=seed)

    taken = [each for each in pool if each.id in ids(found.selected)]
    best = min(score(few, call) for few in all_selections(pool, call))
    assert (score(taken, call), found.optimal) == (best, True)
    assert found.objective == found.bound


@pytest.mark.parametrize("seed", range(6))
def test_select_gives_everyone_one_answer_and_a_reason(seed):
    everybody, call = crowd(seed), wanted(seed)

    found = select(everybody, call)

    choices = [*found.selected, *found.reserve, *found.rejected]
    assert sorted(ids(choices)) == [each.id for each in everybody]
    assert all(choice.reasons for choice in choices)
    assert {each.id for each in everybody if each.is_fixed} <= set(ids(found.selected))


def test_select_is_the_same_again_in_any_order():
    everybody, call = crowd(3, 60), Call(20, wanted(3).quotas, 40)

    once = select(everybody, call, seed=7)
    again = select(everybody[::-1], call, seed=7)

    assert replace(once, seconds=0) == replace(again, seconds=0)


def test_who_fails_a_rule_or_rests_is_not_taken_unless_a_human_took_it():
    failing = candidate(1, fails_hard=("No permit.",))
    resting = candidate(2, rests=True)
    taken = candidate(3, fails_hard=("No permit.",), rests=True, is_fixed=True)

    found = select([failing, resting, taken], Call(places=3))

    assert ids(found.selected) == [3]
    assert codes(found.selected[0]) == [
        "fixed",
        "fixed_despite_rule",
        "fixed_despite_rest",
    ]
    assert [codes(choice) for choice in found.rejected] == [["fails_rule"], ["rests"]]


def test_reserves_are_told_by_how_much_they_are_behind():
    merits = [90, 80, 80, 80, 60]
    everybody = [candidate(number, merit=merit) for number, merit in enumerate(merits)]
    everybody[2] = replace(everybody[2], fails_soft=("No QRIS.",))

    found = select(everybody, Call(places=2))

    assert ids(found.selected) == [0, 1]
    assert [codes(choice)[1:] for choice in found.reserve] == [
        ["applied_later"],
        ["more_soft_failures"],
        ["outranked"],
    ]
    assert found.reserve[2].reasons[1].params == {"merit": 60, "lowest": 80, "by": 20}


def test_reserves_of_a_full_group_are_told_so():
    quota = Quota("group", "food", "Food", most=1)
    everybody = [candidate(1, merit=90), candidate(2, merit=80)]
    everybody.append(candidate(3, merit=10, group="craft"))

    found = select(everybody, Call(2, (quota,)))

    assert ids(found.selected) == [1, 3]
    assert codes(found.reserve[0]) == ["reserve", "quota_full", "outranked"]


def test_reserves_are_told_for_what_a_lower_one_was_taken():
    quota = Quota("group", "craft", "Craft", least=1)
    everybody = [candidate(1, merit=90), candidate(2, merit=80)]
    everybody.append(candidate(3, merit=10, group="craft", is_first_timer=True))

    by_quota = select(everybody, Call(2, (quota,)))
    by_share = select(everybody, Call(2, (), first_timers_percent=50))

    assert codes(by_quota.reserve[0]) == ["reserve", "kept_for_least"]
    assert codes(by_share.reserve[0]) == ["reserve", "kept_for_first_timers"]


def contradictions(everybody, call):
    return [
        (each.code, [clash.code for clash in each.clashes])
        for each in select(everybody, call).contradictions
    ]


def test_a_least_beyond_the_candidates_says_how_many_there_are():
    quota = Quota("group", "craft", "Craft", least=10)
    everybody = [candidate(n, group="craft" if n < 6 else "food") for n in range(20)]

    (found,) = select(everybody, Call(12, (quota,))).contradictions

    assert (found.code, found.clashes) == ("least_unmet", ())
    assert (found.params["got"], found.params["eligible"]) == (6, 6)


def test_leasts_beyond_the_places_name_each_other():
    food = Quota("group", "food", "Food", least=3)
    craft = Quota("group", "craft", "Craft", least=3)
    everybody = [candidate(n, group="craft" if n % 2 else "food") for n in range(12)]

    found = contradictions(everybody, Call(4, (food, craft)))

    assert {code for code, _clashes in found} == {"least_unmet"}
    assert all(clashes == ["least", "places"] for _code, clashes in found)


def test_a_least_names_the_most_that_it_clashes_with():
    area = Quota("region", "3171", "Here", least=3)
    food = Quota("group", "food", "Food", most=2)
    other = Quota("channel", "schools", "Schools", most=5)
    everybody = [candidate(n) for n in range(6)]
    everybody += [candidate(n, group="craft", region="327101") for n in range(6, 12)]

    found = contradictions(everybody, Call(6, (area, food, other)))

    assert found == [("least_unmet", ["most"])]


def test_a_share_of_first_timers_that_cannot_be_is_named():
    everybody = [candidate(n, is_first_timer=n < 2) for n in range(8)]

    found = contradictions(everybody, Call(5, first_timers_percent=60))

    assert found == [("first_timers_unmet", [])]


def test_places_that_stay_empty_and_those_taken_before_are_named():
    food = Quota("group", "food", "Food", most=1)
    held = [candidate(n, is_fixed=True) for n in range(2)]

    assert contradictions([candidate(n) for n in range(4)], Call(3, (food,))) == [
        ("places_unfilled", ["most"])
    ]
    assert contradictions(held, Call(1, (food,))) == [
        ("most_exceeded", []),
        ("places_exceeded", []),
    ]


def test_two_candidates_with_one_id_are_refused():
    with pytest.raises(ValueError, match="one id"):
        select([candidate(1), candidate(1)], Call(places=1))


def test_nobody_applied():
    found = select([], Call(places=0))

    assert (found.selected, found.optimal) == ([], True)
