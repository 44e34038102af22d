from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.businesses.models.days import FIRST_YEAR, LAST_YEAR
from apps.imports.correcting import LONGEST
from apps.imports.deciding import target_of
from apps.imports.models import ImportRow

TOO_LARGE = "too_large"
OPEN = "open"
READABLE = ".xlsx,.xls,.ods,.csv,.txt"


def agencies_of(user: User) -> QuerySet[Agency]:
    """For whom somebody may import: his own agency and its branches."""
    agencies = Agency.objects.valid()
    if user.sees_all_agencies:
        return agencies
    return agencies.filter(pk__in=Agency.objects.within(user.agency_id or 0))


class UploadForm(forms.Form):
    """A list to read."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("Agency"))
    year = forms.IntegerField(
        label=gettext_lazy("Year of the figures"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy(
            "Left empty, the year in the list's title or columns is used."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("List"),
        help_text=gettext_lazy(
            "XLSX, XLS, ODS or CSV, as it is: titles, merged heads, section rows and totals "
            "are recognised. Nothing is saved before you have looked at it."
        ),
        widget=forms.FileInput(attrs={"accept": READABLE}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"agency": user.agency_id})
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = agencies_of(user)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.IMPORT_MAX_BYTES:
            most = filesizeformat(settings.IMPORT_MAX_BYTES)
            message = _("The file is larger than %(most)s: send it in parts.")
            raise ValidationError(message % {"most": most}, code=TOO_LARGE)
        return file


class Deed(forms.Form):
    """A form whose refusal is said at the head of the page that it stands on."""

    @property
    def problems(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]


class CorrectionForm(Deed):
    """What a cell should say, there alone or wherever the same stands in its column."""

    letter = forms.CharField(max_length=3)
    text = forms.CharField(max_length=LONGEST, required=False, strip=True)
    everywhere = forms.BooleanField(required=False)
    remember = forms.BooleanField(required=False)
    seen = forms.CharField(max_length=16, required=False)


class ColumnForm(Deed):
    """What a doubtful column tells; `sheet` is its place in the file."""

    sheet = forms.IntegerField(min_value=0)
    letter = forms.RegexField(r"^[A-Z]{1,3}$")
    field = forms.ChoiceField(
        choices=[(name, name) for name in ("product", "commodity_group")]
    )


class AllForm(Deed):
    """What an officer says of all rows that are still open; nothing takes all of it back."""

    choice = forms.ChoiceField(choices=ImportRow.Choice, required=False)
    percent = forms.IntegerField(min_value=0, max_value=100, initial=90)


class DecisionForm(Deed):
    """What an officer says of a row: new, left out, or the same as one that was proposed.

    `open` takes back what was said; `seen` is what stood there, `open` for nothing.
    """

    choice = forms.CharField(
        error_messages={"required": gettext_lazy("Choose what this row is.")}
    )
    seen = forms.CharField(max_length=8, required=False)

    def __init__(self, *args: Any, row: ImportRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row

    def clean_seen(self) -> str | None:
        seen: str = self.cleaned_data["seen"]
        return None if not seen else seen.removeprefix(OPEN)

    def clean_choice(self) -> tuple[str, dict[str, int] | None]:
        said: str = self.cleaned_data["choice"]
        if said == OPEN:
            return "", None
        if said in {ImportRow.Choice.CREATE, ImportRow.Choice.SKIP}:
            return said, None
        for position, duplicate in enumerate(self.row.duplicates):
            if said == f"same-{position}":
                return ImportRow.Choice.SAME, target_of(duplicate)
        raise ValidationError(_("Choose what this row is."))
