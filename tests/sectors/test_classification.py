import pytest

from apps.sectors.classification import Classification
from apps.sectors.loading import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def classification(db):
    load()
    return Classification()


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("10794", "pangan"),
        ("13134", "sandang-tekstil"),
        ("15121", "kulit-alas-kaki"),
        ("20111", "kimia-bahan-bangunan"),
        ("20232", "kosmetik-herbal"),  # the longer prefix wins
        ("16101", "kayu-furnitur"),
        ("16293", "kerajinan-perhiasan"),
        ("32903", "kerajinan-perhiasan"),
        ("32909", "percetakan-aneka"),
        ("33121", "jasa-industri"),
        ("47111", ""),
        ("", ""),
    ],
)
def test_a_kbli_code_belongs_to_the_longest_prefix(classification, code, group):
    assert classification.by_kbli(code) == group


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Kripik pisang", "pangan"),
        ("KULINER", "pangan"),
        ("handycraf", "kerajinan-perhiasan"),
        ("Kerajinan kulit", "kulit-alas-kaki"),  # the longer words win
        ("Makanan/Minuman", "pangan"),
        ("service AC", "jasa-industri"),
        ("sandang-tekstil", "sandang-tekstil"),
        ("Kayu, furnitur, dan hasil hutan", "kayu-furnitur"),
        ("kripik & batik", ""),
        ("lain-lain", ""),
        ("", ""),
    ],
)
def test_words_of_lists_mean_a_group(classification, text, group):
    assert classification.by_words(text) == group


def test_it_is_read_in_constant_queries(django_assert_num_queries):
    load()

    with django_assert_num_queries(3):
        Classification().by_words("batik tulis")


def test_without_lists_nothing_is_known(db):
    assert Classification().by_words("batik") == Classification().by_kbli("10794") == ""
