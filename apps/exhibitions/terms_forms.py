"""On what terms an exhibition takes place: rules of admission, quotas, who is asked, wishes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.agencies.models import Agency
from apps.exhibitions.models import (
    EligibilityRule,
    Exhibition,
    Invitation,
    Quota,
    Wish,
)
from apps.regions.models import Region

# What can be asked for, and how an exhibitor reads it. The last ones nobody provides yet.
FACTS = {
    "approved": _("Verified and approved"),
    "coached": _("Coached by an agency"),
    "claim:nib": _("Has an NIB"),
    "claim:pirt": _("Has a P-IRT number"),
    "claim:bpom": _("Has a BPOM MD number"),
    "claim:halal": _("Is halal certified"),
    "claim:trademark": _("Has a trademark"),
    "grade:A": _("Curated, grade A"),
    "grade:B": _("Curated, grade B or better"),
    "grade:C": _("Curated, grade C or better"),
    "service:packaging": _("Received help with packaging"),
    "service:logo": _("Received help with its logo"),
    "trained:packaging": _("Attended training in packaging"),
    "stage:P4": _("Reached stage P4 (licensing)"),
}


class OfExhibitionForm(forms.ModelForm):
    """A line of the terms; `exhibition` is given, not typed."""

    def __init__(self, *args: Any, exhibition: Exhibition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.exhibition = exhibition
        self.exhibition = exhibition

    def _get_validation_exclusions(self) -> set[str]:
        """So that «once in an exhibition» is told on the form."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {"exhibition"}


class RuleForm(OfExhibitionForm):
    fact = forms.ChoiceField(label=_("fact"), choices=list(FACTS.items()))

    class Meta:
        model = EligibilityRule
        fields = ["fact", "words", "is_hard", "recap_group"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = False
        self.fields["words"].help_text = _("Empty: as the fact is called above.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("words"):
            cleaned["words"] = str(FACTS.get(cleaned.get("fact", ""), ""))
        return cleaned


class QuotaForm(OfExhibitionForm):
    class Meta:
        model = Quota
        fields = ["channel", "recap_group", "region", "least", "most"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region: Any = self.fields["region"]
        within = self.exhibition.agency.region_id or ""
        region.queryset = Region.objects.filter(
            code__startswith=within,
            level__in=[Region.Level.REGENCY, Region.Level.DISTRICT],
        ).order_by("code")


class InvitationForm(OfExhibitionForm):
    class Meta:
        model = Invitation
        fields = ["agency", "channel", "places", "answer_until"]
        widgets = {
            "answer_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = Agency.objects.order_by("name")


class WishForm(OfExhibitionForm):
    class Meta:
        model = Wish
        fields = ["kind", "first", "second", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            field: Any = self.fields[name]
            field.queryset = self.exhibition.participations.select_related(
                "business__owner"
            )

    def clean(self) -> dict[str, Any]:
        """Whoever is named first does not matter: it is one wish of two."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, second = cleaned.get("first"), cleaned.get("second")
        if first and second and first.pk > second.pk:
            cleaned["first"], cleaned["second"] = second, first
        return cleaned


FORMS: dict[str, type[OfExhibitionForm]] = {
    "rule": RuleForm,
    "quota": QuotaForm,
    "invitation": InvitationForm,
    "wish": WishForm,
}
