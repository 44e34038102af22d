from concurrent.futures import ThreadPoolExecutor

import pytest

from ikmportal.indonesian import (
    Vocabulary,
    WordRow,
    analyse,
    shipped_words,
    terms_of_query,
    tidy,
    tsvector,
)
from ikmportal.indonesian.roots import sastrawi_words

ROWS = [
    ("variant", "Packaging", "kemasan"),
    ("exception", "pengelasan", "las"),
    ("function", "dan", ""),
    ("root", "terasi", ""),
    ("rare", "mes", ""),
]


def test_shipped_rows_are_all_used_as_they_stand():
    rows = shipped_words()

    assert [row for row in rows if tidy(row) != row] == []
    assert len({row.word for row in rows}) == len(rows)
    assert len([row for row in rows if row.kind == "function"]) == 43


@pytest.mark.parametrize("word", ["tahu", "kecil", "tanpa", "asli", "pedas"])
def test_words_that_products_need_are_no_function_words(word):
    assert analyse(word, Vocabulary.shipped()) == [word]


def test_a_variant_reaches_the_root_of_what_it_stands_for():
    vocabulary = Vocabulary.from_rows(ROWS)

    assert analyse("packaging kemasan dikemas", vocabulary) == ["kemas"] * 3


def test_a_variant_is_known_with_affixes():
    assert analyse("cokelat coklatnya", Vocabulary.shipped()) == ["cokelat"] * 2


def test_a_root_keeps_its_letters():
    vocabulary = Vocabulary([WordRow("root", "peniti"), WordRow("root", "titi")])

    assert analyse("peniti", vocabulary) == ["peniti"]


def test_a_rare_root_is_none():
    pairs = {bool(rare): Vocabulary(rare) for rare in ([], [WordRow("rare", "mesan")])}

    assert analyse("memesan", pairs[False]) == ["mesan"]
    assert analyse("memesan", pairs[True]) == ["pesan"]


@pytest.mark.parametrize(
    "row",
    [
        ("variant", "air minum", "minuman"),
        ("variant", "minuman", ""),
        ("variant", "kue", "Kué"),
        ("function", "", ""),
        ("synonym", "kue", "roti"),
        ("variant", "kue-kue", "kue"),
    ],
)
def test_a_row_that_says_nothing_is_passed_over(row):
    assert tidy(WordRow(*row)) is None
    assert Vocabulary.from_rows([row]).version == Vocabulary([]).version


def test_variants_in_a_circle_are_one_word():
    circle = [
        ("variant", "abc", "bcd"),
        ("variant", "bcd", "cde"),
        ("variant", "cde", "abc"),
    ]

    assert analyse("abc bcd cde", Vocabulary.from_rows(circle)) == ["abc"] * 3


def test_version_tells_what_the_rows_say_and_no_more():
    version = Vocabulary.from_rows(ROWS).version

    same = [
        (kind, word.upper(), stands_for) for kind, word, stands_for in reversed(ROWS)
    ]
    assert Vocabulary.from_rows([*same, *ROWS]).version == version
    for changed in (ROWS[1:], [*ROWS, ("root", "kemiri", "")]):
        assert Vocabulary.from_rows(changed).version != version


@pytest.mark.slow
def test_every_root_is_its_own():
    vocabulary = Vocabulary.shipped()

    roots = {word: vocabulary.root_of(word) for word in sastrawi_words()}

    assert {
        word: root for word, root in roots.items() if vocabulary.root_of(root) != root
    } == {}


def test_threads_share_a_vocabulary():
    text = (
        "pembuatan kerajinan anyaman, penjualan keripik pisang dan pelatihan membatik "
    )
    shared, expected = Vocabulary.shipped(), analyse(text, Vocabulary(shipped_words()))
    shared.root_of.cache_clear()

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: analyse(text, shared), range(64)))

    assert got == [expected] * 64


def test_an_edited_vocabulary_changes_index_and_query_alike():
    row = ("variant", "peuyeum", "tapai")
    before, after = Vocabulary([]), Vocabulary.from_rows([row])

    assert tsvector([("A", "peuyeum")], before) == "'peuyeum':1A"
    assert tsvector([("A", "peuyeum")], after) == "'peuyeum':1A 'tapai':1A"
    assert terms_of_query("peuyeum", after).steps[0] == "'tapai'"
