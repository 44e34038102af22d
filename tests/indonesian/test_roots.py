import pytest

from ikmportal.indonesian.roots import Roots, sastrawi_words

ROOTS = Roots(sastrawi_words())


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("batik", "batik"),
        ("membatiknya", "batik"),
        ("pelukis", "lukis"),  # PySastrawi: peluk
        ("pemanis", "manis"),  # man
        ("pembatikan", "batik"),  # bati
        ("dibekukan", "beku"),  # not bekuk, by -an alone
        ("dedaunan", "daun"),
        ("ketiga", "tiga"),
        ("kelanting", None),  # lanting
        ("sesek", None),  # sek
        ("sasirangan", None),
        ("", None),
        ("me" * 20, None),
        ("kué", None),
    ],
)
def test_root_is_the_longest_that_a_reading_has(word, root):
    assert ROOTS.of(word) == root


def test_the_dictionary_has_no_word_said_twice():
    assert [word for word in sastrawi_words() if not word.isalpha()] == []
    assert len(sastrawi_words()) > 29_000
