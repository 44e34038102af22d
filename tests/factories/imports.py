import hashlib

import factory
from django.utils import timezone

from apps.imports.memories import MappingMemory, SpellingMemory
from apps.imports.models import ImportBatch, ImportRow
from tests.factories.agencies import AgencyFactory

COUNTS = dict.fromkeys(
    ["rows", "create", "update", "same", "decide", "refused", "skipped"], 0
)


class ImportBatchFactory(factory.django.DjangoModelFactory):
    """An import that waits for a look; `committed` is saved."""

    class Meta:
        model = ImportBatch

    class Params:
        committed = factory.Trait(
            state=ImportBatch.State.COMMITTED,
            committed_at=factory.LazyFunction(timezone.now),
        )

    agency = factory.SubFactory(AgencyFactory)
    file_name = factory.Sequence(lambda number: f"binaan-{number}.xlsx")
    sha256 = factory.Sequence(
        lambda number: hashlib.sha256(str(number).encode()).hexdigest()
    )
    size = 1000
    state = ImportBatch.State.PLANNED
    counts = COUNTS


class ImportRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportRow

    batch = factory.SubFactory(ImportBatchFactory)
    position = factory.Sequence(lambda number: number)
    row = factory.SelfAttribute("position")
    sheet = "Binaan"
    cells = "[]"
    values = '{"owner_name": "Rina Contoh", "nik": "3671005203910002"}'
    decision = ImportRow.Decision.CREATE


class MappingMemoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MappingMemory

    agency = factory.SubFactory(AgencyFactory)
    signature = factory.Sequence(lambda number: f"{number:064x}")
    heads = "No | Nama Pemilik | Nama Usaha | Komoditi"
    directions = {"columns": {"D": "product"}}


class SpellingMemoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SpellingMemory

    agency = factory.SubFactory(AgencyFactory)
    field = SpellingMemory.Field.DISTRICT
    spelling = factory.Sequence(lambda number: f"kby baru {number}")
    meaning = "Kebayoran Baru"
