"""Names as they are compared: without titles, marks and the words that everybody uses."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

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


@lru_cache(maxsize=8_192)
def words(text: str) -> tuple[str, ...]:
    """Lower case ASCII words."""
    plain = (
        unicodedata.normalize("NFKD", text)
        .encode("ascii", "ignore")
        .decode()
        .casefold()
    )
    return tuple(re.findall(r"[a-z0-9]+", plain))


@lru_cache(maxsize=8_192)
def owner_key(name: str) -> str:
    """«Hj. SITI RAHMAWATI (Ibu Siti)» is «siti rahmawati»."""
    plain = re.sub(r"\([^)]*\)", " ", name.split(",", maxsplit=1)[0])
    found = words(plain)
    balinese = found[:1] in {("i",), ("ni",)}
    kept = [BALINESE.get(w, w) if balinese else w for w in found]
    return " ".join(w for w in kept if w not in TITLES) or " ".join(found)


def brand_keys(*names: str | None) -> tuple[str, ...]:
    """Every way in which the names of a business may be said: whole, and what is in quotes."""
    found = set()
    for name in names:
        if not name:
            continue
        found.add(" ".join(words(name)))
        found.update(" ".join(words(part)) for part in QUOTED.findall(name))
    return tuple(sorted(key for key in found if key))


# Spellings that sound the same: old and new, Sanskrit and plain, «kripik» and «keripik».
SOUNDS = [("oe", "u"), ("tj", "c"), ("dj", "j"), ("ph", "p"), ("th", "t"), ("dh", "d")]
SOUNDS += [("bh", "b"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("ie", "i")]
SOUNDS += [("y", "i"), ("f", "p"), ("v", "p"), ("q", "k"), ("x", "ks"), ("z", "s")]
SCHWA = re.compile(r"(?<=[bcdgjkpst])e(?=[rl][aiou])")
DOUBLED = re.compile(r"([a-z])\1+")
FORMS = frozenset(
    [
        "ud",
        "cv",
        "pt",
        "po",
        "pd",
        "toko",
        "warung",
        "usaha",
        "ikm",
        "umkm",
        "kelompok",
        "kub",
    ]
)


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """A word as it sounds: «santhi» and «shanti» are both «santi»."""
    for written, said in SOUNDS:
        word = word.replace(written, said)
    return DOUBLED.sub(r"\1", SCHWA.sub("", word))


def alike(one: str, other: str) -> bool:
    """Whether two words are one but for a slip of the keys: two in words of seven letters."""
    shorter = min(len(other), len(one))
    if one == other or shorter < 4 or one[0].isdigit() or other[0].isdigit():
        return one == other
    if one[0] != other[0] and one[-1] != other[-1]:
        return False  # two words, most likely: this spares nine comparisons of ten
    slips = 2 if shorter >= 7 else 1
    return OSA.distance(one, other, score_cutoff=slips) <= slips


SharedWord = tuple[str, str]  # as either side writes it


def shared_words(some: Iterable[str], others: Collection[str]) -> list[SharedWord]:
    """The words of some that are among others, but for slips."""
    shared = []
    for word in some:
        if word in others:
            shared.append((word, word))
            continue
        first, last = word[0], word[-1]
        for other in others:
            # As `alike` begins, without asking it: most of two texts' words differ in both.
            if (first == other[0] or last == other[-1]) and alike(word, other):
                shared.append((word, other))
                break
    return shared


@lru_cache(maxsize=200_000)
def sounds(key: str) -> tuple[str, ...]:
    """The words of a business's name or product as they sound, without «UD» and «Toko»."""
    found = key.split()
    kept = [word for word in found if word not in FORMS] or found
    return tuple(dict.fromkeys(sound(word) for word in kept))


def rare_words(key: str) -> list[str]:
    """The words of a business's name that may tell it from others."""
    return [word for word in key.split() if len(word) > 3 and word not in COMMON]
