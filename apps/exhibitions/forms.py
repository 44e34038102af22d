"""What organisers type about an exhibition, its halls and its booths."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import User
from apps.exhibitions.laying_out import MOST, BoothRow
from apps.exhibitions.models import (
    Booth,
    Exhibition,
    ExhibitionSeries,
    Hall,
    Participation,
    Zone,
)
from apps.exhibitions.pictures import lay_under
from apps.sectors.models import RecapGroup
from ikmportal.file_fields import PHOTOS

State = Participation.State
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ExhibitionForm(forms.ModelForm):
    """Of the organiser's own agency; its address on the web comes from its title."""

    class Meta:
        model = Exhibition
        fields = [
            *("title", "series", "edition", "theme"),
            *("starts_on", "ends_on", "opens_at", "closes_at"),
            *("place", "venue", "venue_address", "places", "goods_only_allowed"),
            *("call_until", "confirm_until", "technical_meeting_at"),
            *("loading_at", "loading_minutes", "loading_at_once"),
            *("first_timers_percent", "rest_editions"),
            *("budget", "budget_activity", "target_sales", "note"),
        ]
        widgets = {
            **dict.fromkeys(["starts_on", "ends_on", "call_until"], DAY),
            "confirm_until": DAY,
            **dict.fromkeys(["opens_at", "closes_at"], HOUR),
            **dict.fromkeys(["technical_meeting_at", "loading_at"], MOMENT),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        series: Any = self.fields["series"]
        series.queryset = ExhibitionSeries.objects.visible_to(user)
        if self.instance.pk is None and user.agency:
            self.instance.agency = user.agency

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.instance.agency_id is None:
            self.add_error(None, _("Only somebody of an agency opens an exhibition."))
        if not self.instance.slug:
            self.instance.slug = free_slug(cleaned.get("title", ""))
        return cleaned


def free_slug(title: str) -> str:
    """An address that no exhibition has yet: «jakcraft-2019», «jakcraft-2019-2»."""
    wanted = slugify(title)[:70] or "pameran"
    slug, number = wanted, 1
    while Exhibition.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


class HallForm(forms.ModelForm):
    """A hall, and the picture of the building that lies under its plan."""

    picture = forms.FileField(
        label=_("picture of the floor"),
        required=False,
        help_text=_("A plan of the building as JPEG, PNG or WebP, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": PHOTOS}),
    )
    without_picture = forms.BooleanField(
        label=_("take the picture away"), required=False
    )

    class Meta:
        model = Hall
        fields = [
            *("name", "width", "depth", "picture", "background_width"),
            *("background_x", "background_y"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("background_x", "background_y"):
            self.fields[name].required = False
        if not self.instance.background:
            del self.fields["without_picture"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("background_x", "background_y"):
            cleaned[name] = cleaned.get(name) or 0
        if cleaned.get("picture") and not cleaned.get("background_width"):
            cleaned["background_width"] = cleaned.get("width")
        return cleaned

    def save(self, commit: bool = True) -> Hall:
        """The hall, and its picture if one is given or taken away. Raises ValidationError."""
        hall: Hall = super().save(commit)
        if picture := self.cleaned_data.get("picture"):
            lay_under(hall, picture.read())
        elif self.cleaned_data.get("without_picture"):
            lay_under(hall, None)
        return hall


class ZoneForm(forms.ModelForm):
    class Meta:
        model = Zone
        fields = ["hall", "name", "colour", "groups"]
        widgets = {
            "colour": forms.TextInput(attrs={"type": "color"}),
            "groups": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, exhibition: Exhibition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hall: Any = self.fields["hall"]
        hall.queryset = exhibition.halls.all()
        hall.empty_label = None
        groups: Any = self.fields["groups"]
        groups.queryset = RecapGroup.objects.order_by("position")


def _metres(label: Any, initial: str, *, least: float = 0) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=least, max_digits=6, decimal_places=2, initial=initial
    )


class BoothRowForm(forms.Form):
    """A row of booths; `cleaned_data["row"]` is the BoothRow."""

    hall = forms.ModelChoiceField(
        Hall.objects.none(), label=_("hall"), empty_label=None
    )
    zone = forms.ModelChoiceField(Zone.objects.none(), label=_("zone"), required=False)
    letters = forms.CharField(
        label=_("letters before the number"), max_length=6, initial="A-", required=False
    )
    count = forms.IntegerField(
        label=_("how many booths"), min_value=1, max_value=MOST, initial=10
    )
    first = forms.IntegerField(label=_("first number"), min_value=0, initial=1)
    step = forms.IntegerField(
        label=_("numbers grow by"), min_value=1, max_value=10, initial=1
    )
    x = _metres(_("from the left (m)"), "1")
    y = _metres(_("from above (m)"), "1")
    width = _metres(_("width (m)"), "2", least=0.5)
    depth = _metres(_("depth (m)"), "2", least=0.5)
    gap = _metres(_("gap between booths (m)"), "0")
    aisle_after = forms.IntegerField(
        label=_("an aisle after so many booths"),
        min_value=0,
        initial=0,
        help_text=_("0: no aisle."),
    )
    aisle = _metres(_("width of the aisle (m)"), "2")
    is_down = forms.BooleanField(
        label=_("downwards instead of to the right"), required=False
    )
    capacity = forms.IntegerField(
        label=_("seats"), min_value=1, max_value=20, initial=1
    )
    power_va = forms.IntegerField(label=_("power (VA)"), min_value=0, initial=450)

    def __init__(self, *args: Any, exhibition: Exhibition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hall: Any = self.fields["hall"]
        hall.queryset = exhibition.halls.all()
        zone: Any = self.fields["zone"]
        zone.queryset = Zone.objects.filter(hall__exhibition=exhibition)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        zone, hall = cleaned.get("zone"), cleaned.get("hall")
        if zone and hall and zone.hall_id != hall.pk:
            self.add_error("zone", _("This zone lies in another hall."))
        if not self.errors:
            asked = {name: value for name, value in cleaned.items() if name != "hall"}
            cleaned["row"] = BoothRow(**asked)
        return cleaned


class BoothForm(forms.ModelForm):
    class Meta:
        model = Booth
        fields = [
            *("code", "zone", "x", "y", "width", "depth", "capacity", "power_va"),
            *("has_water", "is_corner", "is_accessible", "is_out_of_use"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone: Any = self.fields["zone"]
        zone.queryset = Zone.objects.filter(hall=self.instance.hall_id)


class DecisionForm(forms.Form):
    """Selected, reserve or not, with the reason; an exception has a reason of its own."""

    state = forms.ChoiceField(
        label=_("decision"),
        choices=[
            (State.SELECTED, pgettext_lazy("of an exhibitor", "selected")),
            (State.RESERVE, pgettext_lazy("of an exhibitor", "reserve")),
            (State.REJECTED, pgettext_lazy("of an exhibitor", "not selected")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("reason"),
        max_length=400,
        help_text=_("The exhibitor and the auditor read it."),
    )
    exception = forms.CharField(
        label=_("reason of the exception"),
        max_length=400,
        required=False,
        help_text=_("If a rule is set aside: why, and by whose order."),
    )


class NeedsForm(forms.ModelForm):
    """What an exhibitor brings and needs."""

    class Meta:
        model = Participation
        fields = [
            *("channel", "recap_group", "products", "comes", "stands"),
            *("needs_power_va", "needs_water", "needs_access"),
            *("wants_corner", "may_share"),
        ]


class CommunityForm(forms.ModelForm):
    """Students or others who exhibit without a business of their own."""

    class Meta:
        model = Participation
        fields = ["kind", "community", "channel", "recap_group", "products", "stands"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [
            choice
            for choice in Participation.Kind.choices
            if choice[0] != Participation.Kind.BUSINESS
        ]
        self.fields["community"].required = True
        self.fields["community"].label = _("what the community is called")

    def _get_validation_exclusions(self) -> set[str]:
        """So that «once in an exhibition» is told on the form."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {"exhibition"}
