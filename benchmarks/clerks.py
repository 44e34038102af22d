"""How clerks write down what they know: names shortened, words respelled, keys missed.

From what domain.md 8.3 lists and from how people type; not from what the matcher can read.
"""

import random
from dataclasses import replace
from typing import Any

from benchmarks.balinese import Person, Shop, villages

Row = dict[str, Any]
OTHER_PHONE, WRONG_DAY, WRONG_DIGIT = 0.12, 0.06, 0.08  # of the doubles that have one
MOVED = 0.05

SHORT = {
    "Wayan": ["Wyn", "Wyn.", "Wy.", "Wayn", "W."],
    "Made": ["Md", "Md.", "Mde", "M."],
    "Nyoman": ["Nym", "Nym.", "Nyo.", "N."],
    "Ketut": ["Kt", "Kt.", "Ktut", "K."],
    "Kadek": ["Kdk", "Kd.", "Kdek"],
    "Komang": ["Kmg", "Km.", "Kmng"],
    "Nengah": ["Ngh", "Ngh.", "Nngah"],
    "Putu": ["Pt", "Pt.", "Ptu"],
    "Gede": ["Gd", "Gd.", "Gde"],
    "Luh": ["Lh", "Lh."],
    "Gusti": ["Gst", "Gst.", "Gsti"],
    "Ngurah": ["Ngr", "Ngr."],
    "Agung": ["Agg", "Ag."],
    "Dewa": ["Dw.", "Dewa"],
    "Ayu": ["Ay.", "Ayu"],
}
RESPELLED = [
    *(("Keripik", "Kripik"), ("Kerupuk", "Krupuk"), ("Gerabah", "Grabah")),
    *(("Selendang", "Slendang"), ("Perhiasan perak", "Kerajinan perak")),
    *(
        ("Mebel", "Meubel"),
        ("Jaje", "Jajan"),
        ("Kopi bubuk", "Kopi"),
        ("Kain endek", "Endek"),
    ),
    *(
        ("Anyaman", "Anyam"),
        ("Ukiran", "Ukir"),
        ("Pakaian jadi", "Baju"),
        ("Songket", "Songkét"),
    ),
    *(
        ("Santhi", "Shanti"),
        ("Dharma", "Darma"),
        ("Wati", "Wathi"),
        ("Putra", "Putera"),
    ),
    *(
        ("Surya", "Suria"),
        ("Sari", "Sarie"),
        ("Chandra", "Candra"),
        ("Lestari", "Lestary"),
    ),
    *(("Laksmi", "Lakshmi"), ("Mertha", "Merta"), ("Yani", "Yanie"), ("Sudi", "Soedi")),
    *(
        ("wati", "wathi"),
        ("Adnya", "Adnia"),
        ("darma", "dharma"),
        ("Wijaya", "Widjaja"),
    ),
]
KEYS = {
    "a": "sq",
    "e": "wr",
    "i": "uo",
    "n": "bm",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
}


def spelled(dice: random.Random, text: str, often: float = 0.7) -> str:
    """Some of the words as another would spell them."""
    for one, other in RESPELLED:
        if dice.random() < often:
            for before, after in ((one, other), (other, one)):
                if before in text:
                    text = text.replace(before, after)
                    break
    return text


def mistyped(dice: random.Random, text: str, slips: int = 1) -> str:
    """With keys missed: a letter dropped, doubled, swapped with the next or hit beside."""
    for _slip in range(slips):
        places = [i for i, letter in enumerate(text) if letter.isalpha()]
        if len(places) < 4:
            return text
        at = dice.choice(places[1:])
        kind = dice.randrange(4)
        if kind == 0:
            text = text[:at] + text[at + 1 :]
        elif kind == 1:
            text = text[:at] + text[at] + text[at:]
        elif kind == 2 and at + 1 < len(text):
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        else:
            beside = dice.choice(KEYS.get(text[at].casefold(), "aeiklnrst"))
            text = text[:at] + beside + text[at + 1 :]
    return text


def cased(dice: random.Random, text: str) -> str:
    return dice.choice([text, text, text.upper(), text.title()])


def full_name(dice: random.Random, person: Person) -> str:
    """A careful clerk's: whole, though perhaps with a title or without «I» and «Ni»."""
    name = person.name
    chance = dice.random()
    if chance < 0.08:
        name = name.removeprefix(f"{person.prefix} ").strip()
    elif chance < 0.14:
        name = f"{dice.choice(['Ibu', 'Hj.'] if person.sex == 'f' else ['Bp.', 'Bpk.'])} {name}"
    elif chance < 0.30:
        name = shortened(dice, person)
    return cased(dice, name)


def shortened(dice: random.Random, person: Person) -> str:
    """«Ni Wyn Sari», «I Gst. Ngr. Md. Oka»: birth order and caste as lists shorten them."""
    words = [dice.choice(SHORT.get(word, [word])) for word in person.caste.split()]
    order = dice.choice(SHORT.get(person.order, [person.order]))
    return " ".join(filter(None, [person.prefix, *words, order, person.given]))


def initialled(dice: random.Random, person: Person) -> str:
    """«N.W. Suartini», «I M. Sudarma», «Ni Wayan Sari D.», or the given name alone."""
    given = person.given.split()
    if len(given) > 1 and dice.random() < 0.5:
        return f"{person.name.rsplit(' ', 1)[0]} {given[1][0]}."
    initials = "".join(
        f"{word[0]}." for word in [*person.caste.split(), person.order] if word
    )
    if not initials:
        return f"{given[0][0]}. {given[-1]}"
    return dice.choice(
        [
            f"{person.prefix} {initials} {person.given}",
            f"{person.prefix[:1]}.{initials} {person.given}",
            f"{dice.choice(['Bu', 'Ibu'] if person.sex == 'f' else ['Pak', 'Bp.'])} {person.given}",
        ]
    )


def written_phone(dice: random.Random, phone: str) -> Any:
    digits = phone.replace("-", "")
    return dice.choice(
        [
            *(phone, digits, int(digits), f"+62 {digits[1:]}", f"{digits} (WA)"),
            *(f"{digits[:4]} {digits[4:8]} {digits[8:]}", f"62{digits[1:]}"),
        ]
    )


def written_shop(dice: random.Random, shop: Shop) -> str:
    chance = dice.random()
    if chance < 0.10:
        return dice.choice(["-", ""])
    quoted = (
        f'{shop.form} "{shop.name}"' if chance < 0.2 else f"{shop.form} {shop.name}"
    )
    return cased(dice, quoted.strip())


def written_address(dice: random.Random, shop: Shop, *, careful: bool) -> str:
    """With its village most often: «KEC» has a column of its own, the village has not."""
    banjar = dice.choice(
        [f"Br. {shop.banjar}", f"Banjar {shop.banjar}", f"Br {shop.banjar}"]
    )
    street = dice.choice(
        [
            *(f"Jl. {shop.street} No. {shop.house}", f"Jln {shop.street} {shop.house}"),
            *(f"JL {shop.street} no.{shop.house}", f"Jl. {shop.street}"),
        ]
    )
    village = dice.choice(["Ds. ", "Kel. ", "Desa "]) + shop.village.name
    has_village = dice.random() < (0.92 if careful else 0.75)
    parts = dice.choice([[banjar], [street], [street, banjar], [banjar]])
    return ", ".join([*parts, *([village] if has_village else [])])


DISTRICTS = {
    "Denpasar Selatan": [
        "Densel",
        "Dps Selatan",
        "DENPASAR SELATAN",
        "Denpasar Selatan",
    ],
    "Denpasar Timur": ["Dentim", "Dps Timur", "Denpasar Timur", "Kec. Denpasar Timur"],
    "Denpasar Barat": ["Denbar", "Dps Barat", "Denpasar Barat", "DENPASAR BARAT"],
    "Denpasar Utara": ["Denut", "Dps Utara", "Denpasar Utara", "Kec. Denpasar Utara"],
}


def first_row(dice: random.Random, shop: Shop) -> Row:
    """As the list has it that nobody doubts: numbers are there as often as lists have them."""
    owner = shop.owner
    products = ", ".join(shop.products)
    return {
        "business": written_shop(dice, shop),
        "owner": full_name(dice, owner),
        "nik": owner.nik if dice.random() < 0.65 else dice.choice(["", "-", "proses"]),
        "nib": shop.nib if dice.random() < 0.4 else dice.choice(["", "-", "belum"]),
        "born": owner.born if dice.random() < 0.3 else "",
        "address": written_address(dice, shop, careful=True),
        "district": dice.choice(DISTRICTS[shop.village.district]),
        "phone": written_phone(dice, owner.phone)
        if dice.random() < 0.7
        else dice.choice(["", "-"]),
        "kbli": shop.trade.kbli,
        "product": cased(dice, products),
    } | _figures(dice, shop)


def _figures(dice: random.Random, shop: Shop) -> Row:
    male, female = dice.randint(0, 6), dice.randint(1, 9)
    value = dice.randint(12, 400)
    return {
        "male": male,
        "female": female,
        "total": male + female,
        "investment": f"{dice.randint(2, 90)}.{dice.choice(['000', '500'])}",
        "volume": dice.randint(50, 900),
        "unit": shop.trade.unit,
        "production": f"{value}.000",
        "raw": f"{max(1, value // 2)}.000",
        "legality": dice.choice(["NIB", "NIB; P-IRT", "-", "", "HKI", "belum ada"]),
    }


def another_row(dice: random.Random, shop: Shop, kind: str) -> Row:
    """The same business once more, told by its `kind` of double, and what life has changed."""
    if dice.random() < MOVED:
        shop = replace(shop, village=dice.choice(villages()))
    row = first_row(dice, shop) | KINDS[kind](dice, shop)
    if row["phone"] and kind != "phone" and dice.random() < OTHER_PHONE:
        row["phone"] = f"0812-0000-{dice.randrange(10_000):04d}"
    if row["born"] and dice.random() < WRONG_DAY:
        row["born"] = row["born"].replace(day=dice.randint(1, 28))
    if row["nik"] and kind != "nik" and dice.random() < WRONG_DIGIT:
        row["nik"] = f"{shop.owner.nik[:-1]}{(int(shop.owner.nik[-1]) + 3) % 10}"
    return row


def _by_nik(dice: random.Random, shop: Shop) -> Row:
    """Somebody else filled the form in: the NIK is the same, little else need be."""
    owner = shop.owner
    name = dice.choice([full_name, shortened, initialled])(dice, owner)
    return {
        "nik": dice.choice(
            [owner.nik, f"'{owner.nik}", f"{owner.nik[:6]} {owner.nik[6:]}"]
        ),
        "owner": name,
        "business": dice.choice(
            [
                "-",
                spelled(dice, shop.name),
                written_shop(dice, shop),
                mistyped(dice, shop.name),
            ]
        ),
        "nib": "",
        "product": spelled(dice, dice.choice(shop.products)),
        "address": written_address(dice, shop, careful=False),
    }


def _by_nib(dice: random.Random, shop: Shop) -> Row:
    return _by_nik(dice, shop) | {
        "nik": dice.choice(["", "-", "proses"]),
        "nib": shop.nib,
    }


def _by_typos(dice: random.Random, shop: Shop) -> Row:
    """The same words with slips of the keys; a number on one side alone, if at all."""
    row = first_row(dice, shop)
    return {
        "owner": mistyped(dice, row["owner"], dice.randint(1, 2)),
        "business": mistyped(dice, row["business"], dice.randint(1, 2)),
        "product": mistyped(dice, row["product"], dice.randint(0, 1)),
        "nik": row["nik"] if dice.random() < 0.1 else "",
        "nib": "",
        "phone": row["phone"] if dice.random() < 0.5 else "",
    }


def _by_phone(dice: random.Random, shop: Shop) -> Row:
    """A phone and somebody's short name; hardly a word of the business is the same."""
    owner = shop.owner
    bare = dice.random() < 0.5
    other_name = dice.choice(
        ["-", "", shop.owner.given.split()[0], shop.trade.words[0]]
    )
    return {
        "owner": dice.choice([initialled, shortened])(dice, owner),
        "business": "" if bare else other_name,
        "product": "" if bare else spelled(dice, shop.trade.products[-1]),
        "address": "" if bare else written_address(dice, shop, careful=False),
        "phone": written_phone(dice, owner.phone),
        "nik": "",
        "nib": "",
        "born": "",
    }


def _by_another_clerk(dice: random.Random, shop: Shop) -> Row:
    """«Ni Wyn», «I Md», initials, «Kripik» for «Keripik», and no numbers at all."""
    owner = shop.owner
    name = dice.choice([shortened, shortened, initialled])(dice, owner)
    business = spelled(dice, shop.name)
    if dice.random() < 0.3:
        business = mistyped(dice, business)
    if dice.random() < 0.25 and len(business.split()) > 2:
        business = " ".join(business.split()[:2])
    return {
        "owner": spelled(dice, name, 0.3),
        "business": "-" if dice.random() < 0.08 else cased(dice, business),
        "product": spelled(
            dice, dice.choice([", ".join(shop.products), *shop.products])
        ),
        "address": written_address(dice, shop, careful=False),
        "nik": "",
        "nib": "",
        "phone": "",
        "born": "",
    }


KINDS = {
    "nik": _by_nik,
    "nib": _by_nib,
    "typos": _by_typos,
    "phone": _by_phone,
    "clerk": _by_another_clerk,
}
