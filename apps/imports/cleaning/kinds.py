"""What the imports find in rows, in words; `apps.regions.findings` has the codes of areas."""

from django.utils.translation import gettext_lazy as _

from apps.businesses.findings import Level, declare

UNSURE = _("«%(text)s»: several places may be meant. None was taken.")
declare(
    Level.ERROR,
    {
        "text.holds_nik": _(
            "A NIK stood in this text: it was taken out and is not kept."
        ),
        "money.unreadable": _("No amount of money could be read in «%(text)s»."),
        "count.unreadable": _("No number of people could be read in «%(text)s»."),
        "capacity.unreadable": _("No quantity could be read in «%(text)s»."),
        "figures.no_year": _(
            "No year is known for these figures: give one with the import."
        ),
    },
)
declare(
    Level.WARNING,
    {
        "text.cut": _("The text is longer than %(most)d characters and was cut."),
        "text.holds_phone": _("A phone number stood in this text: it was taken out."),
        "region.village_unknown": _("«%(text)s»: the village was not found."),
        "region.district_unknown": _("«%(text)s»: the district was not found."),
        "region.city_unknown": _("«%(text)s»: the city or regency was not found."),
        "region.village_unsure": UNSURE,
        "region.district_unsure": UNSURE,
        "region.city_unsure": UNSURE,
        "region.unknown": _("No area could be told from «%(text)s»."),
        "commodity_group.unknown": _("No commodity group is known as «%(text)s»."),
        "kbli.unknown": _("KBLI %(code)s is not in our list of codes."),
        "kbli.edition": _("KBLI %(code)s no longer exists in KBLI 2025."),
        "money.unit": _(
            "The column counts in another unit than this cell: «%(text)s» was taken as it says."
        ),
        "money.range": _(
            "A range: no single amount is kept. Ask for one, or take the middle."
        ),
        "money.small": _("Under Rp1,000: the unit of this amount is doubtful."),
        "count.many": _(
            "Over 1,000 people: perhaps a year or an amount stands in this cell."
        ),
        "date.impossible": _("«%(text)s»: there is no such day in the calendar."),
        "workers.mismatch": _(
            "%(male)d men and %(female)d women are not %(total)d: the total is not kept."
        ),
    },
)
declare(
    Level.INFO,
    {
        "text.as_above": _("«%(text)s»: taken from the row above."),
        "text.remembered": _(
            "«%(text)s» was read as «%(meaning)s», as your agency decided before."
        ),
        "region.swapped_levels": _(
            "Village and district stood in each other's column."
        ),
        "region.other_column": _(
            "The name of an area stood in the column of another level."
        ),
        "region.two_levels_in_one_cell": _("One cell names two levels of area."),
        "region.village_not_in_district": _(
            "«%(text)s»: this village lies in another district."
        ),
        "region.outside_scope": _("«%(text)s» lies outside the area of the list."),
        "commodity_group.from_products": _("The group follows from the products."),
        "permit.no_number": _(
            "«%(text)s» holds no number of this permit: it is kept as said to exist."
        ),
        "money.monthly": _("An amount per month: the year is taken as twelve of them."),
        "business.registered_elsewhere": _(
            "Another agency registered this business: only yearly figures, permits and your coaching are added, all else stays as it is."
        ),
    },
)
