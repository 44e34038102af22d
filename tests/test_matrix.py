"""Every address × every role × own and other agency.

What another agency holds is called «Rahasia Besar» here; the words may appear on no page,
in no count, no filter, no autocomplete and no export of somebody else.
"""

import json

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from apps.accounts.models import User
from apps.accounts.roles import ROLES
from apps.accounts.scoping import scoped_models
from apps.agencies.models import SectorCoverage
from apps.businesses.models import Business, Person
from apps.catalogue.models import CurationRound, Product
from apps.documents.models import Letter
from apps.outbox.models import Message, MessageTemplate, Occasion, OptOut
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.makers import MAKERS
from tests.matrix import (
    PAGES,
    Foreign,
    Needs,
    Public,
    SignedIn,
    admin_names,
    names,
    rule_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRET = "Rahasia Besar"
CODES = [role.code for role in ROLES]
SCOPED_ADMINS = [model for model in scoped_models() if model in admin.site._registry]
OBJECT_VIEWS = ["change", "delete", "history"]
OTHERS = sorted(set(names()) - set(admin_names()))
RULED = [name for name in OTHERS if not isinstance(rule_of(name), Foreign)]


@pytest.fixture
def rows(roles):
    """Of each scoped model one row of our agency and one of a secretive other."""
    ours, theirs = AgencyFactory(), AgencyFactory()
    made = {
        label: (make(agency=ours), make(agency=theirs))
        for label, make in MAKERS.items()
    }
    for model, fields in [
        (Person, {"name": SECRET}),
        (Business, {"name": SECRET, "brand": SECRET, "products": SECRET}),
        (User, {"name": SECRET}),
        (Occasion, {"subject": SECRET}),
        (MessageTemplate, {"subject": SECRET}),
        (OptOut, {"name": SECRET}),
        (SectorCoverage, {"local_label": SECRET}),
    ]:
        model.objects.filter(agency=theirs).update(**fields)
    # Who is published is no secret.
    Business.objects.filter(agency=theirs).update(listed_at=None)
    Letter.objects.filter(agency=theirs).update(subject=SECRET, body=SECRET)
    CurationRound.objects.filter(agency=theirs).update(title=SECRET)
    Product.objects.filter(business__agency=theirs).update(name=SECRET)
    Message.objects.filter(occasion__agency=theirs).update(name=SECRET, body=SECRET)
    for label in ("imports.ImportBatch", "imports.ImportRow"):
        batch = getattr(made[label][1], "batch", made[label][1])
        type(batch).objects.filter(pk=batch.pk).update(file_name=f"{SECRET}.xlsx")
    return ours, made


@pytest.fixture(params=CODES)
def user(request, client, rows):
    """Somebody of our agency in each role, signed in."""
    ours, _made = rows
    user = UserFactory(agency=ours, roles=[request.param])
    client.force_login(user)
    return user


def admin_url(model, view, *arguments):
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=arguments
    )


def may(user, verb, model):
    return user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")


def shows_secret(response):
    text = b"".join(response) if response.streaming else response.content
    return SECRET.lower() in text.decode(errors="replace").lower()


def test_every_address_has_a_rule():
    assert [name for name in OTHERS if rule_of(name) is None] == []


def test_no_rule_is_for_an_address_that_is_gone():
    assert sorted(set(PAGES) - set(names())) == []


def test_admin_lists_show_own_rows_to_who_may_see_them(client, rows, user):
    wrong = []
    for model in SCOPED_ADMINS:
        own, _other = rows[1][model._meta.label]
        response = client.get(admin_url(model, "changelist"))
        if not may(user, "view", model):
            wrong += [model] if response.status_code != 403 else []
        elif own not in response.context["cl"].result_list or shows_secret(response):
            wrong.append(model)

    assert wrong == []


def test_own_rows_open_to_who_may_see_them(client, rows, user):
    wrong = [
        model
        for model in SCOPED_ADMINS
        if (
            client.get(
                admin_url(model, "change", rows[1][model._meta.label][0].pk)
            ).status_code
        )
        != (200 if may(user, "view", model) else 403)
    ]

    assert wrong == []


def test_a_row_of_another_agency_is_as_if_it_were_not(client, rows, user):
    wrong = []
    for model in SCOPED_ADMINS:
        other = rows[1][model._meta.label][1]
        for view in OBJECT_VIEWS:
            there = client.get(admin_url(model, view, other.pk))
            nowhere = client.get(admin_url(model, view, other.pk + 10**6))
            posted = client.post(admin_url(model, view, other.pk), {"post": "yes"})
            same = there.status_code == nowhere.status_code in (302, 403, 404)
            kept = posted.status_code in (302, 403, 404, 405) and not shows_secret(
                there
            )
            if not same or not kept or not model.objects.filter(pk=other.pk).exists():
                wrong.append((model, view))

    assert wrong == []


def autocompletes():
    for model, model_admin in admin.site._registry.items():
        for name in model_admin.get_autocomplete_fields(None):
            yield {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": name,
                "term": "",
            }


def test_autocomplete_offers_only_own_rows(client, rows, user):
    answers = [
        client.get(reverse("admin:autocomplete"), query) for query in autocompletes()
    ]

    assert {answer.status_code for answer in answers} <= {200, 403}
    offered = [json.loads(each.content) for each in answers if each.status_code == 200]
    assert SECRET not in str(offered)


def test_other_pages_follow_their_rule(client, rows, user):
    wrong = []
    for name in RULED:
        rule = rule_of(name)
        own, other = rows[1][rule.row] if getattr(rule, "row", "") else (None, None)
        allowed = not isinstance(rule, Needs) or user.has_perm(rule.permission)
        if other is not None:
            hidden = call(client, name, rule, other).status_code
            wrong += [name] if hidden != (404 if allowed else 403) else []
        response = call(client, name, rule, own)
        if (response.status_code not in (403, 404)) != allowed or shows_secret(
            response
        ):
            wrong.append(name)

    assert wrong == []


def test_only_public_pages_open_without_signing_in(client, rows):
    wrong = []
    for name in RULED:
        rule = rule_of(name)
        own, _other = rows[1][rule.row] if getattr(rule, "row", "") else (None, None)
        response = call(client, name, rule, own)
        opened = response.status_code in (200, 301, 503) and not shows_secret(response)
        if not (opened if isinstance(rule, Public) else asks_to_sign_in(response)):
            wrong.append(name)

    assert wrong == []


def test_admin_pages_ask_strangers_to_sign_in(client):
    wrong = [
        name for name in admin_names() if not asks_to_sign_in(client.get(address(name)))
    ]

    assert wrong == []


def address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=[1])


def call(client, name, rule, row):
    """Open an address by its rule's method, with the row's key or the rule's arguments."""
    arguments = [row.pk] if row is not None else []
    if getattr(rule, "arguments", None):
        arguments = rule.arguments(row) if row is not None else rule.arguments()
    query = rule.query if isinstance(rule, SignedIn) else {}
    with transaction.atomic():  # what a deed ends, the next address still finds
        response = getattr(client, getattr(rule, "method", "get"))(
            reverse(name, args=arguments), query
        )
        transaction.set_rollback(True)
    return response


def asks_to_sign_in(response):
    sign_in_pages = (reverse("account_login"), reverse("admin:login"))
    return response.status_code == 302 and response.headers["Location"].startswith(
        sign_in_pages
    )


def test_the_size_of_the_matrix(capsys):
    addresses = len(set(names()))
    with capsys.disabled():
        print(
            f"\nmatrix: {addresses} addresses x {len(CODES)} roles x own/other agency"
        )

    assert addresses > 40
