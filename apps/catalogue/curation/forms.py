from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.accounts.models import User
from apps.agencies.models import Agency, agencies_of
from apps.businesses.models import Business
from apps.catalogue.models import (
    Candidate,
    Criterion,
    CurationRound,
    Curator,
    CuratorConflict,
)

Outcome = Candidate.Outcome
SAMPLES = [
    ("food", gettext_lazy("Food: taste, packaging, hygiene, halal, photo")),
    ("craft", gettext_lazy("Craft: look, touch, finish, originality, interview")),
]
FORMER_SHOWN = 20


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RoundForm(forms.ModelForm):
    class Meta:
        model = CurationRound
        fields = [
            *("title", "venue", "opens_on", "closes_on", "scoring_until"),
            *("curators_each", "threshold_a", "threshold_b", "threshold_c"),
            *("validity_months", "is_blind"),
        ]
        field_classes = dict.fromkeys(
            ("opens_on", "closes_on", "scoring_until"), DayField
        )


class NewRoundForm(RoundForm):
    criteria = forms.ChoiceField(
        label=gettext_lazy("Criteria to begin with"),
        help_text=gettext_lazy("They can be changed until scoring begins."),
        widget=forms.RadioSelect,
    )

    class Meta(RoundForm.Meta):
        fields = ["agency", *RoundForm.Meta.fields]

    def __init__(self, *arguments: Any, user: User, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._choose_agency(user)
        earlier = CurationRound.objects.visible_to(user)[:FORMER_SHOWN]
        chosen: Any = self.fields["criteria"]
        chosen.choices = [
            *SAMPLES,
            *(
                (str(each.pk), _("As in «%(round)s»") % {"round": each})
                for each in earlier
            ),
        ]
        chosen.initial = "food"

    def _choose_agency(self, user: User) -> None:
        own: Any = self.fields["agency"]
        own.queryset = Agency.objects.filter(pk__in=agencies_of(user))
        if user.sees_all_agencies:
            own.queryset = Agency.objects.valid()
        own.initial = user.agency_id


class CriterionForm(forms.ModelForm):
    """A line of the table of criteria; an empty code is made from the name."""

    class Meta:
        model = Criterion
        fields = ["name", "name_en", "look_at", "look_at_en", "weight", "code"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["code"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and not cleaned.get("code"):
            cleaned["code"] = slugify(cleaned["name"])[:30]
        return cleaned


class Criteria(forms.BaseInlineFormSet):
    """All criteria of a round at once."""

    def clean(self) -> None:
        codes = [
            form.cleaned_data.get("code")
            for form in self.forms
            if form.cleaned_data.get("code") and not form.cleaned_data.get("DELETE")
        ]
        if len(set(codes)) < len(codes):
            raise forms.ValidationError(_("Two criteria have the same code."))
        super().clean()


CriteriaForms = forms.inlineformset_factory(
    CurationRound,
    Criterion,
    form=CriterionForm,
    formset=Criteria,
    extra=2,
    max_num=12,
    can_delete=True,
)


class CuratorForm(forms.Form):
    users = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who scores"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, possible: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        users: Any = self.fields["users"]
        users.queryset = possible


class ConflictForm(forms.Form):
    """A conflict of interest, noted for a curator."""

    curator = forms.ModelChoiceField(
        Curator.objects.none(), label=gettext_lazy("Curator")
    )
    business = forms.ModelChoiceField(
        Business.objects.none(), label=gettext_lazy("Business")
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=CuratorConflict.Reason
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def __init__(self, *arguments: Any, round_: CurationRound, **options: Any) -> None:
        super().__init__(*arguments, **options)
        curators: Any = self.fields["curator"]
        curators.queryset = round_.curators.select_related("user")
        makers = round_.candidates.values("product__business")
        business: Any = self.fields["business"]
        business.queryset = Business.objects.filter(pk__in=makers).select_related(
            "owner"
        )


class OwnConflictForm(forms.Form):
    """What a curator says of himself on a sheet."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=CuratorConflict.Reason,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)


class RefusalForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is refused"), max_length=300)


class ScoreForm(forms.Form):
    """One criterion on a sheet."""

    score = forms.TypedChoiceField(
        choices=[(number, str(number)) for number in range(1, 6)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    remark = forms.CharField(max_length=500, required=False)


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("A", gettext_lazy("Grade A")),
            ("B", gettext_lazy("Grade B")),
            ("C", gettext_lazy("Grade C")),
            (Outcome.FAILED, pgettext_lazy("decision", "Not passed")),
            (Outcome.PENDING, pgettext_lazy("decision", "Put off (pending)")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Needed where it is not as the scores say, is put off, or becomes lower. The "
            "maker reads it."
        ),
    )
