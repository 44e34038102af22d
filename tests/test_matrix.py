"""Every address × every role × own and other agency.

What another agency holds is called «Rahasia Besar» here; the words may appear on no page,
in no count, no filter, no autocomplete and no export of somebody else.
"""

import json

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from apps.accounts.models import User
from apps.accounts.roles import ROLES
from apps.accounts.scoping import scoped_models
from apps.businesses.models import Business, Person
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.makers import MAKERS
from tests.matrix import Foreign, Needs, Public, SignedIn, admin_names, names, rule_of

pytestmark = pytest.mark.django_db
SECRET = "Rahasia Besar"
CODES = [role.code for role in ROLES]
SCOPED_ADMINS = [model for model in scoped_models() if model in admin.site._registry]
OBJECT_VIEWS = ["change", "delete", "history"]
OTHERS = sorted(set(names()) - set(admin_names()))


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
    ]:
        model.objects.filter(agency=theirs).update(**fields)
    for label, (_own, other) in made.items():
        if label.startswith("imports."):
            hide_import(other)
    return ours, made


def hide_import(row):
    batch = getattr(row, "batch", row)
    type(batch).objects.filter(pk=batch.pk).update(file_name=f"{SECRET}.xlsx")


def sign_in(client, role, agency):
    user = UserFactory(agency=agency, roles=[role])
    client.force_login(user)
    return user


def shows_secret(response):
    text = b"".join(response) if response.streaming else response.content
    return SECRET.lower() in text.decode(errors="replace").lower()


def test_every_address_has_a_rule():
    assert [name for name in OTHERS if rule_of(name) is None] == []


def test_no_rule_is_for_an_address_that_is_gone():
    from tests.matrix import PAGES  # noqa: PLC0415

    assert sorted(set(PAGES) - set(names())) == []


@pytest.mark.parametrize("role", CODES)
@pytest.mark.parametrize("model", SCOPED_ADMINS, ids=lambda model: model._meta.label)
def test_admin_lists_show_own_rows_to_who_may_see_them(client, rows, role, model):
    ours, made = rows
    user = sign_in(client, role, ours)
    own, _other = made[model._meta.label]
    label = f"{model._meta.app_label}_{model._meta.model_name}"

    response = client.get(reverse(f"admin:{label}_changelist"))

    if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
        assert own in response.context["cl"].result_list
        assert not shows_secret(response)
    else:
        assert response.status_code == 403


@pytest.mark.parametrize("role", CODES)
@pytest.mark.parametrize("view", OBJECT_VIEWS)
@pytest.mark.parametrize("model", SCOPED_ADMINS, ids=lambda model: model._meta.label)
def test_a_row_of_another_agency_is_as_if_it_were_not(client, rows, role, view, model):
    ours, made = rows
    sign_in(client, role, ours)
    _own, other = made[model._meta.label]
    label = f"{model._meta.app_label}_{model._meta.model_name}"

    there = client.get(reverse(f"admin:{label}_{view}", args=[other.pk]))
    nowhere = client.get(reverse(f"admin:{label}_{view}", args=[other.pk + 10**6]))
    posted = client.post(
        reverse(f"admin:{label}_{view}", args=[other.pk]), {"post": "yes"}
    )

    assert there.status_code == nowhere.status_code in (302, 403, 404)
    assert posted.status_code in (302, 403, 404, 405)
    assert not shows_secret(there)
    assert type(other).objects.filter(pk=other.pk).exists()


def autocompletes():
    for model, model_admin in admin.site._registry.items():
        for name in model_admin.get_autocomplete_fields(None):
            yield model, name


@pytest.mark.parametrize("role", CODES)
def test_autocomplete_offers_only_own_rows(client, rows, role):
    ours, _made = rows
    sign_in(client, role, ours)

    for model, name in autocompletes():
        response = client.get(
            reverse("admin:autocomplete"),
            {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": name,
                "term": "",
            },
        )
        assert response.status_code in (200, 403)
        if response.status_code == 200:
            assert SECRET not in str(json.loads(response.content))


@pytest.mark.parametrize("role", CODES)
@pytest.mark.parametrize("name", OTHERS)
def test_other_pages_follow_their_rule(client, rows, role, name):
    ours, made = rows
    rule = rule_of(name)
    user = sign_in(client, role, ours)
    if isinstance(rule, Foreign):
        return
    own, other = made[rule.row] if getattr(rule, "row", "") else (None, None)

    response = call(client, name, rule, own)

    expected = not isinstance(rule, Needs) or user.has_perm(rule.permission)
    assert (response.status_code != 403) == expected
    assert not shows_secret(response)
    if other is not None:
        assert call(client, name, rule, other).status_code == (404 if expected else 403)


@pytest.mark.parametrize("name", OTHERS)
def test_only_public_pages_open_without_signing_in(client, rows, name):
    rule = rule_of(name)
    if isinstance(rule, Foreign):
        return
    _ours, made = rows
    own, _other = made[rule.row] if getattr(rule, "row", "") else (None, None)

    response = call(client, name, rule, own)

    if isinstance(rule, Public):
        assert response.status_code in (200, 301, 503)
        assert not shows_secret(response)
    else:
        assert asks_to_sign_in(response)


def call(client, name, rule, row):
    """Open an address by its rule's method, with the row's key or the rule's arguments."""
    arguments = []
    if getattr(rule, "arguments", None):
        arguments = rule.arguments(row) if row is not None else rule.arguments()
    elif row is not None:
        arguments = [row.pk]
    query = rule.query if isinstance(rule, SignedIn) else {}
    return getattr(client, getattr(rule, "method", "get"))(
        reverse(name, args=arguments), query
    )


@pytest.mark.parametrize("name", sorted(admin_names()))
def test_admin_pages_ask_strangers_to_sign_in(client, name):
    try:
        url = reverse(name)
    except NoReverseMatch:
        url = reverse(name, args=[1])

    response = client.get(url)

    assert asks_to_sign_in(response)


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
