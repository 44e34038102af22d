"""What curations tell of a business: steps on its line of time, and the fact «grade:B»."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.businesses import journey
from apps.businesses.models import Business
from apps.catalogue.curation.weighing import GRADES
from apps.catalogue.models import Candidate, Product

ENOUGH = {grade: GRADES[: place + 1] for place, grade in enumerate(GRADES)}


def steps_of(business: Business) -> Iterable[journey.JourneyStep]:
    decided = Candidate.objects.final().filter(product__business=business)
    for candidate in decided.select_related("product"):
        said = {"product": candidate.product, "grade": candidate.outcome}
        text = (
            _("«%(product)s» curated: grade %(grade)s")
            if candidate.outcome in GRADES
            else _("«%(product)s» curated: not passed")
        )
        yield journey.JourneyStep(
            localdate(candidate.decided_at),
            "curated",
            text % said,
            candidate.get_absolute_url(),
        )


def has_grade(grade: str) -> Callable[[Business], journey.Fact]:
    """Whether a product of a business has this grade or a better one, today."""

    def ask(business: Business) -> journey.Fact:
        mend = reverse("curation:list")
        valid = Product.objects.filter(business=business, grade_until__gte=localdate())
        best = valid.filter(grade__in=ENOUGH[grade]).order_by("grade", "pk").first()
        if best is None:
            text = _("No product has a valid grade %(grade)s or better.")
            return journey.Fact(False, text % {"grade": grade}, mend=mend)
        said = {
            "product": best,
            "grade": best.grade,
            "day": date_format(best.grade_until),
        }
        evidence = _("«%(product)s»: grade %(grade)s until %(day)s") % said
        return journey.Fact(True, evidence, mend=mend)

    return ask


def register() -> None:
    journey.provide_steps(steps_of)
    for grade in GRADES:
        journey.provide_fact(f"grade:{grade}", has_grade(grade))
    journey.provide_fact("grade", has_grade(GRADES[-1]))
