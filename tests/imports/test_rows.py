from dataclasses import replace

import pytest

from apps.imports.cleaning.rows import Surroundings, clean_row
from apps.imports.layout import DataRow
from apps.imports.mapping import Column
from apps.regions.matching import Match, PlaceMatch
from tests.imports.importing import findings

NOWHERE = PlaceMatch("", "none", Match(), Match(), Match())
WORLD = Surroundings(match_place=lambda village, district, city: NOWHERE)


def record_of(world=WORLD, section="", above=None, **cells):
    columns = [Column(index, name, name) for index, name in enumerate(cells)]
    return clean_row(
        DataRow(7, list(cells.values()), section), columns, world, "S", above
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"owner_name": "", "phone": "081200000001"}, "owner_missing"),
        ({"owner_name": "12345", "phone": "081200000001"}, "owner_missing"),
        ({"owner_name": "Rina Contoh"}, "too_little"),
        ({"owner_name": "Rina Contoh", "phone": "081200000001"}, ""),
        ({"owner_name": "Rina Contoh", "business_name": "Dodol Rina"}, ""),
    ],
)
def test_a_row_needs_an_owner_and_something_more(cells, reason):
    assert record_of(**cells).refused == reason


@pytest.mark.parametrize(
    ("cells", "channel"),
    [
        ({"channel": "agency"}, "agency"),
        ({"channel": "agency, craft_council"}, "craft_council"),
        ({"channel": "Binaan Dinas"}, "agency"),
        ({"channel": "Insurance agency"}, None),
        ({"note": "Dekranasda"}, "craft_council"),
        ({"note": "travel agency"}, None),
        ({"note": "in association with her sister"}, None),
    ],
)
def test_the_codes_of_channels_are_read_in_their_column_alone(cells, channel):
    assert record_of(owner_name="Rina", product="kue", **cells).get("channel") == (
        channel
    )


@pytest.mark.parametrize(
    ("registered_at", "channel"),
    [("SUDIN-JAKBAR", None), ("Dinas Perindustrian", "agency"), ("", "agency")],
)
def test_only_the_code_of_another_agency_says_that_we_do_not_coach_it(
    registered_at, channel
):
    world = replace(WORLD, other_agencies={"SUDIN-JAKBAR"})
    cells = {"owner_name": "Rina", "product": "kue", "channel": "Binaan Dinas"}
    record = record_of(world, **cells, agency=registered_at)

    assert record.get("channel") == channel
    assert ("_uncoached" in record.values) is (channel is None)


def test_a_name_and_a_phone_are_a_prospect():
    assert (
        record_of(owner_name="Rina", phone="081200000001").get("status") == "prospect"
    )
    assert (
        record_of(owner_name="Rina", phone="081200000001", product="dodol").get(
            "status"
        )
        is None
    )


def test_a_closed_business_is_closed():
    assert (
        record_of(owner_name="Rina", product="kue", status="Tutup").get("status")
        == "closed"
    )


def test_workers_that_do_not_add_up_are_said():
    record = record_of(owner_name="R", workers_male=2, workers_female=3, workers=9)

    assert record.get("workers") == 5
    assert ("workers", "workers.mismatch") in findings(record)


def test_the_nik_contradicts_the_columns():
    record = record_of(
        owner_name="R", nik="3671005203910002", sex="L", birth_date="13/03/1991"
    )

    assert {
        ("sex", "nik.sex_differs"),
        ("birth_date", "nik.birth_date_differs"),
    } <= set(findings(record))
    assert (record.get("sex"), record.get("birth_date")) == ("m", "1991-03-13")


def test_figures_without_a_year_are_an_error():
    record = record_of(owner_name="R", product="kue", investment="5 juta")

    assert ("year", "figures.no_year") in findings(record)


@pytest.mark.parametrize(("given", "year"), [({"year": "2021"}, 2021), ({}, 2023)])
def test_the_year_of_a_row_goes_before_that_of_the_list(given, year):
    world = Surroundings(match_place=WORLD.match_place, year=2023)

    assert record_of(world, owner_name="R", **given).get("year") == year


def test_long_texts_are_cut_and_said():
    record = record_of(owner_name="R", product="x" * 400)

    assert len(record.get("products")) == 300
    assert ("products", "text.cut") in findings(record)


def test_groups_of_products_must_agree():
    groups = {"keripik": "food", "batik": "textile"}
    world = Surroundings(match_place=WORLD.match_place, groups=groups)

    assert (
        record_of(world, owner_name="R", product="keripik tempe").get("commodity_group")
        == "food"
    )
    assert (
        record_of(world, owner_name="R", product="keripik, batik").get(
            "commodity_group"
        )
        is None
    )


def test_a_stated_group_that_nobody_knows_is_said_and_left_blank():
    record = record_of(owner_name="R", commodity_group="Lain-lain sekali")

    assert record.get("commodity_group") is None
    assert ("commodity_group", "commodity_group.unknown") in findings(record)


def test_an_unknown_area_stays_blank_and_proposes():
    other = type("Other", (), {"code": "317401", "name": "Tebet", "score": 0.6})
    place = PlaceMatch("", "unsure", Match(), Match(), Match(), (), (other,))
    world = Surroundings(match_place=lambda village, district, city: place)

    record = record_of(world, owner_name="R", district="Tbt", product="kue")

    assert record.get("region") is None
    assert findings(record)["region", "region.unknown"].proposed == "317401"


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("Br. Kaja, Ds. Peguyangan Kangin", ("Peguyangan Kangin", "", "")),
        ("Jl. A No 1 Kel. Tebet Barat Kec. Tebet", ("Tebet Barat", "Tebet", "")),
        ("Jl. A, Kec. Cibodas, Kota Tangerang", ("", "Cibodas", "Kota Tangerang")),
    ],
)
def test_an_address_names_the_area_that_no_column_does(address, asked):
    seen = []
    world = Surroundings(match_place=lambda *texts: seen.append(texts) or NOWHERE)

    record_of(world, owner_name="R", address=address)

    assert seen == [asked]


def test_a_street_that_is_called_a_city_is_no_city():
    seen = []
    world = Surroundings(match_place=lambda *texts: seen.append(texts) or NOWHERE)

    record_of(world, owner_name="R", address="Jl. Kota Bambu Selatan No 5")

    assert seen == []


def test_what_the_matcher_finds_odd_is_said():
    place = PlaceMatch(
        "3174", "likely", Match(), Match(), Match(), ("region.village_unknown",), ()
    )
    world = Surroundings(match_place=lambda village, district, city: place)

    record = record_of(world, owner_name="R", village="Tbt", product="kue")

    assert record.get("region") == "3174"
    assert findings(record)["region", "region.village_unknown"].level == "warning"


def test_sda_copies_the_row_above_and_its_area():
    seen = []
    world = Surroundings(match_place=lambda *texts: seen.append(texts) or NOWHERE)
    above = record_of(world, owner_name="R", address="Jl. A", district="Tebet")

    record = record_of(
        world, above=above, owner_name="S", address="idem", district="sda"
    )

    assert record.get("address") == "Jl. A"
    assert seen == [("", "Tebet", ""), ("", "Tebet", "")]
