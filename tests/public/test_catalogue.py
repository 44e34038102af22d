import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate

from apps.businesses import showing
from apps.businesses.life import close_business
from apps.businesses.models import Consent
from apps.businesses.publishing import withdraw_of
from apps.businesses.showing import Certificate, MeetingPoint
from apps.catalogue import counting, indexing, publishing
from apps.catalogue.loading import load
from apps.outbox.models import Message
from apps.public import inquiry_forms, kept_pages
from tests.factories.businesses import BusinessFactory, ConsentFactory, PersonFactory
from tests.factories.catalogue import ProductFactory, ProductPhotoFactory
from tests.factories.regions import RegionFactory
from tests.factories.sectors import CommodityGroupFactory, CreativeSubsectorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words():
    load()
    kept_pages.forget_all()


@pytest.fixture
def maker():
    return BusinessFactory(
        listed=True,
        name="Dapur Rina",
        region=RegionFactory(code="3174011001", name="Tebet Barat"),
        commodity_group=CommodityGroupFactory(code="pangan", name="Pangan"),
    )


@pytest.fixture
def chips(maker):
    return shown(maker, name="Keripik Pisang", price=15_000)


def shown(business, **values):
    product = ProductFactory(business=business, published=True, **values)
    indexing.index_stale()
    return product


def page(client, address="/katalog/", **headers):
    return client.get(address, secure=True, **headers)


def text(response):
    return response.content.decode()


def test_the_catalogue_shows_what_is_published_with_its_price_and_maker(client, chips):
    said = text(page(client))

    for part in ("Keripik Pisang", "Dapur Rina", "Rp15,000", "Region 317401"):
        assert part in said


def test_a_card_is_drawn_anew_when_it_says_something_else(client, chips, indonesian):
    """In each language and at each price, though the one before was drawn already."""
    addresses = {"/katalog/": ("Baru", "17.500"), "/en/katalog/": ("New", "17,500")}
    for address, (new, price) in addresses.items():
        said = text(page(client, address))
        assert f'class="good__new">{new}<' in said
        assert price not in said
    chips.price = 17_500
    chips.save()
    indexing.index_stale()

    for address, (_new, price) in addresses.items():
        assert f"Rp{price}" in text(page(client, address))


def test_a_list_costs_the_same_number_of_queries_however_long(
    client, maker, django_assert_num_queries
):
    shown(maker)
    page(client)
    for count in (1, 5):
        for _time in range(count):
            shown(maker)
        with django_assert_num_queries(12):
            page(client, "/katalog/?q=keripik&kelompok=pangan")


def test_what_did_not_change_is_answered_from_memory_by_one_query(
    client, chips, django_assert_num_queries
):
    first = page(client)

    with django_assert_num_queries(1):
        again = page(client)
    assert again.content == first.content
    with django_assert_num_queries(1):
        unchanged = page(client, headers={"If-None-Match": first["ETag"]})
    assert unchanged.status_code == 304
    assert "no-cache" in unchanged["Cache-Control"]


GONE = {
    "the product is withdrawn": publishing.withdraw,
    "the business closes": lambda product: close_business(
        product.business, on=localdate(), reason="stopped", by=None
    ),
    "consent is taken back": lambda product: withdraw_of(
        product.business, purposes=["publication"]
    ),
}


@pytest.mark.parametrize("deed", GONE.values(), ids=GONE)
def test_what_is_hidden_is_gone_at_once_from_every_page(client, chips, deed):
    photo = ProductPhotoFactory(product=chips)
    own = f"/katalog/{chips.slug}/"
    etag = page(client)["ETag"]
    addresses = ["/katalog/", "/katalog/?q=keripik", "/sitemap-katalog.xml"]
    for address in addresses:
        assert chips.slug in text(page(client, address))
    assert page(client, own).status_code == 200

    deed(chips)

    for address in addresses:
        assert chips.slug not in text(page(client, address))
    assert page(client, headers={"If-None-Match": etag}).status_code == 200
    assert page(client, own).status_code == 404
    assert page(client, own + "tanya/").status_code == 404
    assert page(client, f"/katalog/foto/{photo.stored_as}-640.webp").status_code == 404


def test_the_page_of_a_product_says_who_where_and_how_much(client, chips):
    said = text(page(client, f"/katalog/{chips.slug}/"))

    assert "Keripik Pisang" in said
    assert "/ikm/" + chips.business.slug in said
    assert 'property="og:image"' in said
    found = [
        json.loads(each)
        for each in re.findall(r'application/ld\+json">(.*?)</script>', said)
    ]
    assert {each["@type"] for each in found} == {"Product", "BreadcrumbList"}
    product = next(each for each in found if each["@type"] == "Product")
    assert product["offers"]["price"] == 15_000


def test_whatsapp_is_offered_with_a_first_sentence_and_only_by_consent(client, chips):
    address = f"/katalog/{chips.slug}/"
    owner = chips.business.owner
    owner.set_phone("0812-0000-1234")
    owner.save()
    assert "wa.me" not in text(page(client, address))

    ConsentFactory(business=chips.business, purpose=Consent.Purpose.CONTACT)
    said = text(page(client, address))
    assert "https://wa.me/6281200001234?text=" in said

    withdraw_of(chips.business, purposes=["contact"])
    assert "wa.me" not in text(page(client, address))


@pytest.fixture
def providers(monkeypatch):
    fresh = showing.Providers()
    monkeypatch.setattr(showing, "PROVIDERS", fresh)
    return fresh


def test_nothing_is_said_of_certificates_while_nobody_knows(client, chips, providers):
    said = text(page(client))
    assert 'name="sertifikat"' not in said
    assert 'name="pameran"' not in said


def test_a_certificate_is_gone_in_the_morning_without_anybody_touching_it(
    client, chips, providers
):
    last_day = date(2026, 6, 30)
    halal = Certificate(
        "halal", "Halal", until=last_day, check_url="https://bpjph.test/1"
    )
    showing.provide_certificates(
        lambda ids, day: {each: [halal] if day <= last_day else [] for each in ids},
        lambda: {"halal": "Halal"},
    )
    own = f"/katalog/{chips.slug}/"
    with time_machine.travel("2026-06-30T16:55:00Z", tick=False):  # 23.55 WIB
        chips.grade_until = date(2027, 1, 1)
        chips.graded_on = date(2026, 1, 1)
        chips.save()
        showing.changed([chips.business_id])
        indexing.index_stale()
        assert "badge--good" in text(page(client))
        assert "https://bpjph.test/1" in text(page(client, own))
        assert chips.slug in text(page(client, "/katalog/?sertifikat=halal"))
    with time_machine.travel("2026-06-30T17:05:00Z", tick=False):  # 00.05 WIB
        assert "badge--good" not in text(page(client))
        assert "https://bpjph.test/1" not in text(page(client, own))
        assert chips.slug not in text(page(client, "/katalog/?sertifikat=halal"))
        assert 'name="sertifikat" value="halal">' not in text(page(client))


def test_where_to_meet_it_is_said_and_filtered_by(client, chips, providers):
    other = shown(BusinessFactory(listed=True), name="Tas Rotan")
    today = localdate()
    point = MeetingPoint("Gelar Produk", "Balai Kota", today, today, booth="A-12")
    showing.provide_meeting_points(
        lambda ids, day: {chips.business_id: [point]},
        lambda day: [chips.business_id],
    )

    listed = text(page(client, "/katalog/?pameran=1"))
    assert chips.slug in listed
    assert other.slug not in listed
    assert "A-12" in text(page(client, f"/katalog/{chips.slug}/"))


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 10_000,
        "q=%00",
        "q=%00keripik&kelompok=%00&wilayah=%00&urut=%00&hal=%00&dari=%00~1",
        "hal=99999",
        "hal=-1",
        "hal=abc",
        "hal=٣",
        "kelompok=tidak-ada&subsektor=x&mutu=Z&harga=9&ekspor=2&sertifikat=x&pameran=7",
        "wilayah=9999999999999",
        "wilayah=abc",
        "urut=terbalik",
        "urut=murah&dari=a~b",
        "urut=nama&dari=~99999999999999999999",
        "dari=2026-13-45~1",
        "dari=2026-01-02~1",
        "dari=2026-01-02T00:00:00%2B23:00~1",
        "dari=0001-01-01T00:00:00%2B23:00~1",
        "urut=mahal&dari=~1",
        "q=%FF%FE",
        "q='%3B+DROP+TABLE+catalogue_product%3B--",
    ],
)
def test_bad_input_gets_a_sensible_answer(client, chips, query):
    assert page(client, f"/katalog/?{query}").status_code == 200


def test_an_unknown_value_of_a_filter_asks_for_nothing(client, chips):
    assert chips.slug in text(page(client, "/katalog/?kelompok=tidak-ada"))


def test_an_empty_result_helps(client, chips):
    counting.count_words()
    said = text(page(client, "/katalog/?q=kerpiik"))
    assert "Did you mean" in said
    assert "?q=keripik" in said

    RegionFactory(code="5171", name="Denpasar")
    said = text(page(client, "/katalog/?q=keripik&wilayah=5171"))
    assert "Without the filters, 1 product answers" in said


def test_a_search_typed_into_the_list_is_sorted_by_best_match(client, chips):
    plain, searched = text(page(client)), text(page(client, "/katalog/?q=keripik"))

    assert '<option value="" selected>Newest first' in plain
    assert '<option value="" selected>Best match' in searched
    assert '<option value="baru">Newest first' in searched


def test_htmx_gets_the_results_and_the_filters_that_belong_to_them(client, chips):
    said = text(page(client, "/katalog/?q=keripik", headers={"HX-Request": "true"}))

    assert said.lstrip().startswith('<div class="results"')
    assert "hx-swap-oob" in said
    assert "<html" not in said


def test_who_scrolls_gets_the_next_cards_alone(client, maker):
    for number in range(30):
        ProductFactory(business=maker, published=True, name=f"Kue {number}")
    indexing.index_stale()
    first = text(page(client))
    link = re.search(r'hx-get="([^"]+hal=2[^"]*)"', first)[1].replace("&amp;", "&")

    headers = {"HX-Request": "true", "HX-Target": "more"}
    more = text(page(client, link, headers=headers))

    assert more.count('class="good"') == 6
    assert "results" not in more
    whole = text(page(client, link))
    assert whole.count('class="good"') == 30  # who comes back has all that he had
    assert "<html" in whole


def test_lists_by_subsector_and_area_have_titles_of_their_own(client, maker):
    culinary = CreativeSubsectorFactory(code="kuliner", name="Kuliner")
    product = shown(maker, subsector=culinary)

    for address, title in [
        ("/katalog/subsektor/kuliner/", "Products: Kuliner"),
        ("/katalog/wilayah/317401/", "Products from"),
    ]:
        said = text(page(client, address))
        assert f"<title>{title}" in said
        assert product.slug in said
        assert f'rel="canonical" href="{settings.SITE_URL}{address}"' in said
    assert page(client, "/katalog/subsektor/tidak-ada/").status_code == 404
    assert page(client, "/katalog/wilayah/9999/").status_code == 404


def test_the_sitemap_has_products_and_lists_in_parts(client, chips):
    index = text(page(client, "/sitemap.xml"))
    assert "sitemap-katalog.xml" in index
    part = text(page(client, "/sitemap-katalog.xml"))
    assert part.count(chips.slug) >= 2  # in both languages
    assert 'hreflang="en"' in part
    assert "/katalog/wilayah/3174/" in text(page(client, "/sitemap-daftar-produk.xml"))


def test_the_lookbook_is_a_pdf_of_the_list(client, chips):
    response = page(client, "/katalog/cetak/?q=keripik")

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


@pytest.fixture
def reachable(chips):
    owner = PersonFactory(agency=chips.business.agency, phone="0812-0000-7777")
    chips.business.owner = owner
    chips.business.save()
    return chips


def asked(client, product, *, wait=timedelta(seconds=30), **values):
    address = f"/katalog/{product.slug}/tanya/"
    opened = inquiry_forms.signer.sign("inquiry")
    form = {
        "name": "Budi",
        "contact": "budi@example.com",
        "text": "Apakah bisa dikirim {nama} ke Bogor?",
        "opened": opened,
        **values,
    }
    with time_machine.travel(timezone.now() + wait, tick=False):
        return client.post(address, form, secure=True)


def test_a_question_reaches_the_office_as_a_draft_to_the_maker(client, reachable):
    response = asked(client, reachable)

    assert "Thank you" in text(response)
    message = Message.objects.get()
    assert message.status == Message.Status.DRAFTED
    assert message.occasion.agency == reachable.business.agency
    assert "Apakah bisa dikirim (nama) ke Bogor?" in message.body
    assert "budi@example.com" in message.body


@pytest.mark.parametrize(
    "machine",
    [
        {"website": "https://spam.test"},
        {"opened": ""},
        {"opened": "inquiry:forged"},
        {"wait": timedelta(0)},
    ],
)
def test_a_machine_learns_nothing_and_nothing_is_written(client, reachable, machine):
    assert "Thank you" in text(asked(client, reachable, **machine))
    assert not Message.objects.exists()


def test_so_many_questions_and_no_more(client, reachable):
    answers = [asked(client, reachable).status_code for _time in range(6)]

    assert answers == [200] * 5 + [429]
    assert Message.objects.count() == 5


def test_a_maker_who_cannot_be_written_to_is_said_so(client, chips):
    assert "cannot be written to" in text(asked(client, chips))


def test_a_page_is_light(client, maker):
    for number in range(30):
        ProductFactory(business=maker, published=True, name=f"Kue {number}")
    indexing.index_stale()

    response = page(client, headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 20_000
