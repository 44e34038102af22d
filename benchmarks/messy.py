"""A binaan list as offices keep it, of any length: seeded, and nobody in it exists."""

import csv
import io
import random

HEADER = [
    *(
        "NO",
        "NAMA PEMILIK",
        "NIK",
        "NAMA USAHA",
        "JENIS PRODUK",
        "ALAMAT",
        "KEL",
        "KEC",
    ),
    *("NO HP/WA", "NIB", "TK L", "TK P", "INVESTASI (Rp)", "LEGALITAS"),
]
PLACES = [
    ("Tebet Brt", "Tebet"),
    ("Cipete Utara", "Kby Baru"),
    ("Kel. Gandaria Utr", "Kebayoran Baru"),
    ("Pondok Pinang", "KEBAYORAN LAMA"),
    ("Setia Budi", "Setiabudi"),
    ("Pejaten Brt", "Psr Minggu"),
]
FIRST = [
    "Siti",
    "Ani",
    "Dewi",
    "Rina",
    "Yuni",
    "Agus",
    "Budi",
    "Joko",
    "Hadi",
    "Slamet",
    "Eko",
    "Ratna",
    "Fitri",
    "Rudi",
    "Iwan",
    "Asep",
]
LAST = [
    "Contoh",
    "Utama",
    "Pratama",
    "Santoso",
    "Wijaya",
    "Hidayat",
    "Setiawan",
    "Nugroho",
    "Saputra",
    "Kusuma",
]
PRODUCTS = [
    "keripik singkong",
    "batik tulis",
    "tas anyaman",
    "dodol",
    "mebel rotan",
    "las",
]


def messy_list(rows: int, seed: int = 1) -> bytes:
    """A CSV in cp1252 with semicolons, titles above, a total and a signature below."""
    dice = random.Random(seed)
    sheet = io.StringIO()
    write = csv.writer(sheet, delimiter=";").writerow
    write(["DATA IKM BINAAN SUDIN PPKUKM JAKARTA SELATAN TAHUN 2023"])
    write([])
    write(HEADER)
    for number in range(1, rows + 1):
        write(_row(dice, number))
    write(["", "JUMLAH", rows])
    write(["", "Jakarta, Desember 2023", "", "Kepala Seksi, NIP. ........"])
    return sheet.getvalue().encode("cp1252", errors="replace")


def _row(dice: random.Random, number: int) -> list[object]:
    village, district = dice.choice(PLACES)
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)} {number}"
    return [
        number,
        f"{dice.choice(['Hj. ', 'Ibu ', '', ''])}{name.upper() if dice.random() < 0.5 else name}",
        _nik(dice, number),
        f"{dice.choice(['UD ', 'Dapur ', ''])}{name.split(maxsplit=1)[0]} {number}",
        dice.choice(PRODUCTS),
        f"Jl. Contoh No.{dice.randint(1, 99)} RT 00{dice.randint(1, 9)}/05",
        village,
        district,
        dice.choice(["0812-0000-", "81200", "+62 812 0000 "])
        + f"{number % 10_000:04d}",
        dice.choice(["-", "proses", f"9{number:012d}"]),
        dice.randint(0, 5),
        dice.randint(1, 9),
        dice.choice(["1.500.000", "Rp 2.000.000,-", "1,5 jt", "-"]),
        dice.choice(["NIB, PIRT", "Halal", "belum", ""]),
    ]


def _nik(dice: random.Random, number: int) -> str:
    if dice.random() < 0.25:
        return dice.choice(["3.174E+15", "-", "proses", "31740045079"])
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), 50 + number // 10_000
    return f"317400{day:02d}{month:02d}{year:02d}{number % 9_999 + 1:04d}"
