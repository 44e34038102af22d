"""People and businesses of Denpasar who do not exist: names by birth order, shops by trade.

Numbers cannot belong to anybody: NIKs with the kecamatan code 00, phones 0812-0000-….
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from apps.regions.official import official_rows

CITY = "5171"
ORDER = {
    "m": [
        "Wayan",
        "Putu",
        "Gede",
        "Made",
        "Kadek",
        "Nengah",
        "Nyoman",
        "Komang",
        "Ketut",
    ],
    "f": [
        "Wayan",
        "Putu",
        "Luh",
        "Made",
        "Kadek",
        "Nengah",
        "Nyoman",
        "Komang",
        "Ketut",
    ],
}
CASTE = {
    "m": ["Gusti", "Gusti Ngurah", "Dewa", "Gusti Agung"],
    "f": ["Gusti Ayu", "Dewa Ayu", "Gusti Agung Ayu"],
}
GIVEN = {
    "m": [
        "Sudarma",
        "Suardana",
        "Sudiarta",
        "Suarjana",
        "Wirawan",
        "Wijaya",
        "Artawan",
        "Astawa",
        "Sukerta",
        "Mahendra",
        "Arnawa",
        "Budiasa",
        "Darmawan",
        "Dharmawan",
        "Subrata",
        "Widiana",
        "Widiantara",
        "Sujana",
        "Suwirya",
        "Parwata",
        "Adnyana",
        "Ardika",
        "Arimbawa",
        "Sutama",
        "Sutarja",
        "Sumerta",
        "Suwitra",
        "Merta",
        "Mertayasa",
        "Yasa",
        "Winarta",
        "Sugiarta",
        "Kariasa",
        "Karyana",
        "Rasna",
        "Swastika",
        "Pastika",
        "Antara",
        "Putra",
        "Saputra",
        "Pratama",
        "Permana",
        "Suryawan",
        "Suryadinata",
        "Oka",
        "Raka",
        "Rai",
        "Alit",
        "Kerta",
        "Wibawa",
        "Wiguna",
        "Wardana",
        "Gunawan",
        "Setiawan",
        "Sentana",
        "Purna",
        "Purnawan",
        "Juniarta",
        "Juliarta",
        "Agustika",
        "Septiawan",
        "Indrawan",
        "Krisna",
        "Bagiada",
        "Lasia",
        "Diatmika",
    ],
    "f": [
        "Suartini",
        "Sudiasih",
        "Suarni",
        "Sukerti",
        "Sulastri",
        "Suryani",
        "Wirati",
        "Wahyuni",
        "Widiastuti",
        "Astuti",
        "Artini",
        "Ariani",
        "Ayu",
        "Sari",
        "Puspasari",
        "Puspita",
        "Lestari",
        "Dewi",
        "Ratnadi",
        "Ratnasari",
        "Kartini",
        "Kartika",
        "Karmini",
        "Kerti",
        "Murniati",
        "Murni",
        "Mertasih",
        "Nuriasih",
        "Parwati",
        "Padmawati",
        "Purnami",
        "Rasmini",
        "Rusmini",
        "Sasih",
        "Sekarini",
        "Setiawati",
        "Sriani",
        "Sri",
        "Suci",
        "Sukarini",
        "Sumiati",
        "Sutarmi",
        "Swandewi",
        "Trisna",
        "Utami",
        "Wati",
        "Wiratni",
        "Yanti",
        "Yuliani",
        "Yuniarti",
        "Juniari",
        "Indrayani",
        "Erawati",
        "Desi",
        "Damayanti",
        "Candri",
        "Budiarti",
        "Andayani",
        "Anggreni",
        "Adnyani",
        "Agustini",
        "Armini",
    ],
}
ELSEWHERE = {
    "m": [
        "Agus",
        "Bambang",
        "Hadi",
        "Joko",
        "Slamet",
        "Rudi",
        "Imam",
        "Yusuf",
        "Heru",
        "Eko",
    ],
    "f": [
        "Siti",
        "Rina",
        "Yuni",
        "Dewi",
        "Fitri",
        "Ratna",
        "Endang",
        "Sumarni",
        "Aminah",
        "Nur",
    ],
}
ELSEWHERE_LAST = [
    "Santoso",
    "Susanto",
    "Hidayat",
    "Nugroho",
    "Kusuma",
    "Rahayu",
    "Lestari",
    "Setiawan",
    "Purnomo",
    "Wibowo",
]


@dataclass(frozen=True)
class Trade:
    """A thing that is made: words as a list has them, its KBLI, its section."""

    products: tuple[str, ...]
    kbli: str
    section: str
    words: tuple[str, ...]
    unit: str


def _trade(products: str, kbli: str, section: str, words: str, unit: str) -> Trade:
    return Trade(tuple(products.split("; ")), kbli, section, tuple(words.split()), unit)


FOOD, CLOTH = "PANGAN", "SANDANG DAN KULIT"
CRAFT, WOOD = "KERAJINAN", "KAYU DAN FURNITUR"
TRADES = [
    _trade(
        "Keripik singkong; keripik pisang; keripik ubi",
        *("10794", FOOD, "Keripik Snack Renyah", "kg"),
    ),
    _trade("Kerupuk ikan; kerupuk kulit", "10794", FOOD, "Kerupuk Krupuk Gurih", "kg"),
    _trade("Dodol; jaje Bali; jaje uli", "10710", FOOD, "Dodol Jaje Jajan Sarin", "kg"),
    _trade("Roti; kue kering; bolu", "10710", FOOD, "Roti Bakery Kue Dapur", "bks"),
    _trade("Kopi bubuk; kopi", "10761", FOOD, "Kopi Coffee Kopi", "kg"),
    _trade(
        "Sambal; bumbu genep; bumbu Bali", "10794", FOOD, "Sambal Bumbu Base", "btl"
    ),
    _trade(
        "Kain endek; endek; selendang endek", "13122", CLOTH, "Endek Tenun Kain", "lbr"
    ),
    _trade("Songket; kain songket", "13122", CLOTH, "Songket Tenun", "lbr"),
    _trade(
        "Kebaya; bordir; kebaya bordir", "13912", CLOTH, "Kebaya Bordir Butik", "pcs"
    ),
    _trade(
        "Pakaian jadi; baju kaos; konveksi", "13912", CLOTH, "Konveksi Garment", "pcs"
    ),
    _trade("Perhiasan perak; perak", "32112", CRAFT, "Perak Silver Permata", "bh"),
    _trade("Dupa; dupa harum", "32909", CRAFT, "Dupa Harum Dupa", "bks"),
    _trade(
        "Anyaman bambu; sokasi; keben", "16299", CRAFT, "Anyaman Bambu Sokasi", "bh"
    ),
    _trade("Gerabah; keramik; guci", "32909", CRAFT, "Gerabah Keramik", "bh"),
    _trade("Canang; banten; sarana upakara", "32909", CRAFT, "Banten Canang", "bh"),
    _trade("Ukiran kayu; patung kayu", "16293", WOOD, "Ukir Patung Kayu", "bh"),
    _trade("Mebel; kursi; lemari kayu", "16293", WOOD, "Mebel Meubel Furniture", "bh"),
]
FANCY = [
    "Sari",
    "Murni",
    "Jaya",
    "Karya",
    "Mandiri",
    "Dewi",
    "Sri",
    "Bali",
    "Lestari",
    "Tunas",
    "Mekar",
    "Sinar",
    "Surya",
    "Chandra",
    "Padma",
    "Cempaka",
    "Kamboja",
    "Jepun",
    "Teratai",
    "Merta",
    "Amerta",
    "Santhi",
    "Shanti",
    "Ayu",
    "Asri",
    "Indah",
    "Putra",
    "Utama",
    "Sejahtera",
    "Bintang",
    "Mutiara",
    "Permata",
    "Cahaya",
    "Agung",
    "Taman",
    "Pondok",
    "Griya",
    "Puri",
    "Mertasari",
    "Saraswati",
    "Laksmi",
    "Nadi",
    "Giri",
    "Segara",
    "Tirta",
    "Kencana",
    "Rahayu",
    "Harum",
    "Wangi",
    "Prima",
    "Maju",
    "Bersama",
    "Makmur",
    "Abadi",
    "Dana",
    "Guna",
    "Bhakti",
]
FORMS = ["UD.", "UD", "CV.", "PT.", "", "", "", "", "IKM", "Kelompok"]
STREETS = [
    "Gatot Subroto",
    "Ahmad Yani",
    "Nangka",
    "Kartini",
    "Veteran",
    "Hayam Wuruk",
    "Supratman",
    "WR Supratman",
    "Sesetan",
    "Imam Bonjol",
    "Teuku Umar",
    "Gunung Agung",
    "Gunung Batur",
    "Sidakarya",
    "Tukad Pakerisan",
    "Tukad Badung",
    "Pulau Moyo",
    "Pulau Kawe",
    "Cokroaminoto",
    "Trengguli",
    "Siulan",
    "Noja",
    "Danau Tempe",
    "Danau Poso",
    "By Pass Ngurah Rai",
]
BANJAR = [
    "Kaja",
    "Kelod",
    "Kangin",
    "Kauh",
    "Tengah",
    "Pande",
    "Gede",
    "Anyar",
    "Anyar Kaja",
    "Taman",
    "Tegal",
    "Batan Buah",
    "Batan Poh",
    "Pasek",
    "Dangin Peken",
    "Abian Nangka",
    "Abian Kapas",
    "Lantang Bejuh",
    "Pegok",
    "Gemeh",
    "Titih",
    "Saba",
    "Buana",
    "Robokan",
    "Dukuh",
    "Binoh",
    "Cabe",
    "Jenah",
    "Pucak Sari",
    "Eka Sila",
    "Wangaya",
    "Tainsiat",
    "Kedaton",
    "Kepisah",
    "Kebon Kuri",
]


@dataclass(frozen=True)
class Village:
    code: str
    name: str
    district: str


@dataclass(frozen=True)
class Person:
    """`prefix` is «I» or «Ni», `order` the birth order, `caste` perhaps «Gusti Ayu»."""

    sex: str
    prefix: str
    caste: str
    order: str
    given: str
    born: date
    nik: str
    phone: str

    @property
    def name(self) -> str:
        return " ".join(
            part for part in (self.prefix, self.caste, self.order, self.given) if part
        )


@dataclass(frozen=True)
class Shop:
    """A business as it truly is; `key` tells it from all others."""

    key: int
    owner: Person
    form: str
    name: str
    trade: Trade
    products: tuple[str, ...]
    nib: str
    village: Village
    banjar: str
    street: str
    house: int


@cache
def villages() -> list[Village]:
    """The villages of Denpasar with the names of their districts."""
    names = {row.code: row.name for row in official_rows() if row.code.startswith(CITY)}
    return [
        Village(code, name, names[code[:6]])
        for code, name in names.items()
        if len(code) == 10
    ]


@dataclass
class Town:
    """Deals out people and shops, never the same number twice."""

    dice: random.Random
    places: list[Village] = field(default_factory=villages)
    _sequence: Iterator[int] = field(init=False)
    _phones: Iterator[int] = field(init=False)
    _nibs: Iterator[int] = field(init=False)
    _keys: int = 0

    def __post_init__(self) -> None:
        self._sequence = iter(self.dice.sample(range(1, 10_000), 9_999))
        self._phones = iter(self.dice.sample(range(10_000), 10_000))
        self._nibs = iter(self.dice.sample(range(10**9, 10**11), 20_000))

    def person(self, sex: str = "") -> Person:
        dice = self.dice
        sex = sex or dice.choice("mf")
        born = date(1955, 1, 1) + timedelta(days=dice.randrange(17_000))
        prefix, caste, order = ("I" if sex == "m" else "Ni"), "", ""
        given = self._given(sex)
        if dice.random() < 0.12:
            prefix, given = (
                "",
                f"{dice.choice(ELSEWHERE[sex])} {dice.choice(ELSEWHERE_LAST)}",
            )
        else:
            order = dice.choice(ORDER[sex])
            if dice.random() < 0.15:
                caste = dice.choice(CASTE[sex])
        return Person(sex, prefix, caste, order, given, born, *self._numbers(sex, born))

    def namesake(self, of: Person) -> Person:
        """Another person, of the same name."""
        born = of.born + timedelta(days=self.dice.randrange(-4_000, 4_000))
        nik, phone = self._numbers(of.sex, born)
        return replace(of, born=born, nik=nik, phone=phone)

    def _given(self, sex: str) -> str:
        """Some names are much more common than others; a third has two."""
        names = GIVEN[sex]
        first = names[min(int(self.dice.expovariate(0.06)), len(names) - 1)]
        if self.dice.random() < 0.35:
            second = self.dice.choice(names)
            return first if second == first else f"{first} {second}"
        return first

    def _numbers(self, sex: str, born: date) -> tuple[str, str]:
        day = born.day + (40 if sex == "f" else 0)
        nik = f"{CITY}00{day:02d}{born:%m%y}{next(self._sequence):04d}"
        return nik, f"0812-0000-{next(self._phones):04d}"

    def shop(
        self,
        owner: Person | None = None,
        trade: Trade | None = None,
        village: Village | None = None,
    ) -> Shop:
        dice = self.dice
        self._keys += 1
        owner, trade = owner or self.person(), trade or dice.choice(TRADES)
        products = tuple(dice.sample(trade.products, dice.randint(1, 2)))
        return Shop(
            self._keys,
            owner,
            dice.choice(FORMS),
            self._shop_name(owner, trade),
            trade,
            products,
            f"{dice.choice('0129')}{next(self._nibs):012d}",
            village or dice.choice(self.places),
            dice.choice(BANJAR),
            dice.choice(STREETS),
            dice.randint(1, 240),
        )

    def _shop_name(self, owner: Person, trade: Trade) -> str:
        dice = self.dice
        own = owner.given.split()[0]
        fancy = dice.choice(FANCY)
        other = dice.choice([word for word in FANCY if word != fancy])
        return dice.choice(
            [
                *(f"{dice.choice(trade.words)} {own}", f"{fancy} {other}"),
                *(f"{dice.choice(trade.words)} {fancy}", f"{fancy} {trade.words[0]}"),
                *(f"{fancy} {other} {trade.words[0]}", f"{own} {fancy}"),
                *(fancy, f"{owner.order} {fancy}".strip()),
            ]
        )
