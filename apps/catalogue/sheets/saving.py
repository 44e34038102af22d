"""A list of products that was sent: kept sealed, planned, and saved at once in the worker."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.businesses.models import Business
from apps.catalogue import photo_files
from apps.catalogue.models import Product, ProductPhoto, ProductSheet
from apps.catalogue.photos import MOST_PHOTOS, made_of
from apps.catalogue.sheets.archive import Member, leaf_through
from apps.catalogue.sheets.planning import CHANGED, NEW, REFUSED, Line, Plan, plan_sheet
from ikmportal.sealed_files import SealedFolder
from ikmportal.spreadsheets import Sheet, UnreadableFile, safe_parse

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.agencies.models import Agency

FILES = SealedFolder(
    "lists of products", "product-sheets", "catalogue_productsheet.file"
)
State = ProductSheet.State
Sent = tuple[str, bytes]  # the name of a file, and what is in it


def receive(
    sheet: Sent,
    photos: Sent | None,
    *,
    agency: "Agency",
    by: "User",
    business: Business | None = None,
) -> ProductSheet:
    """Read a list and its photos, and plan what they would do. Raises ValidationError."""
    members = leaf_through(photos[1]) if photos else []
    plan = plan_sheet(_parsed(sheet[1]), members, by=by, business=business)
    return ProductSheet.objects.create(
        agency=agency,
        created_by=by,
        business=business,
        file_name=sheet[0][:200],
        stored_as=FILES.store(sheet[1]),
        photos_name=photos[0][:200] if photos else "",
        photos_stored_as=FILES.store(photos[1]) if photos else "",
        plan=asdict(plan),
        total=plan.photos,
    )


def _parsed(content: bytes) -> list[Sheet]:
    try:
        return safe_parse(content)
    except UnreadableFile as error:
        raise ValidationError(str(error)) from None


def plan_of(sheet: ProductSheet) -> Plan:
    """The plan as it was kept."""
    lines = [Line(**line) for line in sheet.plan.get("lines", [])]
    return Plan(lines, sheet.plan.get("stray_photos", []))


@transaction.atomic
def ask_to_save(sheet: ProductSheet) -> bool:
    """Begin to save it, once. Returns whether there is something for the worker to do."""
    locked = ProductSheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.state != State.PLANNED:
        return False
    locked.state, locked.done, locked.notice = State.SAVING, 0, ""
    locked.save(update_fields=["state", "done", "notice"])
    return True


def save_as(sheet_id: int, user_id: int) -> None:
    """Save it in the name of who asked for it."""
    with pghistory.context(user=user_id, channel="import"):
        save(sheet_id)


def save(sheet_id: int) -> None:
    """Photos first, one by one; then every row in one transaction. Twice has no second effect."""
    sheet = ProductSheet.objects.select_related("created_by", "business").get(
        pk=sheet_id
    )
    if sheet.state != State.SAVING:
        return
    parsed = _parsed(FILES.load(sheet.stored_as))
    archive = FILES.load(sheet.photos_stored_as) if sheet.photos_stored_as else b""
    members = leaf_through(archive) if archive else []
    developed: dict[str, ProductPhoto] = {}
    failed: list[list[str]] = []
    try:
        _develop(sheet, archive, developed, failed)
        _write(sheet, parsed, members, developed, failed)
    except BaseException:
        _forget(developed)
        raise
    if sheet.state == State.SAVED:
        FILES.remove(sheet.stored_as)
        FILES.remove(sheet.photos_stored_as)
    else:
        _forget(developed)


def _develop(
    sheet: ProductSheet,
    archive: bytes,
    developed: dict[str, ProductPhoto],
    failed: list[list[str]],
) -> None:
    done = 0
    for line in plan_of(sheet).lines:
        for name, sha256 in line.photos:
            try:
                parts = photo_files.develop(archive, member=name)
            except ValidationError as error:
                failed.append([name, " ".join(error.messages)])
            else:
                developed[name] = made_of(parts, sha256)
            done += 1
            ProductSheet.objects.filter(pk=sheet.pk).update(done=done)


@transaction.atomic
def _write(
    sheet: ProductSheet,
    parsed: list[Sheet],
    members: list[Member],
    developed: dict[str, ProductPhoto],
    failed: list[list[str]],
) -> None:
    """Only what was looked at is saved: if the plan would be another by now, it is shown anew."""
    ProductSheet.objects.select_for_update().get(pk=sheet.pk)
    concerned = {line.business for line in plan_of(sheet).lines if line.business}
    list(Business.objects.select_for_update().filter(pk__in=concerned).order_by("pk"))
    plan = plan_sheet(parsed, members, by=sheet.created_by, business=sheet.business)
    if asdict(plan) != sheet.plan:
        _show_anew(sheet, plan)
        return
    try:
        with transaction.atomic():
            _save_lines(plan, developed)
    except IntegrityError:
        _show_anew(sheet, plan)
        return
    sheet.state, sheet.saved_at, sheet.notice = State.SAVED, timezone.now(), ""
    sheet.plan = {**sheet.plan, "failed_photos": failed}
    sheet.save(update_fields=["state", "saved_at", "notice", "plan"])


def _show_anew(sheet: ProductSheet, plan: Plan) -> None:
    sheet.plan, sheet.total, sheet.state = asdict(plan), plan.photos, State.PLANNED
    sheet.notice = _(
        "Nothing was saved: the catalogue has changed since you looked. This is what the list "
        "would do now."
    )
    sheet.save(update_fields=["plan", "total", "state", "notice"])


def _save_lines(plan: Plan, developed: dict[str, ProductPhoto]) -> None:
    lines = [line for line in plan.lines if line.action != REFUSED]
    products: dict[int, Product] = {
        line.number: Product(business_id=line.business, **line.values)
        for line in lines
        if line.action == NEW and line.business
    }
    Product.objects.bulk_create(products.values(), batch_size=500)
    known: dict[Any, Product] = Product.objects.in_bulk(
        [line.product for line in lines if line.product]
    )
    for line in lines:
        if line.product:
            products[line.number] = known[line.product]
        if line.action == CHANGED:
            for name, value in line.values.items():
                setattr(known[line.product], name, value)
            known[line.product].save(update_fields=[*line.values, "updated_at"])
    _save_photos(lines, products, developed)


def _save_photos(
    lines: list[Line], products: dict[int, Product], developed: dict[str, ProductPhoto]
) -> None:
    rows = []
    for line in lines:
        product = products[line.number]
        room = max(0, MOST_PHOTOS - line.known_photos)
        for place, (name, _sha256) in enumerate(line.photos[:room]):
            if photo := developed.get(name):
                photo.product = product
                photo.position = line.known_photos + place
                photo.alt = product.name
                photo.alt_en = product.name_en
                rows.append(photo)
    ProductPhoto.objects.bulk_create(rows)


def _forget(developed: dict[str, ProductPhoto]) -> None:
    for photo in developed.values():
        photo_files.remove(photo.stored_as)


@transaction.atomic
def back_to_plan(sheet_id: int) -> None:
    """The worker broke while saving: nothing of it was saved."""
    ProductSheet.objects.filter(pk=sheet_id, state=State.SAVING).update(
        state=State.PLANNED,
        notice=_("Saving broke off, and nothing was saved: try again."),
    )
