import pytest

from apps.businesses.matching.evidence import (
    DOUBTFUL,
    SAME,
    Description,
    compare,
    describe,
)
from apps.businesses.matching.index import CROWD, Index
from apps.businesses.matching.levels import texts_alike
from apps.businesses.matching.names import brand_keys, owner_key
from apps.businesses.matching.owners import owners_alike
from apps.businesses.matching.terms import Terms

RINA = {
    "owner_name": "Rina Contoh",
    "business_name": "Dodol Rina",
    "region": "3671071001",
}
RINA |= {"products": "dodol ketan", "phone_index": "p1"}


def score(one, other):
    return compare(describe(one), describe(other)).score


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Hj. SITI RAHMAWATI", "siti rahmawati"),
        ("Ibu Ani (Ani Kue)", "ani"),
        ("Drs. H. Agus Setyo, M.M.", "agus setyo"),
        ("I Gst. Ngr. Contoh", "i gusti ngurah contoh"),
        ("Ni Wyn Kt. Contoh", "ni wayan ketut contoh"),
        ("Bapak", "bapak"),
    ],
)
def test_owner_names_without_titles(written, key):
    assert owner_key(written) == key


def test_a_name_in_quotes_is_a_name_too():
    found = brand_keys('Dapur Bu Siti "KRIPCIS"', None)

    assert found == ("dapur bu siti kripcis", "kripcis")


def test_the_same_nik_is_the_same_person_and_business():
    assert (
        score(
            {"nik_index": "n1", "owner_name": "A"},
            {"nik_index": "n1", "owner_name": "B"},
        )
        == 1
    )


def test_one_owner_with_another_brand_is_for_an_officer():
    one = {"nik_index": "n1", "business_name": "Dodol Rina", "products": "dodol"}
    other = {"nik_index": "n1", "business_name": "Batik Karya", "products": "batik"}

    assert DOUBTFUL <= score(one, other) < SAME


def test_the_same_nib_is_the_same_business():
    assert score({"nib": "1234567890123"}, {"nib": "1234567890123"}) == 1


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"phone_index": None}, True),
        ({"owner_name": "Hj. Rina Contoh"}, True),
        ({"business_name": "Dodol Rinna"}, True),
        ({"region": "367107"}, True),
        ({"business_name": None}, True),
    ],
)
def test_what_agrees_in_all_that_can_be_compared_is_the_same(change, same):
    assert (score(RINA, RINA | change) >= SAME) is same


@pytest.mark.parametrize(
    "change",
    [
        {"phone_index": "p2"},
        {"business_name": "Batik Karya", "products": "batik"},
        {"owner_name": "Budi Wibowo", "region": "3171"},
    ],
)
def test_what_contradicts_in_part_is_for_an_officer(change):
    assert DOUBTFUL <= score(RINA, RINA | change) < SAME


def test_an_owners_name_alone_is_nothing():
    assert score({"owner_name": "Wayan Sari"}, {"owner_name": "Wayan Sari"}) == 0
    one = {"owner_name": "Wayan Sari", "business_name": "Endek Sari"}
    other = {"owner_name": "Wayan Sari", "business_name": "Dodol Bali"}
    assert score(one, other) < DOUBTFUL


def test_a_phone_alone_is_for_an_officer_and_an_offices_phone_is_nothing():
    assert DOUBTFUL <= score({"phone_index": "p1"}, {"phone_index": "p1"}) < SAME
    other = {"phone_index": "p1", "owner_name": "Budi", "business_name": "Batik Karya"}
    assert score(RINA, other) < DOUBTFUL


def test_two_valid_niks_are_never_surely_one():
    found = compare(
        describe(RINA | {"nik_index": "n1"}), describe(RINA | {"nik_index": "n2"})
    )

    assert DOUBTFUL <= found.score < SAME
    assert "nik" in found.against


def test_two_nibs_are_never_surely_one():
    found = compare(
        describe(RINA | {"nib": "1" * 13}), describe(RINA | {"nib": "2" * 13})
    )

    assert DOUBTFUL <= found.score < SAME
    assert "nib" in found.against


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Ni Wayan Sari", "NI WYN. SARI", "same"),
        ("Ni Wayan Sari", "N.W. Sari", "short"),
        ("I Made Sudarma", "I Md Sudharma", "same"),
        ("I Made Sudarma", "Made Sudrama", "near"),
        ("Ni Nyoman Puspa Dewi", "Ni Nym Puspa D.", "short"),
        ("Ni Wayan Sari", "Ni Made Sari", "other"),
        ("Ni Wayan Sari", "I Wayan Sari", "other"),
        ("Ni Wayan Sari", "Ni Wayan Lestari", "other"),
        ("Rina 12", "Rina 1", "like"),
    ],
)
def test_owners_by_what_stands_behind_the_birth_order(one, other, level):
    assert owners_alike(owner_key(one), owner_key(other)) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("keripik pisang", "kripik pisang", "same"),
        ("sari murni", "ud sari murni keripik", "near"),
        ("cahaya abadi", "chaaya abadi", "near"),
        ("endek sari", "endek ayu", "part"),
        ("dodol nomor 12", "dodol nomor 13", "part"),
        ("dodol nomor 5", "dodol nomor 55", "part"),
        ("batik karya", "dodol rina", "other"),
    ],
)
def test_names_and_products_as_they_sound(one, other, level):
    assert texts_alike(one, other)[0] == level


def test_a_phone_of_two_names_is_a_households():
    one = {"phone_index": "p1", "owner_name": "Ni Wayan Sari", "products": "endek"}
    other = one | {"owner_name": "I Ketut Oka", "business_name": "Endek Oka"}

    assert score(one, one) >= SAME
    assert score(one | {"business_name": "Sari Murni"}, other) < DOUBTFUL


def test_a_rare_name_tells_more_than_a_common_one():
    terms = Terms()
    for number in range(500):
        terms.add(describe({"owner_name": "Ni Wayan Sari", "products": f"w{number}"}))
    rare, common = (
        {"owner_name": name, "products": "endek", "region": "5171031010"}
        for name in ("Ni Wayan Padmi", "Ni Wayan Sari")
    )

    def weighed(values):
        return compare(describe(values), describe(values), terms).score

    assert weighed(common) < weighed(rare)


def test_index_finds_by_any_two_words_that_came_through():
    index = Index()
    index.add("santhi", describe(RINA | {"business_name": "Santhi Keripik"}))
    damaged = {"owner_name": "Rnia Cotnoh", "business_name": "anthi Krripk"}
    damaged |= {"region": RINA["region"], "products": "dodol"}
    index.add("far", describe({"owner_name": "Budi", "products": "dodol"}))

    assert index.candidates(describe(damaged | {"address": "Br. Kaja"})) == []
    typed = damaged | {"owner_name": "Rina C."}
    assert index.candidates(describe(typed)) == ["santhi"]


def test_comparing_is_symmetric():
    other = RINA | {"business_name": "Dodol", "owner_name": "Rina C."}

    assert score(RINA, other) == score(other, RINA)


def test_index_finds_the_likeliest_first():
    index = Index()
    index.add("same", describe(RINA))
    index.add("near", describe(RINA | {"phone_index": "p2"}))
    index.add("other", describe({"owner_name": "Budi", "business_name": "Batik"}))

    assert [hit.key for hit in index.like(describe(RINA))] == ["same", "near"]


def test_index_leaves_a_crowd_alone():
    index = Index()
    for number in range(CROWD + 1):
        index.add(number, Description(phone="office", owner=f"owner {number}"))

    assert index.like(Description(phone="office", owner="somebody")) == []
