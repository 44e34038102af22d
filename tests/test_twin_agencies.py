"""Two agencies alike, and in each somebody with every right but a superuser's.

What belongs to the twin is, by every method and from both sides, as if it did not exist; and
a form takes what stands on it and nothing else.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.scoping import scoped_models
from apps.agencies.models import Agency
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.makers import MAKERS
from tests.matrix import PAGES, Needs

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
METHODS = ["get", "head", "post", "put", "patch", "delete"]
NOWHERE = 10**7
SCOPED_ADMINS = [model for model in scoped_models() if model in admin.site._registry]
OF_A_ROW = [
    (name, rule.row)
    for name, rule in PAGES.items()
    if isinstance(rule, Needs) and rule.row and rule.arguments is None
]


@pytest.fixture
def twins(roles):
    """Of each agency its most powerful user, and a row of each scoped model."""
    everything = Group.objects.create(name="all")
    everything.permissions.set(Permission.objects.all())
    found = []
    for agency in AgencyFactory.create_batch(2):
        user = UserFactory(agency=agency)
        user.grants.create(group=everything)
        rows = {label: make(agency=agency) for label, make in MAKERS.items()}
        found.append((user, rows))
    return found


def addresses(rows):
    """Every address of these rows: (name, how to make the address of a key, row)."""
    for model in SCOPED_ADMINS:
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for view in ("change", "delete", "history"):
            yield f"{start}_{view}", rows[model._meta.label]
    for name, label in OF_A_ROW:
        yield name, rows[label]


def answer(client, method, name, key):
    with transaction.atomic():
        response = getattr(client, method)(reverse(name, args=[key]), {"post": "yes"})
        transaction.set_rollback(True)
    target = response.headers.get("Location", "")
    return response.status_code, target.replace(str(key), "KEY")


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("method", METHODS)
def test_a_row_of_the_twin_is_as_if_it_were_not(client, twins, side, method):
    client.force_login(twins[side][0])
    client.get(reverse("admin:index"))  # the message of a redirect is not compared

    wrong = [
        (name, there)
        for name, row in addresses(twins[1 - side][1])
        if (there := answer(client, method, name, row.pk))
        != answer(client, method, name, NOWHERE)
        or there[0] == 200
    ]

    assert wrong == []


def test_what_is_compared_is_there_for_its_owner(client, twins):
    """The negative control: the same addresses open to whoever the row belongs to."""
    user, rows = twins[0]
    client.force_login(user)
    opened = [
        name
        for name, row in addresses(rows)
        if answer(client, "get", name, row.pk)[0] == 200
    ]

    assert len(opened) > len(SCOPED_ADMINS)


def sent_by(page):
    """What a browser would send of an admin's form that nobody has touched."""
    forms = [page.context["adminform"].form]
    for each in page.context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    values = {
        field.html_name: field.value()
        for form in forms
        for field in form
        if field.value() not in (None, "") and field.value() is not False
    }
    return values, set(forms[0].fields)


def hostile(row, field, stranger):
    """Another value for a field, or None where there is no telling one."""
    if isinstance(field, models.ForeignKey):
        others = {Agency: stranger.agency_id, User: stranger.pk}
        return others.get(field.related_model)
    if isinstance(field, models.BooleanField):
        return not getattr(row, field.attname)
    if isinstance(field, models.DateField):  # instants too
        return "2001-01-01"
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return "Rahasia"
    return (
        77 if isinstance(field, models.IntegerField) and not field.primary_key else None
    )


@pytest.mark.parametrize("model", SCOPED_ADMINS, ids=lambda each: each.__name__)
def test_a_form_takes_only_what_stands_on_it(client, twins, model):
    (user, rows), (stranger, _theirs) = twins
    row = rows[model._meta.label]
    client.force_login(user)
    meta = model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    data, shown = sent_by(client.get(address))
    extra = {
        field.attname: (field, value)
        for field in meta.concrete_fields
        if field.name not in shown
        and (value := hostile(row, field, stranger)) is not None
    }
    sent = {field.name: value for field, value in extra.values()}

    response = client.post(address, {**sent, **data})
    assert response.status_code in (302, 403), response.context["errors"]

    saved = type(row).objects.values(*extra).get(pk=row.pk)
    taken = [
        name
        for name, (_field, value) in extra.items()
        if str(saved[name]).startswith(str(value)) and saved[name] != getattr(row, name)
    ]
    assert taken == []
