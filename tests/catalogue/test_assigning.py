"""Who scores what: against every assignment there is in small cases, and by properties in large."""

from collections import Counter
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.catalogue.curation.assigning import assign

CURATORS = st.integers(1, 4)
SMALL = st.tuples(st.integers(1, 4), CURATORS, st.integers(1, 3))


def case(data, counts):
    """Candidates, curators, how many each, and conflicts drawn from all pairs."""
    candidates, curators, each = counts
    pairs = list(product(range(candidates), range(curators)))
    conflicts = data.draw(st.sets(st.sampled_from(pairs)))
    return list(range(candidates)), list(range(curators)), each, conflicts


def every_assignment(candidates, curators, each, conflicts, fixed=()):
    """All there are, by trying."""
    choices = [
        [
            set(chosen)
            for chosen in combinations(curators, each)
            if not any(
                (candidate, curator) in conflicts and (candidate, curator) not in fixed
                for curator in chosen
            )
            and {curator for one, curator in fixed if one == candidate} <= set(chosen)
        ]
        for candidate in candidates
    ]
    return product(*choices)


def unfairness(assignment, curators):
    load = Counter(curator for chosen in assignment for curator in chosen)
    return sum(load[curator] ** 2 for curator in curators)


@settings(max_examples=300, deadline=None)
@given(st.data(), SMALL)
def test_it_is_possible_when_it_is_and_then_as_balanced_as_the_best(data, counts):
    candidates, curators, each, conflicts = case(data, counts)

    plan = assign(candidates, curators, each, conflicts=conflicts, seed=7)

    all_there_are = list(every_assignment(candidates, curators, each, conflicts))
    assert plan.is_possible == bool(all_there_are)
    if all_there_are:
        best = min(unfairness(one, curators) for one in all_there_are)
        assert unfairness(plan.curators_of.values(), curators) == best


@settings(max_examples=200, deadline=None)
@given(st.data(), st.tuples(st.integers(1, 4), st.integers(2, 4), st.just(2)))
def test_what_somebody_began_stays_and_the_rest_is_balanced_round_it(data, counts):
    candidates, curators, each, conflicts = case(data, counts)
    fixed = {(candidates[0], curators[0])} - conflicts

    plan = assign(candidates, curators, each, conflicts=conflicts, fixed=fixed, seed=7)

    found = list(every_assignment(candidates, curators, each, conflicts, fixed))
    assert plan.is_possible == bool(found)
    if found:
        assert all(curator in plan.curators_of[one] for one, curator in fixed)
        best = min(unfairness(one, curators) for one in found)
        assert unfairness(plan.curators_of.values(), curators) == best


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 90), st.integers(3, 12), st.integers(1, 3), st.integers())
def test_without_conflicts_no_curator_has_two_more_than_another(
    candidates, curators, each, seed
):
    plan = assign(range(candidates), range(curators), each, seed=seed)

    loads = plan.loads(range(curators)).values()
    assert max(loads) - min(loads) <= 1
    assert {len(chosen) for chosen in plan.curators_of.values()} == {each}


def test_nobody_scores_where_he_has_a_conflict():
    conflicts = {(candidate, candidate % 5) for candidate in range(40)}

    plan = assign(range(40), range(5), 3, conflicts=conflicts, seed=1)

    given_pairs = {
        (candidate, curator)
        for candidate, chosen in plan.curators_of.items()
        for curator in chosen
    }
    assert given_pairs & conflicts == set()
    assert set(plan.loads(range(5)).values()) == {24}


def test_the_same_seed_gives_the_same_and_another_another():
    first, again, other = (assign(range(30), range(6), 2, seed=s) for s in (5, 5, 6))

    assert first == again != other


def test_who_is_short_of_curators_is_named_with_how_many_there_are():
    plan = assign([1, 2], [7, 8, 9], 3, conflicts={(2, 7), (2, 8)})

    assert not plan.is_possible
    assert plan.short == {2: 1}


def test_a_chain_of_two_handings_on_is_found():
    """7 may score all; 8 only what 7 has; 9 only what 8 has: 9 gets work only through 8."""
    conflicts = {(1, 9), (2, 9), (3, 9), (4, 8), (4, 9), (5, 7)}

    plan = assign([1, 2, 3, 4, 5], [7, 8, 9], 1, conflicts=conflicts, seed=3)

    assert sorted(plan.loads([7, 8, 9]).values()) == [1, 2, 2]
