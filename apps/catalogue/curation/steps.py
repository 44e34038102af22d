"""What curations tell of a business: steps on its line of time, and the fact «grade:B»."""

from collections.abc import Collection, Iterable, Mapping

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


def have_grade(grade: str) -> journey.FactProvider:
    """Whether a product of a business has this grade or a better one, today."""

    def answer(businesses: Collection[Business]) -> Mapping[int, journey.Fact]:
        valid = Product.objects.filter(
            business__in=businesses, grade_until__gte=localdate()
        )
        best: dict[int, str] = {}
        for product in valid.filter(grade__in=ENOUGH[grade]).order_by("grade", "pk"):
            said = {
                "product": product,
                "grade": product.grade,
                "day": date_format(product.grade_until),
            }
            text = _("«%(product)s»: grade %(grade)s until %(day)s") % said
            best.setdefault(product.business_id, text)
        missing = _("No product has a valid grade %(grade)s or better.")
        mend = reverse("curation:list")
        return {
            each.pk: journey.Fact(
                each.pk in best, best.get(each.pk, missing % {"grade": grade}), mend
            )
            for each in businesses
        }

    return answer


def register() -> None:
    journey.provide_steps(steps_of)
    for grade in GRADES:
        journey.provide_fact(f"grade:{grade}", have_grade(grade))
    journey.provide_fact("grade", have_grade(GRADES[-1]))
