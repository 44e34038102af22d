"""Criteria to begin with: what Indonesian councils score food and craft by, and the last round's.

Food as for e-order of Jakarta (taste, packaging, hygiene, halal, photo), craft as the councils do
it by eye, by hand and by an interview (domain.md 4).
"""

from dataclasses import dataclass

from apps.catalogue.models import Criterion, CurationRound


@dataclass(frozen=True)
class Sample:
    code: str
    name: str
    name_en: str
    look_at: str
    look_at_en: str
    weight: int


FOOD = (
    Sample(
        *("rasa", "Rasa", "Taste"),
        "Enak, seimbang, sama dari satu kemasan ke kemasan lain.",
        "Good, balanced, the same from one package to the next.",
        30,
    ),
    Sample(
        *("kemasan", "Kemasan", "Packaging"),
        "Rapat, bersih, label lengkap: nama, berat, komposisi, kedaluwarsa.",
        "Tight, clean, a whole label: name, weight, ingredients, best before.",
        25,
    ),
    Sample(
        *("higiene", "Higiene", "Hygiene"),
        "Cara membuat dan menyimpan, alat dan tempat yang bersih.",
        "How it is made and kept, clean tools and a clean place.",
        20,
    ),
    Sample(
        *("halal", "Halal dan izin", "Halal and permits"),
        "Sertifikat halal, PIRT atau MD yang berlaku dan tertera.",
        "Halal certificate, PIRT or MD that are valid and printed.",
        15,
    ),
    Sample(
        *("foto", "Foto", "Photo"),
        "Foto yang terang dan jujur, layak untuk katalog.",
        "A bright and honest photo, fit for the catalogue.",
        10,
    ),
)
CRAFT = (
    Sample(
        *("visual", "Visual", "Look"),
        "Bentuk, warna dan komposisi.",
        "Shape, colour and composition.",
        25,
    ),
    Sample(
        *("rabaan", "Rabaan", "Touch"),
        "Bahan terasa baik, kuat, nyaman dipakai.",
        "The material feels good, strong, pleasant to use.",
        20,
    ),
    Sample(
        *("kerapian", "Kerapian", "Finish"),
        "Jahitan, sambungan, tepi dan bagian dalam.",
        "Seams, joints, edges and the inside.",
        20,
    ),
    Sample(
        *("keaslian", "Keaslian", "Originality"),
        "Rancangan sendiri, dengan akar setempat.",
        "A design of its own, with local roots.",
        20,
    ),
    Sample(
        *("wawancara", "Wawancara", "Interview"),
        "Pembuat tahu bahan, harga pokok dan kapasitasnya.",
        "The maker knows materials, cost and capacity.",
        15,
    ),
)
SAMPLES = {"food": FOOD, "craft": CRAFT}


def begin_with(round_: CurationRound, source: str) -> None:
    """Give a new round the criteria of a sample, or of an earlier round by its key."""
    earlier = Criterion.objects.filter(round=int(source)) if source.isdecimal() else ()
    rows = SAMPLES.get(source) or earlier
    Criterion.objects.bulk_create(
        Criterion(
            round=round_,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            look_at=row.look_at,
            look_at_en=row.look_at_en,
            weight=row.weight,
            position=position,
        )
        for position, row in enumerate(rows)
    )
