import pytest
from django.urls import reverse
from pghistory.models import Context

from apps.businesses.models import Business, Consent, Person
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, ConsentFactory, PersonFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
NIK = "3174004507900003"


@pytest.fixture
def officer(client, roles):
    user = UserFactory(roles=["registrar"])
    client.force_login(user)
    return user


def person_fields(agency, **fields):
    return {
        "agency": agency.pk,
        "name": "Siti Rahmawati",
        "nik_typed": NIK,
        "phone_typed": "0812 0000 0001",
        **no_rows("businesses", "names"),
        **fields,
    }


def no_rows(*inlines):
    kinds = ("TOTAL_FORMS", "INITIAL_FORMS")
    return {f"{name}-{kind}": 0 for name in inlines for kind in kinds}


def business_fields(owner, **fields):
    inlines = ["coaching_relations", "consents", "yearly_figures", "claims"]
    inlines += ["services", "memberships", "names", "moves", "closures"]
    return {
        "agency": owner.agency_id,
        "owner": owner.pk,
        "name": "Dapur Bu Siti",
        "status": "active",
        **no_rows(*inlines),
        **fields,
    }


def test_owners_of_one_name_are_offered_with_place_and_number(client, officer):
    place = RegionFactory(code="3174061004", name="Gandaria Selatan")
    for region, nik in [(place, ""), (None, NIK)]:
        PersonFactory(agency=officer.agency, name="Siti", region=region, nik=nik)
    asked = {"app_label": "businesses", "model_name": "business", "field_name": "owner"}

    answer = client.get(reverse("admin:autocomplete"), {"term": "siti", **asked})

    assert {offer["text"] for offer in answer.json()["results"]} == {
        "Siti, Gandaria Selatan",
        "Siti, ************0003",
    }


def test_moves_and_closures_are_not_asked_while_a_business_is_added(client, officer):
    business = BusinessFactory(agency=officer.agency)
    pages = [
        client.get(reverse("admin:businesses_business_add")),
        client.get(reverse("admin:businesses_business_change", args=[business.pk])),
    ]

    assert ["moves-group" in page.content.decode() for page in pages] == [False, True]
    assert ["closures-group" in page.content.decode() for page in pages] == [
        False,
        True,
    ]


def test_an_officer_registers_a_person_and_a_business(client, officer):
    client.post(reverse("admin:businesses_person_add"), person_fields(officer.agency))
    owner = Person.objects.with_nik(NIK).get()
    client.post(reverse("admin:businesses_business_add"), business_fields(owner))

    business = Business.objects.get()

    assert (business.owner, business.agency) == (owner, officer.agency)
    assert (owner.nik_status, owner.phone.reveal()) == ("valid", "+6281200000001")


def test_a_change_says_who_made_it_through_which_channel(client, officer):
    client.post(reverse("admin:businesses_person_add"), person_fields(officer.agency))

    context = Context.objects.get().metadata

    assert (context["user"], context["channel"]) == (officer.pk, "admin")
    assert context["request"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("3174E", "A NIK has 16 digits"),
        ("3.174E+15", "A spreadsheet has replaced the last digits"),
    ],
)
def test_a_bad_nik_is_refused_on_its_field(client, officer, typed, message):
    response = client.post(
        reverse("admin:businesses_person_add"),
        person_fields(officer.agency, nik_typed=typed),
    )

    assert message in str(response.context["errors"])
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("sex", "born", "said"),
    [
        ("m", "1990-07-05", ["another sex"]),
        ("f", "1991-07-05", ["another date of birth"]),
        ("m", "1991-07-05", ["another sex", "another date of birth"]),
        ("f", "1990-07-05", []),
        ("", "", []),
    ],
)
def test_a_nik_that_says_otherwise_is_kept_and_told(client, officer, sex, born, said):
    fields = person_fields(officer.agency, sex=sex, birth_date=born)

    saved = client.post(reverse("admin:businesses_person_add"), fields, follow=True)

    person = Person.objects.with_nik(NIK).get()
    page = client.get(reverse("admin:businesses_person_change", args=[person.pk]))
    for text in ["another sex", "another date of birth"]:
        assert (f"The NIK says {text}" in saved.content.decode()) == (text in said)
        assert (f"The NIK says {text}" in page.content.decode()) == (text in said)


def test_a_known_nik_is_refused_in_a_sentence(client, officer):
    PersonFactory(agency=officer.agency, nik=NIK)

    response = client.post(
        reverse("admin:businesses_person_add"), person_fields(officer.agency)
    )

    assert "Somebody with this NIK is already registered." in str(
        response.context["errors"]
    )
    assert Person.objects.count() == 1


def test_a_nik_left_empty_stays(client, officer):
    person = PersonFactory(agency=officer.agency, nik=NIK, phone="0812 0000 0001")
    url = reverse("admin:businesses_person_change", args=[person.pk])

    client.post(
        url, person_fields(officer.agency, nik_typed="", phone_typed="", name="Siti R.")
    )

    person.refresh_from_db()
    assert (person.name, person.nik.reveal()) == ("Siti R.", NIK)
    assert person.phone.reveal() == "+6281200000001"


def test_a_person_of_another_agency_cannot_be_made_owner(client, officer):
    stranger = PersonFactory()

    client.post(
        reverse("admin:businesses_business_add"),
        business_fields(stranger, agency=officer.agency.pk),
    )

    assert Business.objects.count() == 0


def test_a_business_cannot_be_put_under_another_agency(client, officer):
    owner = PersonFactory(agency=officer.agency)

    client.post(
        reverse("admin:businesses_business_add"),
        business_fields(owner, agency=AgencyFactory().pk),
    )

    assert Business.objects.count() == 0


def test_the_nik_is_masked_on_every_page_of_the_person(client, officer):
    person = PersonFactory(agency=officer.agency, nik=NIK)

    pages = [
        client.get(reverse("admin:businesses_person_changelist")),
        client.get(reverse("admin:businesses_person_change", args=[person.pk])),
        client.get(reverse("admin:businesses_person_history", args=[person.pk])),
    ]

    assert all(NIK not in page.content.decode() for page in pages)
    assert "************0003" in pages[0].content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_constant_queries(
    client, officer, count, django_assert_num_queries
):
    businesses = BusinessFactory.create_batch(count, agency=officer.agency)
    BusinessFactory()
    url = reverse("admin:businesses_business_changelist")
    client.get(url)  # content types and permissions are cached

    with django_assert_num_queries(12):
        response = client.get(url)

    assert (
        sorted(response.context["cl"].result_list, key=lambda row: row.pk) == businesses
    )


def test_publishing_needs_consent(client, officer):
    agreed = ConsentFactory(business=BusinessFactory(agency=officer.agency)).business
    silent = BusinessFactory(agency=officer.agency)

    response = client.post(
        reverse("admin:businesses_business_changelist"),
        {"action": "publish_selected", "_selected_action": [agreed.pk, silent.pk]},
        follow=True,
    )

    assert list(Business.objects.listed()) == [agreed]
    assert "record the consent first" in response.content.decode()


def test_consent_typed_in_the_business_names_who_recorded_it(client, officer):
    business = BusinessFactory(agency=officer.agency)

    client.post(
        reverse("admin:businesses_business_change", args=[business.pk]),
        business_fields(business.owner)
        | {
            "consents-TOTAL_FORMS": 1,
            "consents-0-purpose": "publication",
            "consents-0-method": "paper",
            "consents-0-given_at_0": "2026-01-02",
            "consents-0-given_at_1": "10:00:00",
            "consents-0-business": business.pk,
        },
    )

    assert Consent.objects.get().recorded_by == officer


def test_who_only_coaches_a_business_reads_it(client, officer):
    business = BusinessFactory(name="Milik instansi lain")
    business.coaching_relations.create(agency=officer.agency)
    url = reverse("admin:businesses_business_change", args=[business.pk])
    own = PersonFactory(agency=officer.agency)

    posted = client.post(url, business_fields(own, name="Direbut"))

    business.refresh_from_db()
    assert client.get(url).status_code == 200
    assert (posted.status_code, business.name) == (403, "Milik instansi lain")


def test_a_business_stays_with_its_agency(client, roles):
    head = AgencyFactory()
    branch = AgencyFactory(parent=head)
    client.force_login(UserFactory(agency=head, roles=["registrar"]))
    business = BusinessFactory(agency=branch)

    client.post(
        reverse("admin:businesses_business_change", args=[business.pk]),
        business_fields(business.owner, agency=head.pk, name="Baru"),
    )

    business.refresh_from_db()
    assert (business.agency, business.name) == (branch, "Baru")


def test_closing_a_published_business_takes_it_out_of_the_directory(client, officer):
    business = BusinessFactory(agency=officer.agency, listed=True)

    client.post(
        reverse("admin:businesses_business_change", args=[business.pk]),
        business_fields(business.owner, status="closed"),
    )

    business.refresh_from_db()
    assert (business.status, business.listed_at) == ("closed", None)


def test_a_second_consent_to_one_purpose_is_refused_in_a_sentence(client, officer):
    consent = ConsentFactory(business__agency=officer.agency)

    response = client.post(
        reverse("admin:businesses_consent_add"),
        {
            "business": consent.business_id,
            "purpose": "publication",
            "method": "paper",
            "text_version": "2026-01",
            "given_at_0": "2026-01-02",
            "given_at_1": "10:00:00",
        },
    )

    assert "Consent to this purpose already stands." in str(response.context["errors"])


def test_two_equal_rows_in_one_form_are_told_in_a_sentence(client, officer):
    business = BusinessFactory(agency=officer.agency)
    twice = {
        f"coaching_relations-{row}-{name}": value
        for row in (0, 1)
        for name, value in {"agency": officer.agency_id, "channel": "agency"}.items()
    }

    response = client.post(
        reverse("admin:businesses_business_change", args=[business.pk]),
        business_fields(business.owner) | twice | {"coaching_relations-TOTAL_FORMS": 2},
        follow=True,
    )

    assert "Nothing was saved" in response.content.decode()
    assert business.coaching_relations.count() == 0


@pytest.mark.parametrize("day", ["2090-01-01", "1800-01-01"])
def test_an_impossible_birth_is_refused(client, officer, day):
    response = client.post(
        reverse("admin:businesses_person_add"),
        person_fields(officer.agency, birth_date=day),
    )

    assert response.status_code == 200
    assert Person.objects.count() == 0


def test_a_consent_is_withdrawn_but_never_edited_or_deleted(client, roles):
    consent = ConsentFactory()
    user = UserFactory(agency=consent.business.agency, roles=["data-administrator"])
    client.force_login(user)
    key = [consent.pk]

    client.post(
        reverse("admin:businesses_consent_change", args=key), {"purpose": "contact"}
    )
    client.post(reverse("admin:businesses_consent_delete", args=key), {"post": "yes"})

    consent.refresh_from_db()
    assert consent.purpose == "publication"


def test_the_list_narrows_to_what_is_agreed_but_not_published(client, officer):
    waiting = ConsentFactory(business__agency=officer.agency).business
    BusinessFactory(agency=officer.agency, listed=True)
    BusinessFactory(agency=officer.agency)

    response = client.get(
        reverse("admin:businesses_business_changelist"), {"publication": "waiting"}
    )

    assert list(response.context["cl"].result_list) == [waiting]


def test_a_refused_deletion_has_a_way_back(client, roles):
    business = BusinessFactory()
    user = UserFactory(agency=business.agency, roles=["data-administrator"])
    client.force_login(user)
    key = [business.owner_id]

    page = client.get(reverse("admin:businesses_person_delete", args=key))

    assert page.context["protected"]
    back = reverse("admin:businesses_person_change", args=key)
    assert f'class="button button--quiet" href="{back}"' in page.content.decode()
