import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.regions.models import Region, RegionAlias
from ikmportal.tables import MOST_BYTES
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.regions import RegionAliasFactory, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(sign_in):
    return sign_in(UserFactory(is_superuser=True))


def upload(client, model, text):
    """Send a CSV for a trial run, and confirm it when it may be confirmed."""
    data = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("data.csv", data)
    url = reverse(f"admin:regions_{model}_import")
    trial = client.post(url, {"import_file": file, "format": "0", "resource": "0"})
    if "confirm_form" in trial.context:
        fields = trial.context["confirm_form"].initial
        client.post(reverse(f"admin:regions_{model}_process_import"), fields)
    return trial


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_regions_takes_constant_queries(
    officer, django_assert_max_num_queries, count
):
    for number in range(count):
        RegionFactory(code=f"317401100{number}")

    with django_assert_max_num_queries(9):
        response = officer.get(reverse("admin:regions_region_changelist"), {"level": 4})

    assert response.context["cl"].result_count == count


@pytest.mark.parametrize(
    ("query", "codes"), [("tebet", ["317401"]), ("3171", ["3171"]), ("EBE", ["317401"])]
)
def test_regions_are_found_by_part_of_the_name_or_beginning_of_the_code(
    officer, query, codes
):
    RegionFactory(code="317401", name="Tebet")
    RegionFactory(code="3171", name="Jakarta Pusat")

    response = officer.get(reverse("admin:regions_region_changelist"), {"q": query})

    assert [region.code for region in response.context["cl"].result_list] == codes


def test_the_province_filter_keeps_what_lies_inside(officer):
    RegionFactory(code="3174")
    RegionFactory(code="3275")

    response = officer.get(
        reverse("admin:regions_region_changelist"), {"province": "32"}
    )

    assert [region.code for region in response.context["cl"].result_list] == [
        "32",
        "3275",
    ]


def test_regions_of_one_name_are_offered_with_what_they_lie_in_the_own_city_first(
    client, roles, django_assert_num_queries
):
    RegionFactory(
        code="3174", name="Kota Jakarta Selatan", short_name="Jakarta Selatan"
    )
    RegionFactory(code="317406", name="Cilandak")
    for code in ("3174061004", "1803012003", "1803012004"):
        RegionFactory(code=code, name="Gandaria")
    agency = AgencyFactory(region_id="3174")
    client.force_login(UserFactory(agency=agency, roles=["registrar"]))
    asked = {
        "app_label": "businesses",
        "model_name": "business",
        "field_name": "region",
    }
    client.get("/healthz")

    with django_assert_num_queries(
        7
    ):  # session, user, 2 of rights, agency, count, page
        answer = client.get(
            reverse("admin:autocomplete"), {"term": "gandaria", **asked}
        )

    first, *others = [offer["text"] for offer in answer.json()["results"]]
    assert first == "Gandaria, Cilandak, Jakarta Selatan"
    assert others == ["Gandaria, Region 180301, Region 1803"] * 2


def test_the_code_of_a_region_is_read_only_once_it_exists(officer):
    region = RegionFactory(code="31")

    form = officer.get(reverse("admin:regions_region_change", args=[region.pk])).context

    assert "code" not in form["adminform"].form.fields


def test_an_import_changes_known_regions_and_adds_others(officer):
    RegionFactory(code="3174", name="Old")

    upload(
        officer,
        "region",
        "code,level,kind,name,parent\n3174,2,city,New,31\n3175,2,city,Jakarta Timur,31\n",
    )

    names = Region.objects.filter(level=2).values_list("code", "name", "parent")
    assert list(names) == [("3174", "New", "31"), ("3175", "Jakarta Timur", "31")]


def test_an_import_of_many_rows_takes_few_queries(
    officer, django_assert_max_num_queries
):
    RegionFactory(code="31")
    rows = "".join(f"31{n:02},2,city,Kota {n},31\n" for n in range(1, 90))

    with django_assert_max_num_queries(45):
        upload(officer, "region", f"code,level,kind,name,parent\n{rows}")

    assert Region.objects.filter(level=2).count() == 89


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("3x,1,province,A,", "code"),
        ("32,7,province,A,", "level"),
        ("3201,2,city,A,99", "parent"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_saved(officer, row, column):
    trial = upload(officer, "region", f"code,level,kind,name,parent\n{row}\n")

    invalid = trial.context["result"].invalid_rows
    assert [list(line.field_specific_errors) for line in invalid] == [[column]]
    assert Region.objects.count() == 0


def test_a_broken_constraint_is_told_in_its_own_words(officer):
    trial = upload(officer, "region", "code,level,kind,name\n3201,1,city,A\n")

    [error] = trial.context["result"].base_errors
    assert "The code of a province has 2 digits" in str(error.error)
    assert Region.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"code\n\xff", "not UTF-8"), (b"x" * (MOST_BYTES + 1), "larger than 5 MB")],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(officer, data, reason):
    trial = upload(officer, "region", data)

    assert reason in str(trial.context["form"].errors["import_file"])


def test_the_import_pages_hold_no_inline_code(officer):
    RegionFactory(code="31")
    pages = [
        officer.get(reverse("admin:regions_region_import")),
        officer.get(reverse("admin:regions_region_export")),
        upload(officer, "region", "code,name\n31,Jakarta\n"),
    ]

    found = [
        mark
        for page in pages
        for mark in ("style=", "onchange=", "onclick=", "<style", "<script>")
        if mark in page.content.decode()
    ]
    assert found == []


def test_an_export_follows_the_filter_and_keeps_codes_as_text(officer):
    RegionFactory(code="31", name="=Jakarta")
    RegionFactory(code="3174")

    url = reverse("admin:regions_region_export")
    answer = officer.post(f"{url}?level=1", {"format": "1", "resource": "0"})

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["31", "1", "province", "'=Jakarta"]
    ]


def test_aliases_import_by_alias_and_region(officer):
    RegionAliasFactory(alias="Jaksel", region=RegionFactory(code="3174"))

    upload(
        officer, "regionalias", "alias,region,source\nJaksel,3174,officer\nDps,3174,\n"
    )

    rows = RegionAlias.objects.values_list("alias", "region_id", "source")
    assert sorted(rows) == [("Dps", "3174", "reference"), ("Jaksel", "3174", "officer")]


def test_those_who_may_only_look_cannot_import(client, roles):
    client.force_login(UserFactory(roles=["leadership"]))

    answers = [
        client.get(reverse(f"admin:regions_region_{page}")).status_code
        for page in ("changelist", "export", "import")
    ]
    assert answers == [200, 200, 403]


def test_a_list_too_long_to_leave_at_once_is_to_be_filtered_first(officer, monkeypatch):
    RegionFactory(code="3174")
    monkeypatch.setattr(admin.site._registry[Region], "most_exported", 1)

    url = reverse("admin:regions_region_export")
    answer = officer.post(url, {"format": "1", "resource": "0"})

    [message] = answer.context["messages"]
    assert "filter the list first" in str(message)
