from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.accounts.handover import Open, receivers_of, seen
from apps.accounts.models import User


class GiverForm(forms.Form):
    """Whose work is handed over."""

    dari = forms.ModelChoiceField(
        User.objects.none(), label=_("The colleague who leaves")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues: Any = self.fields["dari"]
        kept = User.objects.kept_by(by).exclude(pk=by.pk)
        colleagues.queryset = kept.order_by("name")


class HandoverForm(forms.Form):
    """To whom each kind goes; it knows what was looked at."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    deactivate = forms.BooleanField(
        label=_("Deactivate the account of the colleague who leaves"), required=False
    )
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, giver: User, owned: Iterable[Open], **kwargs: Any
    ) -> None:
        owned = list(owned)
        kwargs["initial"] = {"looked_at": seen(owned)}
        super().__init__(*args, **kwargs)
        self.kinds = [each.belonging.code for each in owned]
        for each in owned:
            self.fields[each.belonging.code] = forms.ModelChoiceField(
                receivers_of(each.belonging, giver),
                label=_("%(what)s: %(count)d, to")
                % {"what": capfirst(str(each.belonging.name)), "count": len(each.rows)},
            )
        self.order_fields([*self.kinds, "reason", "deactivate", "looked_at"])

    def receivers(self) -> dict[str, User]:
        return {kind: self.cleaned_data[kind] for kind in self.kinds}
