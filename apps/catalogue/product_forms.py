"""What officers type about a product and its photos."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Product, ProductPhoto
from apps.sectors.models import CreativeSubsector
from ikmportal.file_fields import PHOTOS, ManyFilesField, ManyFilesInput
from ikmportal.money import RupiahField


class ProductForm(forms.ModelForm):
    price = RupiahField(
        label=_("Price (Rp)"),
        required=False,
        min_value=0,
        max_value=10**12,
        help_text=_("In whole rupiah: «25.000». Empty: on request."),
    )

    class Meta:
        model = Product
        fields = [
            *("name", "name_en", "code", "description", "description_en"),
            *("price", "unit", "minimum_order", "lead_time_days", "capacity"),
            *("materials", "commodity_group", "subsector"),
            *("is_export_ready", "hs_code"),
        ]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "description_en": forms.Textarea(attrs={"rows": 5}),
            **{
                name: forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
                for name in ("minimum_order", "lead_time_days", "capacity")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current: Any = self.fields["subsector"]
        listed = CreativeSubsector.objects.filter(
            list_version=CreativeSubsector.ListVersion.SEVENTEEN
        )
        kept = CreativeSubsector.objects.filter(pk=self.instance.subsector_id)
        current.queryset = (listed | kept).order_by("position")

    def _get_validation_exclusions(self) -> set[str]:
        """The business is not typed, but its codes are its own."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {"business"}

    @property
    def parts(self) -> list[tuple[Any, list[Any]]]:
        """The fields in groups, as the page shows them."""
        groups = [
            (_("What it is"), "name name_en code description description_en"),
            (
                _("What it costs"),
                "price unit minimum_order lead_time_days capacity",
            ),
            (_("What it is made of"), "materials commodity_group subsector"),
            (_("Export"), "is_export_ready hs_code"),
        ]
        return [
            (title, [self[name] for name in names.split()]) for title, names in groups
        ]


class PhotosForm(forms.Form):
    photos = ManyFilesField(
        label=_("Photos"),
        help_text=_(
            "JPEG, PNG or WebP, at most 20 MB each; several at once. Where and with what "
            "they were taken is not kept."
        ),
        widget=ManyFilesInput(attrs={"accept": PHOTOS}),
    )
    alt = forms.CharField(
        label=_("What the photos show"),
        max_length=150,
        help_text=_(
            "In words, for who cannot see it: «dodol in a woven box». Several photos get "
            "the same words; say of each afterwards what is particular."
        ),
    )


class WordsForm(forms.ModelForm):
    class Meta:
        model = ProductPhoto
        fields = ["alt", "alt_en"]


class CropForm(forms.Form):
    """The cut in percent, as people think; thousandths in the row."""

    left = forms.DecimalField(
        label=_("From the left (%)"), min_value=0, max_value=90, decimal_places=1
    )
    top = forms.DecimalField(
        label=_("From the top (%)"), min_value=0, max_value=90, decimal_places=1
    )
    width = forms.DecimalField(
        label=_("Width (%)"), min_value=10, max_value=100, decimal_places=1
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"step": "0.1", "inputmode": "decimal"}

    @property
    def thousandths(self) -> tuple[int, int, int]:
        left, top, width = (
            round(self.cleaned_data[name] * 10) for name in ("left", "top", "width")
        )
        return left, top, width
