"""The three lists of the acceptance data, as real files: nobody in them exists."""

import re
from pathlib import Path

import xlsxwriter


def row_of(text):
    """Cells between bars; a number of at most three digits, or a phone, is a number cell."""
    cells = [cell.strip() for cell in text.replace("\n", " ").split("|")]
    return [
        int(c) if re.fullmatch(r"\d{1,3}|812\d{8}", c) else c or None for c in cells
    ]


TITLE_A = "DATA IKM BINAAN SUKU DINAS PPKUKM KOTA ADM. JAKARTA SELATAN"
HEAD_A = row_of(
    "NO | NAMA PEMILIK | NIK | NAMA USAHA / MERK | JENIS PRODUK | ALAMAT | KEL | KEC"
    " | NO HP/WA | PERIZINAN | | | HAKI | KET"
)
ROWS_A = [
    row_of(
        '1 | Hj. SITI RAHMAWATI | 3.174E+15 | Dapur Bu Siti "KRIPCIS" | Keripik Singkong, sambal'
        " | Jln Tebet Barat Dlm IX No.12 RT 003/05 | Tebet Brt | Tebet | 81200000001"
        " | 3213210000017 | 2153174010001-28 | ID31110000000000001 | proses | Binaan PKT"
    ),
    row_of(
        "2 | Agus Setyo P. | 3174001203850001 | - | Batik ecoprint, tas kulit"
        " | Jl. H. Saidi Gg. Mawar | Cipete Utara | Kby Baru | 0812-0000-0002 / 0857 0000 0002"
        " | 913213210000 | - | - | IDM001000001 | Dekranasda, JakCraft 2019"
    ),
    row_of(
        "3 | SITI RAHMAWATI | 3174004507900003 | KRIPCIS | kripik singkong"
        " | Tebet Barat Dalam 9/12 | Tebet Barat | TEBET | 0812 0000 0001"
        " | NIB ada, PIRT ada | | | | Jaksel"
    ),
    row_of("| JUMLAH | 3"),
    row_of(
        "| Jakarta,   Desember 2023 | | | | | |"
        " | Kepala Seksi Perindustrian, NIP. ................"
    ),
]

TITLE_B = "POTENSI INDUSTRI KECIL DAN MENENGAH KOTA DENPASAR S/D DESEMBER 2019"
HEAD_B = row_of(
    "NO | NAMA PERUSAHAAN | PENANGGUNG JAWAB | ALAMAT (JL/BR/DS) | KEC | TELP | KBLI"
    " | JENIS PRODUKSI | TENAGA KERJA | | | INVESTASI (Rp.000) | KAPASITAS |"
    " | NILAI PROD. (Rp.000) | NILAI BB/BP (Rp.000) | LEGALITAS"
)
ROWS_B = [
    list(range(1, 18)),
    row_of("I | PANGAN"),
    row_of(
        "1 | UD. Sari Contoh | Ni Wyn Kt. Contoh | Br. Kaja, Ds. Peguyangan Kangin | Denut"
        " | 0361-000001 | 10792 | Dodol, jaje Bali | 2 | 5 | 7 | 15.000 | 1.200 | Kg"
        " | 96.000 | 54.000 | NIB; P-IRT"
    ),
    row_of("II | SANDANG DAN KULIT"),
    row_of(
        "1 | Endek Contoh | I Gst. Ngr. Contoh | idem | sda | – | 13134 | Kain endek, fashion"
        " | 1 | 12 | 13 | 1,2 M | 300 | lbr | 450.000 | 210.000 | NIB, HKI, kompeten (LSP)"
    ),
    row_of("| SUB JUMLAH | | | | | | | 3 | 17 | 20 | | | | 546.000 | 264.000"),
]

LIST_C = """\
Timestamp;Nama Lengkap (sesuai KTP);NIK (16 digit);No. WhatsApp aktif;Nama Usaha & Merk;\
Alamat Produksi;Kecamatan;Produk yang akan dipamerkan;\
Legalitas yang dimiliki (boleh lebih dari satu);Omzet per bulan;\
Sudah pernah ikut pameran Dinas?;Instagram / Marketplace
03/10/2024 9:12:44;Rina Contoh;'3671005203910002;+62 812-0000-0003;Dodol “Rina”;\
Jl. Contoh Raya No 5;Karawaci;dodol, kue kering;NIB, PIRT, Halal;Rp 7.500.000,-;Belum;\
ig: @dodolrina
03/10/2024 21:40:02;Budi Contoh;3671000101800001;812 0000 0004;Handycraf Budi;\
Perum Contoh Blok B2/7;Kec. Cibodas Kota Tangerang;Souvenir limbah, gantungan kunci;\
Belum ada;5 - 10 juta;Sudah (Pontianak 2017);shopee budi
03/10/2024 21:41:10;Budi Contoh;3671000101800001;812 0000 0004;Handycraf Budi;\
Perum Contoh Blok B2/7;Cibodas;Souvenir limbah;Belum ada;5jt;Sudah;
"""


def write_list_a(path: Path, *, numeric_nik: bool = False) -> Path:
    """A Sudin's list: merged titles and heads; row 1's NIK as text «3.174E+15» or a number."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Binaan")
        sheet.merge_range(0, 0, 0, 13, TITLE_A)
        sheet.merge_range(1, 0, 1, 13, "TAHUN 2023")
        for column, label in enumerate(HEAD_A):
            if label == "PERIZINAN":
                sheet.merge_range(3, column, 3, column + 2, label)
            elif label:
                sheet.merge_range(3, column, 4, column, label)
        sheet.write_row(4, 9, ["NIB", "PIRT", "HALAL"])
        for number, row in enumerate(ROWS_A, start=5):
            sheet.write_row(number, 0, row)
        if numeric_nik:
            sheet.write_number(5, 2, 3174004507900003)
    return path


def write_list_b(path: Path) -> Path:
    """A Bali city's list: section rows, values in Rp.000, men and women, no NIK."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("IKM")
        sheet.write(0, 0, TITLE_B)
        for column, label in enumerate(HEAD_B):
            wide = {"TENAGA KERJA": 2, "KAPASITAS": 1}.get(label)
            if wide:
                sheet.merge_range(1, column, 1, column + wide, label)
            elif label:
                sheet.write(1, column, label)
        sheet.write_row(2, 8, ["L", "P", "JML"])
        sheet.write_row(2, 12, ["VOL", "SAT"])
        for number, row in enumerate(ROWS_B, start=3):
            sheet.write_row(number, 0, row)
    return path


def write_list_c(path: Path) -> Path:
    """A form's answers: semicolons, cp1252, the second person twice."""
    path.write_bytes(LIST_C.replace("\n", "\r\n").encode("cp1252"))
    return path
