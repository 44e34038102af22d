import pytest

from apps.regions.models import Region, RegionAlias
from apps.sectors.models import CommodityGroup, KbliCode, RecapGroup, SectorAlias
from tests.factories.agencies import AgencyFactory

REGIONS = [
    ("31", "province", "Daerah Khusus Ibukota Jakarta", "DKI Jakarta"),
    ("3174", "city", "Kota Administrasi Jakarta Selatan", "Jakarta Selatan"),
    ("317401", "district", "Tebet", ""),
    ("3174011001", "kelurahan", "Tebet Timur", ""),
    ("3174011002", "kelurahan", "Tebet Barat", ""),
    ("317407", "district", "Kebayoran Baru", ""),
    ("3174071010", "kelurahan", "Cipete Utara", ""),
    ("36", "province", "Banten", ""),
    ("3671", "city", "Kota Tangerang", ""),
    ("367107", "district", "Karawaci", ""),
    ("367109", "district", "Cibodas", ""),
    ("51", "province", "Bali", ""),
    ("5171", "city", "Kota Denpasar", "Denpasar"),
    ("517104", "district", "Denpasar Utara", ""),
    ("5171042011", "desa", "Peguyangan Kangin", ""),
]
LEVELS = {2: 1, 4: 2, 6: 3, 10: 4}
PARENTS = {2: 0, 4: 2, 6: 4, 10: 6}
GROUPS = [
    ("food", "Pangan", ["keripik", "kripik", "dodol"]),
    ("textile", "Sandang", ["sandang dan kulit", "batik", "endek"]),
    ("craft", "Kerajinan", ["souvenir"]),
]


@pytest.fixture
def places(db):
    """The few regions that the lists speak of, with two short forms of their names."""
    for code, kind, name, short_name in REGIONS:
        Region.objects.create(
            code=code,
            level=LEVELS[len(code)],
            kind=kind,
            name=name,
            short_name=short_name,
            parent_id=code[: PARENTS[len(code)]] or None,
        )
    RegionAlias.objects.create(alias="Kby Baru", region_id="317407")
    RegionAlias.objects.create(alias="Denut", region_id="517104")


@pytest.fixture
def world(places):
    """Places, commodity groups with their words, and the KBLI codes of the lists."""
    recap = RecapGroup.objects.create(code="all", name="semua")
    for code, name, aliases in GROUPS:
        group = CommodityGroup.objects.create(code=code, name=name, recap_group=recap)
        for alias in aliases:
            SectorAlias.objects.create(alias=alias, commodity_group=group)
    KbliCode.objects.create(version="2020", code="10792", title="Kue basah")
    KbliCode.objects.create(version="2025", code="10792", title="Kue basah")
    KbliCode.objects.create(
        version="2020", code="13134", title="Batik", successor_codes="13133"
    )


@pytest.fixture
def sudin(world):
    return AgencyFactory(code="SUDIN-JAKSEL", region_id="3174")


@pytest.fixture
def denpasar(world):
    return AgencyFactory(code="DISPERINDAG-DPS", region_id="5171")


@pytest.fixture
def tangerang(world):
    return AgencyFactory(code="DISPERINDAG-TNG", region_id="3671")


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
