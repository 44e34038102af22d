from django import forms
from django.core.exceptions import ValidationError


class WholeRowForm(forms.ModelForm):
    """Checks every constraint of its row, also those that name a column it does not show.

    Django's own check leaves those out: the form is valid, and saving fails.
    """

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]
