import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.sectors.models import CommodityGroup, KbliCode
from ikmportal.tablefiles import read_csv
from ikmportal.tables import TableAdmin
from tests.factories.accounts import UserFactory
from tests.factories.sectors import (
    CommodityGroupFactory,
    CreativeSubsectorFactory,
    KbliCodeFactory,
    RecapGroupFactory,
    SectorAliasFactory,
)

pytestmark = pytest.mark.django_db
FACTORIES = {
    "recapgroup": RecapGroupFactory,
    "commoditygroup": CommodityGroupFactory,
    "creativesubsector": CreativeSubsectorFactory,
    "kblicode": KbliCodeFactory,
    "sectoralias": SectorAliasFactory,
}


@pytest.fixture
def officer(sign_in):
    return sign_in(UserFactory(is_superuser=True))


def export(client, model):
    url = reverse(f"admin:sectors_{model}_export")
    return client.post(url, {"format": "1", "resource": "0"}).content


def upload(client, model, data):
    file = SimpleUploadedFile("data.csv", data)
    fields = {"import_file": file, "format": "0", "resource": "0"}
    trial = client.post(reverse(f"admin:sectors_{model}_import"), fields)
    confirmed = trial.context["confirm_form"].initial
    client.post(reverse(f"admin:sectors_{model}_process_import"), confirmed)
    return trial.context["result"].totals


@pytest.mark.parametrize("model", FACTORIES)
def test_every_list_is_a_table_that_comes_back_as_it_left(officer, model):
    FACTORIES[model].create_batch(2)
    before = export(officer, model)

    totals = upload(officer, model, before)

    assert totals["update"] == len(read_csv(before)) == 2
    assert export(officer, model) == before


@pytest.mark.parametrize("model", FACTORIES)
@pytest.mark.parametrize("count", [1, 3])
def test_every_list_takes_constant_queries(
    officer, django_assert_max_num_queries, model, count
):
    FACTORIES[model].create_batch(count)

    with django_assert_max_num_queries(8):
        officer.get(reverse(f"admin:sectors_{model}_changelist"))


def test_a_full_classification_replaces_our_titles_and_adds_the_rest(officer):
    KbliCodeFactory(version="2025", code="10794", title="Ours")

    upload(
        officer, "kblicode", b"version,code,title\n2025,10794,Theirs\n2025,10795,New\n"
    )

    titles = KbliCode.objects.values_list("code", "title")
    assert list(titles) == [("10794", "Theirs"), ("10795", "New")]


def test_a_group_names_its_recap_group_by_code(officer):
    RecapGroupFactory(code="fesyen")

    upload(
        officer, "commoditygroup", b"code,name,recap_group\nsandang,Sandang,fesyen\n"
    )

    assert CommodityGroup.objects.get().recap_group.code == "fesyen"


def test_all_reference_tables_share_one_base():
    labels = {"regions", "sectors", "agencies"}
    admins = {
        model: registered
        for model, registered in admin.site._registry.items()
        if model._meta.app_label in labels
    }

    assert [
        m for m, registered in admins.items() if not isinstance(registered, TableAdmin)
    ] == []
    assert len(admins) == 9
