"""The terms of an exhibition are said on one page, and taken out again."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.exhibitions import (
    EligibilityRuleFactory,
    ExhibitionFactory,
    selected,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def exhibition(roles):
    return ExhibitionFactory()


@pytest.fixture
def terms(client, exhibition):
    client.force_login(UserFactory(agency=exhibition.agency, roles=["organiser"]))
    address = reverse("exhibitions:terms", args=[exhibition.pk])
    return lambda **typed: client.post(address, typed, follow=True).content.decode()


def test_a_rule_is_called_as_its_fact_unless_it_is_said_otherwise(exhibition, terms):
    terms(kind="rule", **{"rule-fact": "claim:halal", "rule-is_hard": "on"})

    rule = exhibition.rules.get()
    assert (rule.fact, rule.words, rule.is_hard) == (
        *("claim:halal", "Is halal certified"),
        True,
    )
    again = terms(kind="rule", **{"rule-fact": "claim:halal"})
    assert "This rule stands already." in again
    terms(kind="rule", remove=rule.pk)
    assert not exhibition.rules.exists()


def test_a_quota_of_two_kinds_or_without_a_number_is_refused(exhibition, terms):
    assert "Say at least or at most" in terms(
        kind="quota", **{"quota-channel": "agency"}
    )
    assert "A quota is of a channel, or" in terms(kind="quota", **{"quota-most": "3"})
    terms(kind="quota", **{"quota-channel": "agency", "quota-most": "3"})
    assert exhibition.quotas.get().most == 3


def test_a_wish_is_one_whoever_is_named_first(exhibition, terms):
    one, other = (selected(exhibition=exhibition) for _ in range(2))
    terms(
        kind="wish",
        **{"wish-kind": "apart", "wish-first": other.pk, "wish-second": one.pk},
    )

    wish = exhibition.wishes.get()
    assert (wish.first, wish.second) == (one, other)


def test_lines_of_another_exhibition_are_not_taken_out(exhibition, terms):
    foreign = EligibilityRuleFactory()

    terms(kind="rule", remove=foreign.pk)

    assert foreign.exhibition.rules.exists()
