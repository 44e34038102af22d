"""What saving a list would do, row by row: new, changed, the same, refused and why.

Blank means keep. A product is known by its code within its business, else by its name. The
plan is what the page shows and what is carried out; made again of the same files it is equal
for as long as nobody has changed what it speaks of.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.businesses.models import Business
from apps.catalogue.models import HsCode, Product, ProductPhoto
from apps.catalogue.sheets.archive import Member
from apps.catalogue.sheets.cells import READERS
from apps.catalogue.sheets.columns import head_of
from apps.sectors.models import CommodityGroup, SectorAlias
from ikmportal.spreadsheets import Sheet, SheetRow, text_of

if TYPE_CHECKING:
    from apps.accounts.models import User

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
MOST_ROWS = 2_000
OF_THE_ROW = ("nib", "business")  # which business, and no value of the product
KEYS = {"commodity_group": "commodity_group_id", "hs_code": "hs_code_id"}


@dataclass
class Line:
    """A row of the list: what becomes of it. `values` are those of the product's columns."""

    number: int
    action: str = NEW
    business: int | None = None
    business_name: str = ""
    product: int | None = None
    name: str = ""
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[list[str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    photos: list[list[str]] = field(default_factory=list)  # name in the ZIP, hash
    known_photos: int = 0


@dataclass
class Plan:
    lines: list[Line] = field(default_factory=list)
    stray_photos: list[list[str]] = field(default_factory=list)  # name, why

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.action for line in self.lines)

    @property
    def photos(self) -> int:
        return sum(len(line.photos) for line in self.lines)

    @property
    def without_photo(self) -> list[Line]:
        return [
            line
            for line in self.lines
            if line.action != REFUSED and not (line.photos or line.known_photos)
        ]


def plan_sheet(
    sheets: Sequence[Sheet],
    members: Sequence[Member],
    *,
    by: "User",
    business: Business | None = None,
) -> Plan:
    """Raises ValidationError for what is no list of products at all."""
    found = head_of(sheets)
    if found is None:
        raise ValidationError(
            _(
                "No heads of a list of products were found: a column «Nama Produk» is needed, "
                "and one more. Fetch the blank list and compare."
            )
        )
    sheet, place, columns = found
    rows = sheet.rows[place + 1 :]
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("The list has more than %(most)d rows: send it in parts.")
            % {"most": MOST_ROWS}
        )
    plan = Plan([_read(row, columns) for row in rows])
    plan.lines = [line for line in plan.lines if line.values or line.problems]
    _find_businesses(plan.lines, by, business)
    _name_groups(plan.lines)
    _compare(plan.lines)
    _give_photos(plan, members)
    return plan


def _read(row: SheetRow, columns: dict[int, str]) -> Line:
    line = Line(row.number)
    for column, name in columns.items():
        cell = row.cells[column] if column < len(row.cells) else None
        if text_of(cell) == "":
            continue
        try:
            line.values[name] = READERS[name](cell)
        except ValidationError as error:
            line.problems += error.messages
    line.name = line.values.get("name", "")
    line.code = line.values.get("code", "")
    line.business_name = line.values.get("business", "")
    return line


def _find_businesses(
    lines: Sequence[Line], by: "User", business: Business | None
) -> None:
    """By NIB, else by the exact name or brand, among those of the own office."""
    if business is not None:
        for line in lines:
            line.business, line.business_name = business.pk, business.display_name
        return
    nibs = {line.values.get("nib", "") for line in lines} - {""}
    names = {line.business_name.casefold() for line in lines} - {""}
    by_nib: dict[str, list[Business]] = defaultdict(list)
    by_name: dict[str, list[Business]] = defaultdict(list)
    own = Business.objects.kept_by(by).select_related("owner")
    for each in own.filter(nib__in=nibs):
        by_nib[each.nib].append(each)
    for each in own.filter(_called(names)) if names else []:
        for name in {each.name.casefold(), each.brand.casefold()} - {""}:
            by_name[name].append(each)
    for line in lines:
        nib = line.values.get("nib", "")
        found = by_nib.get(nib) or by_name.get(line.business_name.casefold(), [])
        _settle(line, found, nib)


def _called(names: set[str]) -> Q:
    condition = Q(pk=None)
    for name in names:
        condition |= Q(name__iexact=name) | Q(brand__iexact=name)
    return condition


def _settle(line: Line, found: Sequence[Business], nib: str) -> None:
    if len(found) == 1 and nib and found[0].nib not in {"", nib}:
        line.problems.append(
            _("«%(name)s» has another NIB in the register.")
            % {"name": found[0].display_name}
        )
    elif len(found) == 1:
        line.business, line.business_name = found[0].pk, found[0].display_name
    elif found:
        line.problems.append(
            _("%(n)d businesses of your office are called so: add the NIB.")
            % {"n": len(found)}
        )
    elif nib or line.business_name:
        line.problems.append(
            _("No business of your office has this NIB or is called «%(name)s».")
            % {"name": line.business_name or nib}
        )
    else:
        line.problems.append(
            _("Whose product is it? The NIB and the name are missing.")
        )


def _name_groups(lines: Sequence[Line]) -> None:
    """Groups and HS codes by what people call them."""
    groups: dict[str, int] = {}
    for alias in SectorAlias.objects.filter(commodity_group__isnull=False):
        groups[alias.alias.casefold()] = alias.commodity_group_id
    for group in CommodityGroup.objects.all():
        for name in (group.code, group.name, group.name_en):
            groups[name.casefold()] = group.pk
    codes = dict(HsCode.objects.values_list("code", "pk"))
    for line in lines:
        if group_name := line.values.pop("commodity_group", ""):
            line.values["commodity_group_id"] = groups.get(group_name.casefold())
            if line.values["commodity_group_id"] is None:
                line.problems.append(
                    _("There is no group «%(name)s».") % {"name": group_name}
                )
        if code := line.values.pop("hs_code", ""):
            line.values["hs_code_id"] = codes.get(code) or codes.get(f"0{code}")
            line.values.setdefault("is_export_ready", True)
            if line.values["hs_code_id"] is None:
                line.problems.append(
                    _("There is no HS code «%(code)s» in the portal's list.")
                    % {"code": code}
                )


def _compare(lines: Sequence[Line]) -> None:
    """With the products that are there already, and with the rows above."""
    businesses = {line.business for line in lines if line.business}
    known: dict[tuple[int, str, str], Product] = {}
    for product in Product.objects.filter(business__in=businesses):
        known[product.business_id, "name", product.name.casefold()] = product
        if product.code:
            known[product.business_id, "code", product.code.casefold()] = product
    seen: dict[Any, int] = {}
    for line in lines:
        for name in OF_THE_ROW:
            line.values.pop(name, None)
        if not line.name:
            line.problems.append(_("The name of the product is missing."))
        _find_product(line, known)
        key = (line.business, (line.code or line.name).casefold())
        if line.business and seen.setdefault(key, line.number) != line.number:
            line.problems.append(
                _("It stands in row %(row)d already.") % {"row": seen[key]}
            )
        if line.problems:
            line.action = REFUSED


def _find_product(line: Line, known: dict[tuple[int, str, str], Product]) -> None:
    if line.business is None:
        return
    product = known.get((line.business, "code", line.code.casefold()))
    if product is None:
        product = known.get((line.business, "name", line.name.casefold()))
        if product and product.code and line.code:
            product = None  # of the same name, but another article
    candidate = product or Product(business_id=line.business)
    old = {name: getattr(candidate, name) for name in line.values}
    line.values = {
        name: value for name, value in line.values.items() if old[name] != value
    }
    for name, value in line.values.items():
        setattr(candidate, name, value)
    _check(line, candidate)
    if product:
        line.product = product.pk
        line.action = CHANGED if line.values else SAME
        line.changes = [
            [name, _shown(old[name]), _shown(value)]
            for name, value in line.values.items()
        ]


def _check(line: Line, candidate: Product) -> None:
    """The rules of each column, and the one that two columns keep together."""
    relations = [field.name for field in candidate._meta.fields if field.is_relation]
    try:
        candidate.clean_fields(exclude=relations)
    except ValidationError as error:
        for name in set(error.message_dict) & set(line.values):
            column: Any = candidate._meta.get_field(name)
            label = column.verbose_name
            line.problems += [f"{label}: {text}" for text in error.message_dict[name]]
    if candidate.hs_code_id and not candidate.is_export_ready:
        line.problems.append(
            _("An HS code belongs to goods that are ready for export.")
        )


def _shown(value: Any) -> str:
    return "" if value is None else str(value)[:80]


def _give_photos(plan: Plan, members: Sequence[Member]) -> None:
    """Each photo to the row whose code names it; folders may name the business."""
    kept: dict[int, set[str]] = defaultdict(set)
    products = [line.product for line in plan.lines if line.product]
    rows = ProductPhoto.objects.filter(product__in=products)
    for product, sha256 in rows.values_list("product_id", "sha256"):
        kept[product].add(sha256)
    for line in plan.lines:
        line.known_photos = len(kept[line.product]) if line.product else 0
    given: dict[int, list[tuple[int, Member]]] = defaultdict(list)
    for member in members:
        owner, place, why = _line_of(plan.lines, member)
        if owner is None:
            plan.stray_photos.append([member.name, why])
        else:
            given[id(owner)].append((place, member))
    for line in plan.lines:
        ordered = sorted(given[id(line)], key=lambda pair: (pair[0], pair[1].name))
        hashes = set(kept[line.product]) if line.product else set()
        for _place, member in ordered:
            if member.sha256 not in hashes:
                hashes.add(member.sha256)
                line.photos.append([member.name, member.sha256])


def _line_of(lines: Sequence[Line], member: Member) -> tuple[Line | None, int, str]:
    """The row of a photo and its place there; or None, and why it has none."""
    if member.problem:
        return None, 0, member.problem
    found = [
        (place, line)
        for line in lines
        if line.code and (place := member.place_for(line.code)) is not None
    ]
    exact = [pair for pair in found if pair[0] == 0]
    found = exact or found
    if len(found) > 1:
        folder = member.folder.casefold()
        found = [pair for pair in found if pair[1].business_name.casefold() == folder]
        if len(found) != 1:
            return (
                None,
                0,
                _(
                    "Several rows have this code: put the photos into folders named by business."
                ),
            )
    if not found:
        return None, 0, _("No row has a code that this name begins with.")
    place, line = found[0]
    if line.action == REFUSED:
        return None, 0, _("Its row %(row)d is refused.") % {"row": line.number}
    return line, place, ""
