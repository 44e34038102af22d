"""A list of products with a ZIP of photos, from the bytes to the rows."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.catalogue import photo_files
from apps.catalogue.models import HsCode, Product, ProductPhoto, ProductSheet
from apps.catalogue.sheets import cells, saving
from apps.catalogue.sheets.blank import blank_sheet
from apps.catalogue.sheets.columns import HEADS, head_of
from apps.catalogue.sheets.discarding import discard_old
from apps.catalogue.sheets.saving import ask_to_save, plan_of, receive, save
from ikmportal.spreadsheets import safe_parse
from ikmportal.tablefiles import write_xlsx
from tests.catalogue import pictures_of as files
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.catalogue import ProductFactory
from tests.factories.sectors import CommodityGroupFactory

pytestmark = pytest.mark.slow
HEAD = ["NIB", "Nama Usaha", "Kode", "Nama Produk", "Harga", "Satuan"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def officer(roles):
    return UserFactory(agency=AgencyFactory(), roles=["registrar"])


@pytest.fixture
def business(officer):
    return BusinessFactory(
        agency=officer.agency, name="Dodol Rina", nib="9120300000001"
    )


def zipped(named, **options):
    answer = io.BytesIO()
    with zipfile.ZipFile(answer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in named.items():
            archive.writestr(name, content, **options)
    return answer.getvalue()


def sent(officer, rows, photos=None, head=HEAD, **more):
    return receive(
        ("produk.xlsx", write_xlsx(head, rows)),
        ("foto.zip", zipped(photos) if isinstance(photos, dict) else photos)
        if photos
        else None,
        agency=officer.agency,
        by=officer,
        **more,
    )


def saved(sheet):
    assert ask_to_save(sheet)
    save(sheet.pk)
    sheet.refresh_from_db()
    return sheet


def actions(sheet):
    return [line.action for line in plan_of(sheet).lines]


def problems(sheet):
    return [" ".join(line.problems) for line in plan_of(sheet).lines]


RINA = ["9120300000001", "", "KRP-01", "Keripik Balado", "Rp 18.000", "bungkus"]


@pytest.mark.django_db
def test_a_list_with_photos_is_planned_then_saved_at_once(officer, business):
    photos = {
        "KRP-01.jpg": files.photo(),
        "foto/KRP-01-2.png": files.photo(colour="#1c3d6b", kind="PNG"),
        "XYZ-9.jpg": files.photo(colour="#000000"),
        "KRP-02.jpg": files.HTML,
        "__MACOSX/._KRP-01.jpg": b"x",
    }
    other = ["", "dodol rina", "KRP-02", "Dodol Durian", 25000, "kotak"]

    sheet = sent(officer, [RINA, other], photos)

    assert Product.objects.count() == 0
    plan = plan_of(sheet)
    assert actions(sheet) == ["new", "new"]
    assert [[name for name, _ in line.photos] for line in plan.lines] == [
        ["KRP-01.jpg", "foto/KRP-01-2.png"],
        [],
    ]
    assert [line.code for line in plan.without_photo] == ["KRP-02"]
    strays = dict(plan.stray_photos)
    assert "web page" in strays["KRP-02.jpg"]
    assert "No row has a code" in strays["XYZ-9.jpg"]
    assert len(strays) == 2

    saved(sheet)

    assert (sheet.state, sheet.done) == ("saved", 2)
    first, second = Product.objects.order_by("code")
    assert (first.business, first.name, first.price) == (
        business,
        "Keripik Balado",
        18000,
    )
    assert (first.unit, second.unit) == ("pack", "box")
    assert [photo.position for photo in first.photos.all()] == [0, 1]
    assert first.photos.first().alt == "Keripik Balado"
    assert photo_files.path_of(first.photos.first().stored_as, "640").exists()


@pytest.mark.django_db
def test_the_same_list_sent_twice_changes_nothing(officer, business, folder):
    photos = {"KRP-01.jpg": files.photo()}
    saved(sent(officer, [RINA], photos))

    again = sent(officer, [RINA], photos)

    assert actions(again) == ["same"]
    assert plan_of(again).photos == 0
    saved(again)
    assert Product.objects.count() == ProductPhoto.objects.count() == 1
    assert len(list(folder.glob("catalogue/*/*-640.webp"))) == 1
    assert list(folder.glob("product-sheets/*")) == []


@pytest.mark.django_db
def test_a_row_changes_what_it_says_and_keeps_what_it_leaves_empty(officer, business):
    product = ProductFactory(
        business=business, code="KRP-01", name="Keripik", price=9000, materials="ubi"
    )

    sheet = sent(officer, [["9120300000001", "", "krp-01", "Keripik", 12000, ""]])

    line = plan_of(sheet).lines[0]
    assert line.action == "changed"
    assert ["price", "9000", "12000"] in line.changes
    saved(sheet)
    product.refresh_from_db()
    assert (product.price, product.materials, product.unit) == (12000, "ubi", "piece")


@pytest.mark.django_db
def test_rows_of_other_offices_or_of_nobody_are_refused_with_the_reason(
    officer, business
):
    foreign = BusinessFactory(agency=AgencyFactory(), name="Asing", nib="9120300000002")
    BusinessFactory.create_batch(2, agency=officer.agency, name="Kembar")
    rows = [
        [foreign.nib, "Asing", "A", "Sambal", 1000, "toples"],
        ["", "Kembar", "B", "Sambal", 1000, "toples"],
        ["", "", "C", "Sambal", 1000, "toples"],
        ["9120300000009", "Dodol Rina", "D", "Sambal", 1000, "toples"],
        RINA,
        RINA,
        ["9120300000001", "", "E", "", 1000, "toples"],
        ["9120300000001", "", "F", "Abon", "murah", "gelas besar"],
    ]

    sheet = sent(officer, rows)

    assert actions(sheet) == ["refused"] * 4 + ["new"] + ["refused"] * 3
    for said, expected in zip(
        problems(sheet),
        ["has this NIB", "2 businesses", "Whose product", "another NIB", "", "row 6"],
        strict=False,
    ):
        assert expected in said
    assert "name of the product is missing" in problems(sheet)[6]
    assert "«murah» is no price" in problems(sheet)[7]
    assert "«gelas besar» is no unit" in problems(sheet)[7]
    saved(sheet)
    assert Product.objects.get().code == "KRP-01"


@pytest.mark.django_db
def test_nothing_is_saved_if_somebody_was_faster(officer, business):
    sheet = sent(officer, [RINA], {"KRP-01.jpg": files.photo()})
    ProductFactory(business=business, code="KRP-01", name="Keripik Balado", price=1)

    saved(sheet)

    assert sheet.state == "planned"
    assert "has changed since" in sheet.notice
    assert actions(sheet) == ["changed"]
    assert Product.objects.get().price == 1
    assert not ProductPhoto.objects.exists()
    saved(sheet)
    assert Product.objects.get().price == 18000


@pytest.mark.django_db
def test_no_files_are_left_of_what_was_not_saved(officer, business, folder):
    sheet = sent(officer, [RINA], {"KRP-01.jpg": files.photo()})
    ProductFactory(business=business, code="KRP-01", name="Keripik Balado", price=1)

    saved(sheet)

    assert list(folder.glob("catalogue/*/*")) == []


@pytest.mark.django_db
def test_saving_is_done_once_however_often_it_is_asked(officer, business):
    sheet = sent(officer, [RINA])
    saved(sheet)

    save(sheet.pk)

    assert not ask_to_save(sheet)
    assert Product.objects.count() == 1


@pytest.mark.django_db
def test_a_photo_that_cannot_be_opened_is_named_and_the_others_are_saved(
    officer, business
):
    photos = {"KRP-01.jpg": files.photo(), "KRP-01-2.jpg": files.photo()[:3000]}

    sheet = saved(sent(officer, [RINA], photos))

    assert sheet.plan["failed_photos"][0][0] == "KRP-01-2.jpg"
    assert Product.objects.get().photos.count() == 1


@pytest.mark.django_db
def test_folders_tell_two_businesses_with_the_same_codes_apart(officer, business):
    BusinessFactory(agency=officer.agency, name="Dodol Sari")
    rows = [RINA, ["", "Dodol Sari", "KRP-01", "Keripik Sari", 1000, "pak"]]
    photos = {
        "Dodol Sari/KRP-01.jpg": files.photo(),
        "KRP-01.jpg": files.photo(colour="#000000"),
    }

    plan = plan_of(sent(officer, rows, photos))

    assert [len(line.photos) for line in plan.lines] == [0, 1]
    assert "folders named by business" in plan.stray_photos[0][1]


@pytest.mark.django_db
def test_a_list_for_one_business_needs_no_column_of_it(officer, business):
    sheet = sent(
        officer,
        [["Dodol", "ya", "170490", "Pangan", "3-5 hari"]],
        head=["Produk", "Siap Ekspor", "HS", "Kategori", "Waktu Pengerjaan"],
        business=business,
    )
    assert "no HS code" in problems(sheet)[0]
    hs_code = HsCode.objects.create(code="170490", name="Dodol")
    group = CommodityGroupFactory(name="Pangan")

    saved(
        sent(
            officer,
            [["Dodol", "ya", 170490, "pangan", "3-5 hari"]],
            head=["Produk", "Siap Ekspor", "HS", "Kategori", "Waktu Pengerjaan"],
            business=business,
        )
    )

    product = Product.objects.get()
    assert (product.hs_code, product.commodity_group) == (hs_code, group)
    assert (product.lead_time_days, product.business) == (5, business)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("photos", "reason"),
    [
        (b"no zip at all", "no ZIP"),
        (zipped({"KRP-01.jpg": files.photo()})[:-30], "no ZIP"),
        (zipped({"KRP-01.jpg": b"\0" * (19 << 20)}), "expands"),
        (zipped({"KRP-01.jpg": b"\0" * (21 << 20)}), "expands"),
        (zipped({f"{n}.jpg": b"x" for n in range(1001)}), "1,000 files"),
    ],
    ids=["text", "cut off", "bomb", "large", "many"],
)
def test_a_zip_that_is_none_or_too_much_is_refused(officer, business, photos, reason):
    with pytest.raises(ValidationError, match=reason):
        sent(officer, [RINA], photos)

    assert not ProductSheet.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (files.HTML, "not a table"),
        (b"nama;alamat\nRina;Menteng\n", "No heads"),
        (write_xlsx(HEAD, [RINA] * 2001), "more than 2000 rows"),
    ],
    ids=["html", "another list", "long"],
)
def test_what_is_no_list_of_products_is_refused(officer, business, content, reason):
    with pytest.raises(ValidationError, match=reason):
        receive(("x", content), None, agency=officer.agency, by=officer)


@pytest.mark.parametrize(
    ("cell", "price"),
    [
        *(
            (25000, 25000),
            (25000.0, 25000),
            ("Rp 25.000", 25000),
            ("Rp25.000,-", 25000),
        ),
        *(("25.000,00", 25000), ("25,000", 25000), ("25rb", 25000), ("25 ribu", 25000)),
        *(("1,5 juta", 1_500_000), ("1.250.000", 1_250_000), ("IDR 500", 500)),
    ],
)
def test_prices_are_read_as_people_write_them(cell, price):
    assert cells.rupiah(cell) == price


@pytest.mark.parametrize("cell", ["murah", "-5", "1.2.x", 10**15])
def test_what_is_no_price_is_refused(cell):
    with pytest.raises(ValidationError):
        cells.rupiah(cell)


@pytest.mark.parametrize(
    ("cell", "expected"), [("2 minggu", 14), ("3-5 hari", 5), (3, 3), ("1 bulan", 30)]
)
def test_times_are_read_as_people_write_them(cell, expected):
    assert cells.days(cell) == expected


@pytest.mark.django_db
def test_every_head_of_the_blank_list_is_understood():
    sheet, place, columns = head_of(safe_parse(blank_sheet()))

    assert (sheet.name, place) == ("Produk", 0)
    assert list(columns.values()) == list(HEADS)


@pytest.mark.django_db
def test_what_the_admin_exports_can_be_taken_in_again(client, officer, business):
    ProductFactory(business=business, code="KRP-01", name="Keripik", price=9000)
    client.force_login(officer)
    answer = client.post(reverse("admin:catalogue_product_export"), {"format": "0"})

    again = receive(
        ("ekspor.xlsx", answer.content), None, agency=officer.agency, by=officer
    )

    assert actions(again) == ["same"]


@pytest.mark.django_db
def test_a_list_that_nobody_saves_goes_after_a_week(officer, business, folder):
    sheet = sent(officer, [RINA], {"KRP-01.jpg": files.photo()})
    assert len(list(folder.glob("product-sheets/*"))) == 2
    later = sheet.created_at.replace(year=sheet.created_at.year + 1)

    assert discard_old(sheet.created_at) == 0
    discard_old(later)

    assert not ProductSheet.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_officer_sends_a_list_looks_at_it_and_saves_it(client, officer, business):
    client.force_login(officer)
    upload = reverse("catalogue:sheets")
    page = client.post(
        upload,
        {
            "sheet": io.BytesIO(write_xlsx(HEAD, [RINA])),
            "photos": io.BytesIO(zipped({"KRP-01.jpg": files.photo()})),
        },
        follow=True,
    )
    sheet = ProductSheet.objects.get()
    assert "Keripik Balado" in page.content.decode()

    page = client.post(reverse("catalogue:sheet_save", args=[sheet.pk]), follow=True)
    assert "Saving the products" in page.content.decode()
    saving.save_as(sheet.pk, officer.pk)  # the worker

    page = client.get(sheet.get_absolute_url())
    assert "New products are drafts" in page.content.decode()
    assert Product.objects.get().photos.count() == 1
