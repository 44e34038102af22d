import pytest

from apps.regions.segments import DISTRICT, REGENCY, VILLAGE, readings, split_tail


def told(reading):
    return [(" ".join(segment.spelling.words), segment.hint) for segment in reading]


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("Tebet Barat", [("tebet barat", 0)]),
        ("Kel. Tebet Barat", [("tebet barat", VILLAGE)]),
        ("Kec.Tebet", [("tebet", DISTRICT)]),
        (
            "Kec. Cibodas Kota Tangerang",
            [("cibodas", DISTRICT), ("tangerang", REGENCY)],
        ),
        ("Kota Adm. Jkt Selatan", [("jakarta selatan", REGENCY)]),
        ("Manggarai, Tebet", [("manggarai", 0), ("tebet", 0)]),
        ("Manggarai / Tebet - Jaksel", [("manggarai", 0), ("tebet", 0), ("jaksel", 0)]),
        ("Manggarai RT 003/RW 05 12850", [("manggarai", 0)]),
        ("Rw. Badak Utara", [("rw badak utara", 0)]),
        ("Kota", [("kota", 0)]),
    ],
)
def test_readings_cut_a_cell_at_level_words_and_separators(text, segments):
    assert told(readings(text, VILLAGE)[-1]) == segments


def test_a_cell_is_also_read_as_one_name():
    whole, split = readings("Kota Bambu Utara", VILLAGE)

    assert told(whole) == [("kota bambu utara", 0)]
    assert told(split) == [("bambu utara", REGENCY)]


@pytest.mark.parametrize("text", ["", "  ", "-", "RT 01/02"])
def test_a_cell_without_a_name_has_no_reading(text):
    assert readings(text, VILLAGE) == []


def test_kota_and_kabupaten_are_told_apart():
    kinds = [
        readings(text, REGENCY)[-1][0].is_regency for text in ("Kota X", "Kab. X", "X")
    ]

    assert kinds == [False, True, None]


def test_split_tail_cuts_the_last_words_off():
    [[whole]] = readings("Manggarai Pasar Minggu", VILLAGE)

    assert told(split_tail(whole, 2)) == [("manggarai", 0), ("pasar minggu", 0)]
