"""What cannot be right is said at its field, in a sentence; what else was typed stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from apps.businesses.counter import BUSINESS, CHECK, PERSON, begin, keep
from apps.businesses.models import Business, Person
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, PersonFactory
from tests.factories.regions import RegionFactory
from tests.signing_in import sign_in

LONG = "x" * 5_000_000
ADD_PERSON = reverse("admin:businesses_person_add")
NO_ROWS = {
    f"{prefix}-{form}_FORMS": 0
    for prefix in ("businesses", "names")
    for form in ("TOTAL", "INITIAL")
}


@pytest.fixture
def cities(db):
    province = RegionFactory(
        code="31", level=1, kind="province", name="DKI Jakarta", parent=None
    )
    for code, city, district, village in [
        ("3174", "Jakarta Selatan", "Tebet", "Tebet Barat"),
        ("3171", "Jakarta Pusat", "Menteng", "Cikini"),
    ]:
        above = RegionFactory(
            code=code, level=2, kind="city", name=city, parent=province
        )
        middle = RegionFactory(
            code=f"{code}01", level=3, kind="district", name=district, parent=above
        )
        RegionFactory(
            code=f"{code}011001",
            level=4,
            kind="kelurahan",
            name=village,
            parent=middle,
        )


@pytest.fixture
def officer(roles):
    return UserFactory(agency=AgencyFactory(), roles=["registrar"])


def add_person(client, officer, **typed):
    sign_in(client, officer)
    fields = {"name": "Siti Rahayu", "agency": officer.agency_id, **NO_ROWS, **typed}
    return client.post(ADD_PERSON, fields)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("nik_typed", "3171", "16 digits"),
        ("nik_typed", "3171009912850001", "birth"),
        ("birth_date", localdate() + timedelta(days=1), "future"),
        ("birth_date", "31-02-1990", "valid date"),
        ("name", "Siti\x00Rahayu", "Null characters are not allowed."),
        ("name", LONG, "at most 200 characters"),
        ("address", LONG, "at most 300 characters"),
        ("phone_typed", "12", "phone"),
        ("email", "siti@", "valid email"),
    ],
)
def test_a_person_is_refused_at_the_field(client, officer, field, typed, sentence):
    answer = add_person(client, officer, **{field: typed})

    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert list(errors) == [field]
    assert sentence.lower() in " ".join(errors[field]).lower()
    assert not Person.objects.exists()
    if field != "name":
        assert 'value="Siti Rahayu"' in answer.content.decode()


@pytest.mark.parametrize("field", ["note", "description", "products", "name"])
def test_no_field_of_a_business_takes_five_megabytes(client, officer, field):
    business = BusinessFactory(agency=officer.agency)
    sign_in(client, officer)
    address = reverse("admin:businesses_business_change", args=[business.pk])
    form = client.get(address).context
    fields = {"version": form["version"], "owner": business.owner_id}
    for inline in form["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        fields |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}

    answer = client.post(address, {**fields, "status": "active", field: LONG})

    assert list(answer.context["adminform"].form.errors) == [field]


def test_a_village_outside_of_ones_area_is_refused_at_its_field(
    client, officer, cities
):
    officer.area_id = "3174"
    officer.save()
    draft = begin(officer)
    client.force_login(officer)
    address = reverse("businesses:counter_step", args=[draft.key, BUSINESS])

    answer = client.post(
        address, {"products": "dodol", "brand": "Rasa", "region": "Cikini, Menteng"}
    )

    assert list(answer.context["form"].errors) == ["region"]
    assert 'value="Rasa"' in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"owner_name": LONG}, ["owner_name"]),
        ({"owner_name": "Siti\x00", "nik": "3171"}, ["nik"]),
        ({"owner_name": "Siti", "nik": "3171009912850001"}, ["nik"]),
    ],
)
def test_the_counter_says_what_is_wrong_and_keeps_the_rest(
    client, officer, typed, errors
):
    draft = begin(officer)
    client.force_login(officer)

    answer = client.post(
        reverse("businesses:counter_step", args=[draft.key, PERSON]),
        {"phone": "081200000001", **typed},
    )

    assert list(answer.context["form"].errors) == errors
    assert 'value="081200000001"' in answer.content.decode()


def test_two_tabs_of_one_registration_register_once(client, officer):
    draft = begin(officer)
    keep(draft, {"owner_name": "Siti", "products": "dodol"}, PERSON)
    client.force_login(officer)
    address = reverse("businesses:counter_step", args=[draft.key, CHECK])
    first = client.post(address)

    second = client.post(address, follow=True)

    assert first.status_code == 302
    assert second.status_code == 404
    assert Business.objects.count() == 1


def test_a_nik_that_is_known_is_told_at_the_form(client, officer):
    PersonFactory(agency=officer.agency, nik="3171004112850001")

    answer = add_person(client, officer, nik_typed="3171004112850001")

    said = " ".join(answer.context["adminform"].form.non_field_errors())
    assert "already registered" in said
    assert Person.objects.count() == 1
