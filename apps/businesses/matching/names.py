"""Names as they are compared: without titles, marks and the words that everybody uses."""

import re
import unicodedata
from functools import lru_cache

TITLES = frozenset(
    [
        "h",
        "hj",
        "haji",
        "hajjah",
        "ibu",
        "bu",
        "bapak",
        "bpk",
        "bp",
        "pak",
        "sdr",
        "sdri",
        "tn",
        "ny",
        "nn",
        "mas",
        "mbak",
        "drs",
        "dra",
        "dr",
        "ir",
        "prof",
        "hjh",
        "alm",
        "almh",
        "se",
        "sh",
        "st",
        "spd",
        "skom",
        "sip",
        "mm",
        "mpd",
        "amd",
        "kh",
        "ust",
        "ustadz",
        "ustadzah",
    ]
)
# Balinese birth order and caste, as lists shorten them: equal words, hardly any evidence.
BALINESE = {
    "wyn": "wayan",
    "wy": "wayan",
    "md": "made",
    "kd": "kadek",
    "nym": "nyoman",
    "ny": "nyoman",
    "kt": "ketut",
    "gd": "gede",
    "gst": "gusti",
    "ngr": "ngurah",
    "pt": "putu",
    "km": "komang",
    "ida": "ida",
    "bgs": "bagus",
    "a.a": "anak agung",
}
COMMON = frozenset(
    [
        "ud",
        "cv",
        "pt",
        "po",
        "pd",
        "toko",
        "warung",
        "rumah",
        "dapur",
        "usaha",
        "ikm",
        "umkm",
        "kue",
        "batik",
        "keripik",
        "kripik",
        "kerupuk",
        "catering",
        "konveksi",
        "butik",
        "home",
        "industri",
        "produk",
        "aneka",
        "makanan",
        "minuman",
        "snack",
        "jaya",
        "sari",
    ]
)
QUOTED = re.compile(r"[\"“”„«»‘']([^\"“”„«»]{2,}?)[\"“”„«»’']")


@lru_cache(maxsize=200_000)
def words(text: str) -> tuple[str, ...]:
    """Lower case ASCII words."""
    plain = (
        unicodedata.normalize("NFKD", text)
        .encode("ascii", "ignore")
        .decode()
        .casefold()
    )
    return tuple(re.findall(r"[a-z0-9]+", plain))


@lru_cache(maxsize=200_000)
def owner_key(name: str) -> str:
    """«Hj. SITI RAHMAWATI (Ibu Siti)» is «siti rahmawati»."""
    plain = re.sub(r"\([^)]*\)", " ", name.split(",", maxsplit=1)[0])
    found = words(plain)
    balinese = found[:1] in {("i",), ("ni",)}
    kept = [BALINESE.get(w, w) if balinese else w for w in found]
    return " ".join(w for w in kept if w not in TITLES) or " ".join(found)


def brand_keys(*names: str | None) -> frozenset[str]:
    """Every way in which the names of a business may be said: whole, and what is in quotes."""
    found = set()
    for name in names:
        if not name:
            continue
        found.add(" ".join(words(name)))
        found.update(" ".join(words(part)) for part in QUOTED.findall(name))
    return frozenset(key for key in found if key)


def rare_words(key: str) -> list[str]:
    """The words of a business's name that may tell it from others."""
    return [word for word in key.split() if len(word) > 3 and word not in COMMON]
