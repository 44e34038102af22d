import pytest

from apps.regions.spelling import abbreviates, similarity, spell, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kby. Baru", ["kby", "baru"]),
        ("Tebet Brt", ["tebet", "barat"]),
        ("KEP. SERIBU", ["kepulauan", "seribu"]),
        ("Tugu II", ["tugu", "2"]),
        ("Sanggaran II", ["sanggaran", "2"]),
        ("PatasI", ["patas", "1"]),
        ("Pasi Kuala Ba'u", ["pasi", "kuala", "bau"]),
        ("Médan\u00a0Satria", ["medan", "satria"]),
        ("Lawe Sigala-Gala", ["lawe", "sigala", "gala"]),
        ("", []),
    ],
)
def test_words_of_writes_short_forms_out(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Setia Budi", "Setiabudi"),
        ("TEBET  BARAT", "Tebet Barat"),
        ("Tugu 2", "Tugu II"),
        ("Sei Kera", "Sungai Kera"),
    ],
)
def test_the_same_letters_are_the_same(written, name):
    assert similarity(spell(written), spell(name)) == 1


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Tjipete Oetara", "Cipete Utara"),
        ("Djati", "Jati"),
        ("Soerabaja", "Surabaya"),
        ("Kebun Jeruk", "Kebon Jeruk"),
        ("Tegal Kerta", "Tegal Kertha"),
        ("Kby Baru", "Kebayoran Baru"),
        ("Keb. Lama", "Kebayoran Lama"),
        ("Pdg Sambian", "Padang Sambian"),
        ("Cempaka Baur", "Cempaka Baru"),
    ],
)
def test_other_spellings_are_near(written, name):
    assert similarity(spell(written), spell(name)) > 0.85


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Tebet Timur", "Tebet Barat"),
        ("Tugu II", "Tugu III"),
        ("Sanur Kaja", "Sanur Kauh"),
        ("Depok", "Denpasar"),
        ("Tebet", "Tebet Barat"),
        ("Kem", "Kemayoran"),
    ],
)
def test_other_names_are_far(written, name):
    assert similarity(spell(written), spell(name)) <= 0.85


@pytest.mark.parametrize(
    ("short", "word", "fits"),
    [
        ("kby", "kebayoran", True),
        ("keb", "kebayoran", True),
        ("kbr", "kebayoran", True),
        ("kba", "kebayoran", False),
        ("brt", "timur", False),
        ("baru", "baru", False),
    ],
)
def test_abbreviates_takes_beginnings_and_consonants(short, word, fits):
    assert abbreviates(short, word) is fits
