"""Real places written badly, as lists have them; the truth is known."""

from dataclasses import dataclass

SHORT = {
    "barat": ["Brt", "Brt.", "Bar"],
    "selatan": ["Sel", "Slt", "Sel."],
    "utara": ["Utr", "Ut.", "utr"],
    "timur": ["Tmr", "Tim", "Tmr."],
    "tengah": ["Tgh", "Teng."],
    "kebayoran": ["Kby", "Keb."],
    "tanjung": ["Tj.", "Tjg", "Tg"],
    "pondok": ["Pd.", "Pdk"],
    "pasar": ["Ps.", "Psr"],
    "kampung": ["Kp.", "Kp"],
    "padang": ["Pdg", "Pd."],
    "kelapa": ["Klp"],
    "gunung": ["Gn.", "Gng"],
    "kebon": ["Kb.", "Kbn"],
    "sungai": ["Sei", "Sg."],
    "karang": ["Krg"],
    "jakarta": ["Jkt", "Jkt."],
    "kepulauan": ["Kep.", "Kep"],
    "rawa": ["Rw."],
}
OLD = [("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"), ("ny", "nj")]
PREFIXES = {
    4: ["Kel. ", "Kel ", "Kelurahan ", "Ds. ", "Desa "],
    3: ["Kec. ", "Kec ", "KEC."],
}
# A letter and, on the keyboard, its neighbours.
STRUCK = (
    "asq bvn cxv dsf ewr gfh hgj iuo jhk kjl lk mn nbm oip po ret sad try uyi we ytu"
)
NEIGHBOURS = {keys[0]: keys[1:] for keys in STRUCK.split(" ")}


@dataclass(frozen=True)
class Damaged:
    """The cells of a row, and the code that they mean."""

    kind: str
    village: str
    district: str
    city: str
    code: str


def bare(name):
    return name.replace(" ", "").lower()


def typo(name, rng):
    """One slip: two letters swapped, one left out, doubled, or its neighbour struck."""
    place = rng.randrange(1, len(name) - 1) if len(name) > 2 else 0
    letter = name[place]
    slip = rng.choice(["swap", "drop", "double", "neighbour"])
    if slip == "swap" and name[place + 1 :] and name[place + 1] != letter:
        return name[:place] + name[place + 1] + letter + name[place + 2 :]
    if slip == "drop":
        return name[:place] + name[place + 1 :]
    if slip == "double":
        return name[:place] + letter + name[place:]
    other = rng.choice(NEIGHBOURS.get(letter.lower(), "a"))
    return name[:place] + other + name[place + 1 :]


def typos(name, rng):
    damaged = typo(name, rng)
    return typo(damaged, rng) if len(name) > 11 and rng.random() < 0.4 else damaged


def short_form(name, rng):
    """Words cut short: by custom, to their beginning, or to their consonants."""
    words = name.split()
    if len(words) == 1:
        return typos(name, rng)
    known = [i for i, word in enumerate(words) if word.lower() in SHORT]
    place = rng.choice(known) if known else rng.randrange(len(words))
    word = words[place]
    if known:
        words[place] = rng.choice(SHORT[word.lower()])
    elif len(word) > 4:
        consonants = word[0] + "".join(c for c in word[1:] if c not in "aeiou")
        words[place] = rng.choice([word[:3] + ".", consonants[:4]])
    return " ".join(words)


def old_spelling(name, rng):
    fitting = [
        pair
        for pair in OLD
        if pair[0] in name.lower()[1:] or pair[0] == name[0].lower()
    ]
    if not fitting:
        return typos(name, rng)
    new, old = rng.choice(fitting)
    damaged = name.lower().replace(new, old)
    return damaged.title()


def spaces(name, rng):
    if " " in name:
        return (
            name.replace(" ", "", 1) if rng.random() < 0.7 else name.replace(" ", "  ")
        )
    place = rng.randrange(3, len(name) - 2) if len(name) > 6 else 0
    return (name[:place] + " " + name[place:].title()) if place else name.upper()


DAMAGES = [typos, typos, short_form, old_spelling, spaces]


def dress(name, level, rng):
    """What is written round a name: a level word, capitals."""
    if rng.random() < 0.25:
        name = rng.choice(PREFIXES[level]) + name
    return rng.choice([name, name, name.upper(), name.lower(), f" {name} "])


def damaged_rows(names, city, rng, count):
    """Rows about villages of this city (code) with one name damaged, seldom two."""
    names = {code: name for code, name in names.items() if code.startswith(city)}
    villages = sorted(code for code in names if len(code) == 10)
    makers = [_village_alone, _both, _both, _swapped, _district_in_village, _one_cell]
    return [
        rng.choice(makers)(names, rng.choice(villages), city, rng)
        for _row in range(count)
    ]


def strangers(names, city, rng, count):
    """Names of real villages elsewhere that nothing in this city is called."""
    at_home = {bare(name) for code, name in names.items() if code.startswith(city)}
    abroad = sorted({name for code, name in names.items() if len(code) == 10})
    picked = rng.sample(abroad, count * 2)
    return [name for name in picked if bare(name) not in at_home][:count]


def _harm(name, level, rng):
    return dress(rng.choice(DAMAGES)(name, rng), level, rng)


def _village_alone(names, code, city, rng):
    """Only the village: one whose name the city has once."""
    twins = [c for c in names if names[c] == names[code] and c != code]
    if twins:
        return _both(names, code, city, rng)
    return Damaged("village", _harm(names[code], 4, rng), "", names[city], code)


def _both(names, code, city, rng):
    village, district = _harm(names[code], 4, rng), dress(names[code[:6]], 3, rng)
    if rng.random() < 0.3:
        district = _harm(names[code[:6]], 3, rng)
    return Damaged("both", village, district, names[city], code)


def _swapped(names, code, city, rng):
    village = rng.choice(DAMAGES)(names[code], rng)
    return Damaged("swapped", names[code[:6]], village, names[city], code)


def _district_in_village(names, code, city, rng):
    district = names[code[:6]]
    villages = {bare(name) for c, name in names.items() if len(c) == 10}
    if bare(district) in villages:
        return Damaged(
            "level word", f"Kec. {typos(district, rng)}", "", names[city], code[:6]
        )
    damaged = rng.choice([typos, short_form, spaces])(district, rng)
    return Damaged("district", damaged, "", names[city], code[:6])


def _one_cell(names, code, city, rng):
    village = rng.choice(DAMAGES)(names[code], rng)
    form = rng.choice(["Kel. {} Kec. {}", "{}, {}", "{} / {}", "Ds. {}, Kec {}"])
    return Damaged(
        "one cell", form.format(village, names[code[:6]]), "", names[city], code
    )
