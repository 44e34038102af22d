"""Writes the entries of the public catalogue: what triggers cannot, since it needs the analysis.

May be done twice, and by two at once. A product and its business are locked while an entry is
written, so that whatever hides them meanwhile finds the entry and removes it; what somebody
else has locked is left for the next time, so that nobody's work waits in a circle.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.timezone import localdate

from apps.businesses import showing
from apps.catalogue import vocabulary
from apps.catalogue.models import (
    CatalogueChange,
    CatalogueEntry,
    CatalogueState,
    Product,
    StaleEntry,
)
from apps.catalogue.tokens import BANDS, tokens_of
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup, CreativeSubsector
from ikmportal.indonesian import Vocabulary, tsvector

AT_ONCE = 200
FIELDS = [
    *("words", "group", "subsector", "area", "grade", "grade_until"),
    *("is_export_ready", "price", "band", "certificates", "shown_at", "sort_name"),
]


def index_stale(most: int = 50_000) -> int:
    """Write what is noted as stale. Returns how many notes were done."""
    done = 0
    while done < most:
        count = _index_some(vocabulary.fresh() if done == 0 else vocabulary.current())
        if not count:
            break
        done += count
    return done


@transaction.atomic
def _index_some(words: Vocabulary) -> int:
    notes = dict(
        StaleEntry.objects.order_by("pk")
        .select_for_update(skip_locked=True)
        .values_list("pk", "product_id")[:AT_ONCE]
    )
    if not notes:
        return 0
    locked, there = _locked(set(notes.values()))
    write(locked, words)
    gone = set(notes.values()) - there
    done = [note for note, product in notes.items() if product in locked | gone]
    StaleEntry.objects.filter(pk__in=done).delete()
    return len(done)


def _locked(ids: Collection[int]) -> tuple[set[int], set[int]]:
    """Those of the products that could be locked with their business, and those there are."""
    there = set(Product.objects.filter(pk__in=ids).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT product.id FROM catalogue_product AS product "
            "JOIN businesses_business AS business ON business.id = product.business_id "
            "WHERE product.id = ANY(%s) FOR SHARE OF product, business SKIP LOCKED",
            [list(ids)],
        )
        return {row[0] for row in cursor.fetchall()}, there


def write(ids: Collection[int], words: Vocabulary) -> int:
    """Write the entries of these products, which are locked. Returns how many are shown."""
    shown = list(
        Product.objects.shown()
        .filter(pk__in=ids)
        .select_related(
            *("commodity_group", "subsector"),
            *("business__commodity_group", "business__subsector"),
            "business__region__parent__parent__parent",
        )
    )
    certificates = showing.certificates_of({p.business_id for p in shown}, localdate())
    hidden = set(ids) - {product.pk for product in shown}
    CatalogueEntry.objects.filter(pk__in=hidden)._raw_delete(using="default")
    entries = [
        entry_of(product, certificates.get(product.business_id, []), words)
        for product in shown
    ]
    CatalogueEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["product"], update_fields=FIELDS
    )
    return len(entries)


def entry_of(
    product: Product, held: Iterable[showing.Certificate], words: Vocabulary
) -> CatalogueEntry:
    certificates = [each for each in held if each.product_id in (None, product.pk)]
    business = product.business
    group = product.commodity_group or business.commodity_group
    subsector = product.subsector or business.subsector
    entry = CatalogueEntry(
        product=product,
        group=group.code if group else "",
        subsector=subsector.code if subsector else "",
        area=business.region_id or "",
        grade=product.valid_grade,
        grade_until=product.grade_until if product.valid_grade else None,
        is_export_ready=product.is_export_ready,
        price=product.price,
        band=band_of(product.price),
        certificates=_until(certificates),
        shown_at=product.published_at or timezone.now(),
        sort_name=product.name.upper(),
    )
    labels = [("B", each.label) for each in certificates]
    texts = tsvector([*_texts(product, group, subsector), *labels], words)
    entry.words = " ".join([texts, *(f"'{token}'" for token in tokens_of(entry))])
    return entry


def _texts(product: Product, group: Any, subsector: Any) -> Iterator[tuple[str, str]]:
    business = product.business
    yield "A", product.name
    yield "A", product.name_en
    for text in dict.fromkeys([business.brand, business.name]):
        yield "B", text
    for term in (group, subsector):
        if term is not None:
            yield "B", f"{term.name} {term.name_en}"
    region: Region | None = business.region
    while region is not None:
        yield "B", region.name
        region = region.parent
    for text in (product.materials, product.description, product.description_en):
        yield "C", text


def _until(certificates: Iterable[showing.Certificate]) -> dict[str, str | None]:
    """The last day of each scheme; None where it has no end."""
    found: dict[str, date | None] = {}
    for each in certificates:
        known = each.scheme in found
        if known and (found[each.scheme] is None or each.until is None):
            found[each.scheme] = None
        elif not known or each.until > found[each.scheme]:  # type: ignore[operator]
            found[each.scheme] = each.until
    return {code: day.isoformat() if day else None for code, day in found.items()}


def band_of(price: int | None) -> int:
    """Which band a price lies in; 0 for a price on request."""
    return 0 if price is None else 1 + sum(price >= limit for limit in BANDS)


def note_businesses(business_ids: Collection[int]) -> int:
    """Have the entries of these businesses written anew."""
    products = Product.objects.shown().filter(business__in=business_ids)
    return note(products.values_list("pk", flat=True))


def note(product_ids: Iterable[int]) -> int:
    rows = [StaleEntry(product_id=each) for each in product_ids]
    return len(StaleEntry.objects.bulk_create(rows, batch_size=5_000))


def note_what_the_clock_changed() -> int:
    """Grades and certificates that ended before today: entries keep them no longer."""
    today = localdate()
    graded = CatalogueEntry.objects.filter(grade_until__lt=today)
    certified = CatalogueEntry.objects.exclude(certificates={}).extra(
        where=["EXISTS (SELECT FROM jsonb_each_text(certificates) WHERE value < %s)"],
        params=[today.isoformat()],
    )
    ended = {*graded.values_list("pk", flat=True)}
    return note(ended | {*certified.values_list("pk", flat=True)})


def note_all_if_words_changed() -> bool:
    """Have all written anew if the vocabulary, or the name of a facet, is another than last time."""
    used = in_use()
    state, _made = CatalogueState.objects.get_or_create(pk=True)
    if state.vocabulary == used:
        return False
    with transaction.atomic():
        note(Product.objects.shown().values_list("pk", flat=True).iterator())
        CatalogueState.objects.update(vocabulary=used)
    return True


def in_use() -> str:
    """What all entries depend on, as one short text."""
    names = [
        row
        for model in (CommodityGroup, CreativeSubsector)
        for row in model.objects.order_by("pk").values_list("code", "name", "name_en")
    ]
    digest = hashlib.sha256(repr(names).encode()).hexdigest()[:16]
    return f"{vocabulary.fresh().version}-{digest}"


def version() -> str:
    """Another text whenever something that the public catalogue shows has changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id), count(*) FROM catalogue_cataloguechange")
        newest, count = cursor.fetchone()
    return f"{newest or 0}-{count}"


@transaction.atomic
def forget_changes() -> None:
    """Keep the list of changes short. Adds one first, so that no version ever comes back."""
    seen = CatalogueChange.objects.aggregate(newest=Max("pk"))["newest"]
    if seen is None:
        return
    CatalogueChange.objects.create()
    CatalogueChange.objects.filter(pk__lte=seen).delete()


def index_all(ids: Iterable[int] | None = None) -> int:
    """Write all entries now, some hundred at a time: for a command, and after a large load."""
    words = vocabulary.fresh()
    if ids is None:
        CatalogueState.objects.update_or_create(
            pk=True, defaults={"vocabulary": in_use()}
        )
        ids = Product.objects.shown().order_by("pk").values_list("pk", flat=True)
    written = 0
    every = list(ids)
    for first in range(0, len(every), AT_ONCE):
        some = every[first : first + AT_ONCE]
        with transaction.atomic():
            locked, _there = _locked(some)
            written += write(locked, words)
            note(set(some) - locked)
    return written
