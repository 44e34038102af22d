import pytest

from apps.regions.models import Region
from apps.regions.official import kind_of, official_rows, parent_of


@pytest.fixture(scope="module")
def rows():
    return {row.code: row for row in official_rows()}


@pytest.mark.parametrize(
    ("code", "name", "short_name"),
    [
        ("31", "Daerah Khusus Ibukota Jakarta", "DKI Jakarta"),
        ("3174", "Kota Administrasi Jakarta Selatan", "Jakarta Selatan"),
        ("3101", "Kabupaten Administrasi Kepulauan Seribu", "Kepulauan Seribu"),
        ("5171", "Kota Denpasar", "Denpasar"),
        ("3671", "Kota Tangerang", ""),  # a kabupaten is called so too
        ("3603", "Kabupaten Tangerang", "Kab. Tangerang"),
        ("317401", "Tebet", ""),
    ],
)
def test_regions_have_the_name_that_people_say(rows, code, name, short_name):
    assert (rows[code].name, rows[code].short_name) == (name, short_name)


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("31", "Jakarta", Region.Kind.PROVINCE),
        ("3671", "Kota Tangerang", Region.Kind.CITY),
        ("3603", "Kabupaten Tangerang", Region.Kind.REGENCY),
        ("3174", "Kota Administrasi Jakarta Selatan", Region.Kind.CITY),
        ("317401", "Kota Baru", Region.Kind.DISTRICT),
        ("3174011001", "Tebet Timur", Region.Kind.KELURAHAN),
        ("5171012007", "Sidakarya", Region.Kind.DESA),
        ("9103013001", "Nolokla", Region.Kind.DESA_ADAT),
    ],
)
def test_kind_of_follows_the_code_and_the_first_word(code, name, kind):
    assert kind_of(code, name) == kind


def test_parents_are_the_code_without_its_last_part():
    codes = ["3174011001", "317401", "3174", "31"]

    assert [parent_of(code) for code in codes] == ["317401", "3174", "31", None]


def test_jakartas_cities_have_the_numbers_of_statistics_indonesia(rows):
    cities = ["3171", "3172", "3173", "3174", "3175"]

    assert [rows[code].bps_code for code in cities] == [
        "3173",
        "3175",
        "3174",
        "3171",
        "3172",
    ]


def test_names_are_trimmed(rows):
    assert [
        row.name for row in rows.values() if row.name != " ".join(row.name.split())
    ] == []
