import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.sectors.models import Bilingual


@pghistory.track()
class HsCode(Bilingual):
    """Six digits of the harmonised system of customs, for goods that are ready for export.

    The labels are ours and short: the numbers are the world's, the tariff book is not copied.
    """

    code = models.CharField(
        _("code"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^\d{6}$", _("An HS code has 6 digits."))],
    )

    class Meta:
        verbose_name = _("HS code")
        verbose_name_plural = _("HS codes")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code[:4]}.{self.code[4:]} {super().__str__()}"
