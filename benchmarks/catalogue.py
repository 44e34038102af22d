"""The public catalogue over ten thousand products and over a million, filled by SQL.

Names, makers and places repeat as in a real city; words are analysed once for each name and
each maker, and put together by the database. Every page is drawn anew for each measurement:
what is kept in memory is measured apart, beside an empty view on the same server.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import any_page
from benchmarks.oscar.beside import oscar_rows
from benchmarks.visitors import visitors

TIMES = 15
FEW_TIMES = 6
GOODS = {
    "pangan": (
        "Keripik Dodol Sambal Kopi Abon Kue Sirup Madu Rengginang Tempe Bumbu Teh",
        "Pisang Singkong Durian Terasi Robusta Sapi Lapis Markisa Hutan Udang Rendang Hijau",
    ),
    "sandang-tekstil": (
        "Batik Kemeja Selendang Sarung Kerudung Jaket Kain",
        "Tulis Tenun Songket Ecoprint Katun Sutra Lurik",
    ),
    "kerajinan-perhiasan": (
        "Tas Nampan Keranjang Topeng Patung Gelang Lampu Bingkai",
        "Rotan Pandan Bambu Kayu Perak Batok Mendong",
    ),
    "kayu-furnitur": ("Kursi Meja Rak Lemari", "Jati Rotan Bambu Mahoni"),
}
EXTRAS = [
    "Asli",
    "Super",
    "Manis",
    "Pedas",
    "Premium",
    "Original",
    "Kecil",
    "Besar",
    "Merah",
    "Rempah",
    "Spesial",
]
MAKERS = (
    "Dapur Rumah Studio Griya Kedai Sanggar",
    "Rina Sari Made Budi Lestari Jaya Siti",
)
SAID = "Dibuat tangan oleh perajin setempat dari bahan pilihan, tanpa pengawet, cocok untuk oleh-oleh dan hadiah. Tersedia dalam kemasan baru."
PAGES = [
    "/katalog/",
    "/katalog/?hal=2",
    "/katalog/?hal=30",
    "/katalog/?urut=murah",
    "/katalog/?urut=nama",
    "/katalog/?kelompok=pangan",
    "/katalog/?kelompok=pangan&kelompok=kerajinan-perhiasan&urut=mahal",
    "/katalog/?wilayah=3174",
    "/katalog/?wilayah=317401&kelompok=pangan",
    "/katalog/?wilayah=5171&kelompok=kayu-furnitur&mutu=A",
    "/katalog/?mutu=A",
    "/katalog/?ekspor=1&harga=3",
    "/katalog/?q=keripik",
    "/katalog/?q=keripik+pisang",
    "/katalog/?q=keripik+pisang&wilayah=3174",
    "/katalog/?q=keripik+pisang+asli+jakarta+selatan",
    "/katalog/?q=menganyam",
    "/katalog/?q=oleh-oleh",
    "/katalog/?q=oleh-oleh&kelompok=kerajinan-perhiasan&wilayah=3174",
    "/katalog/?q=dapur+rina",
    "/katalog/?q=kerpiik",
    "/katalog/?q=lampu+zzzzzz",
    "/katalog/?q=ker",
    "/katalog/?q=zzzzzz",
]


def catalogue_at(small: int, large: int) -> list[dict[str, Any]]:
    """Each page over a small and a large catalogue, some beside django-oscar or an empty view."""
    from django.test import Client

    from ikmportal.collecting import keep_what_is_loaded

    client = Client()
    fill(small)
    client.get("/katalog/", secure=True)
    keep_what_is_loaded()  # as every web process does
    before, any_before = measured(client), measured_any(client)
    beside_oscar = oscar_rows(client)
    fill(large)
    after, any_after = measured(client), measured_any(client)
    rows = [
        {
            "work": page,
            "value": after[page],
            "beside": f"the same over {small} products",
            "floor": before[page],
            "note": f"p95 of {TIMES}; {large} products",
        }
        for page in before
    ]
    drawn = any_page.rows(any_before, any_after)
    return [*rows, *drawn, *beside_oscar, warm(client), *visitors()]


def warm(client: Any) -> dict[str, Any]:
    """Requests each second of a page in memory, and of an empty view through the same stack."""
    page = p50(lambda: client.get("/katalog/", secure=True))
    empty = p50(lambda: client.get("/healthz", secure=True))
    return {
        "work": "/katalog/ warm, requests/s",
        "value": 1 / page,
        "beside": "an empty view, requests/s",
        "floor": 1 / empty,
        "note": "must be 0.3 of it, or more",
    }


def measured(client: Any) -> dict[str, float]:
    from apps.catalogue.models import Product

    slug = Product.objects.filter(slug__isnull=False).order_by("pk").first().slug
    pages = [*PAGES, f"/katalog/{slug}/", "/sitemap-katalog.xml"]
    return {page.replace(slug, "<slug>"): p95(client, page) for page in pages}


def measured_any(client: Any) -> dict[str, float]:
    """The median of some times, for each of the pages that the dice choose."""
    makers = [each.split() for each in MAKERS]
    goods = [each.split() for pair in GOODS.values() for each in pair]
    words = [*goods, EXTRAS, *makers, any_page.PLACES]
    return {
        page: statistics.median(drawn_anew(client, page, FEW_TIMES))
        for page in any_page.pages(words, list(GOODS))
    }


def p95(client: Any, page: str) -> float:
    return statistics.quantiles(drawn_anew(client, page, TIMES), n=20)[-1]


def drawn_anew(client: Any, page: str, times: int) -> list[float]:
    """Seconds that a page takes which is not in memory, after two that are not counted."""
    from apps.public import kept_pages

    taken = []
    for _time in range(times + 2):
        kept_pages.forget_all()
        begun = time.perf_counter()
        response = client.get(page, secure=True)
        taken.append(time.perf_counter() - begun)
        if response.status_code != 200:
            raise RuntimeError(f"{response.status_code}: {page}")
    return taken[2:]


def p50(work: Callable[[], object]) -> float:
    times = []
    for _time in range(200):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def fill(count: int) -> None:
    """Products 1 to `count` of one third as many businesses, with their entries. Adds what is missing."""
    from django.db import connection

    from apps.catalogue import counting
    from apps.catalogue.models import CatalogueChange

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET session_replication_role = replica")
        _lists(cursor)
        for statement in STATEMENTS:
            cursor.execute(
                statement, {"count": count, "businesses": count // 3 + 1, "said": SAID}
            )
        cursor.execute("SET session_replication_role = DEFAULT")
        CatalogueChange.objects.create()
        for table in (
            "businesses_business",
            "catalogue_product",
            "catalogue_catalogueentry",
        ):
            cursor.execute(f"VACUUM ANALYZE {table}")
    counting.draw_bitmaps(anew=True)
    counting.count_words()
    with connection.cursor() as cursor:
        cursor.execute("RESET statement_timeout")


def _lists(cursor: Any) -> None:
    """Names with their words, makers with theirs, and districts, as tables of this session."""
    from apps.agencies.models import Agency
    from apps.businesses.models import Person
    from apps.catalogue import vocabulary
    from apps.catalogue.loading import load
    from apps.regions.models import Region
    from ikmportal.indonesian import tsvector

    load()
    words = vocabulary.fresh()
    dice = random.Random(7)
    cursor.execute(
        "DROP TABLE IF EXISTS bench_name, bench_maker, bench_area, bench_agency"
    )
    cursor.execute(
        "CREATE TEMP TABLE bench_name (id int PRIMARY KEY, name text, code text, words tsvector)"
    )
    names = [
        (number, name, group, tsvector([("A", name), ("B", group), ("C", SAID)], words))
        for number, (name, group) in enumerate(_names(dice))
    ]
    cursor.executemany("INSERT INTO bench_name VALUES (%s, %s, %s, %s)", names)
    cursor.execute(
        "CREATE TEMP TABLE bench_maker (id int PRIMARY KEY, name text, words tsvector)"
    )
    firsts, seconds = (part.split() for part in MAKERS)
    makers = [f"{first} {second}" for first in firsts for second in seconds]
    cursor.executemany(
        "INSERT INTO bench_maker VALUES (%s, %s, %s)",
        [(n, maker, tsvector([("B", maker)], words)) for n, maker in enumerate(makers)],
    )
    cursor.execute(
        "CREATE TEMP TABLE bench_area (id int PRIMARY KEY, code text, words tsvector)"
    )
    districts = Region.objects.filter(level=3, code__regex="^(31|3671|5171)")
    areas = [
        (
            n,
            each.code,
            tsvector(
                [("B", f"{each.name} {each.parent.name} {each.parent.parent.name}")],
                words,
            ),
        )
        for n, each in enumerate(
            districts.select_related("parent__parent").order_by("code")
        )
    ]
    cursor.executemany("INSERT INTO bench_area VALUES (%s, %s, %s)", areas)
    agency = Agency.objects.get(code="DPPKUKM-DKI")
    owner, _made = Person.objects.get_or_create(agency=agency, name="Pemilik Contoh")
    cursor.execute(
        "CREATE TEMP TABLE bench_agency AS SELECT %s::bigint AS id, %s::bigint AS owner",
        [agency.pk, owner.pk],
    )


def _names(dice: random.Random) -> Iterator[tuple[str, str]]:
    for group, (things, kinds) in GOODS.items():
        for thing in things.split():
            for kind in kinds.split():
                for extra in ["", *dice.sample(EXTRAS, 5)]:
                    yield f"{thing} {kind} {extra}".strip(), group


STATEMENTS = [
    "INSERT INTO businesses_business (id, agency_id, owner_id, name, brand, slug, legal_form, nib, kbli_version, kbli_code, products, description, address, region_id, links, status, note, listed_at, is_agreed, created_at, updated_at, reached_by) "
    "SELECT n, agency.id, agency.owner, maker.name || ' ' || n, '', 'ikm-' || n, '', '', '', '', '', '', '', area.code, '', 'active', '', now(), true, now(), now(), ARRAY[agency.id] "
    "FROM bench_agency AS agency, generate_series(1, %(businesses)s) AS n "
    "JOIN bench_maker AS maker ON maker.id = n %% (SELECT count(*) FROM bench_maker) "
    "JOIN bench_area AS area ON area.id = (n * 31) %% (SELECT count(*) FROM bench_area) "
    "ON CONFLICT DO NOTHING",
    "INSERT INTO businesses_consent (business_id, purpose, text_version, given_at, method) "
    "SELECT id, 'publication', '', now(), 'paper' FROM businesses_business AS business WHERE NOT EXISTS "
    "(SELECT FROM businesses_consent WHERE business_id = business.id)",
    "INSERT INTO catalogue_product (id, business_id, code, name, name_en, slug, description, description_en, price, unit, commodity_group_id, is_export_ready, materials, state, grade, graded_on, grade_until, published_at, created_at, updated_at) "
    "SELECT n, (n + 2) / 3, '', name.name, '', 'produk-' || n, %(said)s, '', 5000 + (n::bigint * 7919 %% 900) * 1000, 'piece', kind.id, n %% 20 = 0, '', 'published', "
    "(ARRAY['A','B','C'])[1 + n %% 3], '2026-01-01', '2027-12-31', now() - n * interval '1 second', now(), now() "
    "FROM generate_series(1, %(count)s) AS n "
    "JOIN bench_name AS name ON name.id = (n * 13) %% (SELECT count(*) FROM bench_name) "
    "LEFT JOIN sectors_commoditygroup AS kind ON kind.code = name.code "
    "ON CONFLICT DO NOTHING",
    'INSERT INTO catalogue_catalogueentry (product_id, words, "group", subsector, area, grade, grade_until, is_export_ready, price, band, certificates, shown_at, sort_name) '
    "SELECT product.id, name.words || maker.words || area.words || array_to_tsvector(ARRAY["
    "'=g:' || coalesce(kind.code, '-'), '=a:' || left(area.code, 4), '=a:' || area.code, '=k:' || product.grade, "
    "'=h:' || band.number, CASE WHEN is_export_ready THEN '=x:1' ELSE '=x:0' END]), "
    "coalesce(kind.code, ''), '', area.code, product.grade, product.grade_until, is_export_ready, price, band.number, '{}', published_at, upper(product.name) "
    "FROM catalogue_product AS product "
    "CROSS JOIN LATERAL (SELECT 1 + (price >= 25000)::int + (price >= 100000)::int + (price >= 500000)::int AS number) AS band "
    "JOIN bench_name AS name ON name.id = (product.id * 13) %% (SELECT count(*) FROM bench_name) "
    "JOIN businesses_business AS business ON business.id = product.business_id "
    "JOIN bench_maker AS maker ON maker.id = business.id %% (SELECT count(*) FROM bench_maker) "
    "JOIN bench_area AS area ON area.code = business.region_id "
    "LEFT JOIN sectors_commoditygroup AS kind ON kind.id = product.commodity_group_id "
    "ON CONFLICT DO NOTHING",
]
