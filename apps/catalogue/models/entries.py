"""What the public catalogue is read from: one narrow row for each product that is shown now."""

from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from apps.businesses.models import Business
from apps.catalogue.models.entry_triggers import (
    FOLLOW_BUSINESS,
    NOTE_CHANGED_ENTRIES,
)
from apps.catalogue.models.products import Product
from ikmportal.indonesian import VOWELS, WordRow, tidy


class CatalogueEntryQuerySet(models.QuerySet["CatalogueEntry"]):
    def found_by(self, tsquery: str) -> Self:
        """Those whose words answer to a text for `::tsquery`."""
        asked = RawSQL("words @@ %s::tsquery", [tsquery], models.BooleanField())
        return self.alias(answers=asked).filter(answers=True)


class CatalogueEntry(models.Model):
    """A product that is shown now, as searches and filters ask for it.

    `words` has the terms of its texts and, as further lexemes, what it is filtered by («=g:pangan»):
    words and filters are one question to one index. Triggers remove an entry in the moment in which its product may no longer be shown; the
    analysis, which the database cannot do, writes it (apps/catalogue/indexing.py).
    """

    product = models.OneToOneField(
        Product,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="entry",
        verbose_name=_("product"),
    )
    words = SearchVectorField(_("words"))
    group = models.CharField(_("commodity group"), max_length=50)
    subsector = models.CharField(_("creative subsector"), max_length=50)
    area = models.CharField(_("area"), max_length=10)
    grade = models.CharField(_("grade"), max_length=1)
    grade_until = models.DateField(_("grade valid until"), null=True)
    is_export_ready = models.BooleanField(_("ready for export"))
    price = models.BigIntegerField(_("price (Rp)"), null=True)
    band = models.PositiveSmallIntegerField(_("band of its price"))
    certificates = models.JSONField(
        _("certificates"),
        default=dict,
        help_text=_("Until when each holds, by the code of its scheme."),
    )
    shown_at = models.DateTimeField(_("first published"))
    sort_name = models.CharField(_("name to sort by"), max_length=150, db_collation="C")

    objects = CatalogueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the catalogue")
        verbose_name_plural = _("entries of the catalogue")
        default_permissions = ()
        indexes = [
            GinIndex(fields=["words"], name="catalogue_entry_words", fastupdate=False),
            models.Index(
                fields=["-shown_at", "-product"], name="catalogue_entry_newest"
            ),
            models.Index(fields=["sort_name", "product"], name="catalogue_entry_name"),
            models.Index(fields=["price", "product"], name="catalogue_entry_price"),
            models.Index(
                F("price").desc(nulls_last=True),
                F("product").desc(),
                name="catalogue_entry_dearest",
            ),
            models.Index(
                fields=["grade_until"],
                condition=Q(grade_until__isnull=False),
                name="catalogue_entry_grade_until",
            ),
        ]
        triggers = NOTE_CHANGED_ENTRIES

    def __str__(self) -> str:
        return self.sort_name


class StaleEntry(models.Model):
    """A product whose entry is to be written anew. Triggers only add, so they wait for nobody."""

    product_id = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.product_id)


class CatalogueChange(models.Model):
    """The catalogue changed in the transaction that wrote this row.

    The newest id with their number is the version of what is shown: a transaction that ends
    late raises the number, and `indexing.forget_changes` adds before it removes.
    """

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class ListedBusiness(Business):
    """A business; here only so that its products go when it goes."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = FOLLOW_BUSINESS


class TermBitmap(models.Model):
    """Which entries have a term, as a compressed bitmap of their products' keys.

    A part are the products of 65,536 keys that follow each other: what has changed is drawn
    anew without the rest. A term is a lexeme of `words`, the one that all entries have («=»),
    or a stretch of an order («<price:17»).
    """

    term = models.TextField(db_collation="C")
    part = models.PositiveIntegerField()
    products = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["term", "part"],
                name="catalogue_termbitmap_once_per_part",
                violation_error_message=_("This part of a bitmap is there already."),
            )
        ]
        indexes = [models.Index(fields=["part"], name="catalogue_termbitmap_part")]

    def __str__(self) -> str:
        return f"{self.term} {self.part}"


class ChangedEntry(models.Model):
    """A product whose entry was written or removed since the bitmaps were drawn.

    Triggers only add. Up to 2,000 are left out of what is counted by bitmaps, and their rows are
    read; while there are more, nothing is counted by bitmaps.
    """

    product_id = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.product_id)


class CatalogueState(models.Model):
    """What was done for the whole catalogue last: by which vocabulary, and which bitmaps hold."""

    id = models.BooleanField(primary_key=True, default=True)
    vocabulary = models.CharField(max_length=40, blank=True)
    bitmaps = models.UUIDField(null=True)
    bounds = models.JSONField(default=dict)  # of the stretches of each order

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(id=True),
                name="catalogue_state_is_one_row",
                violation_error_message=_("There is one state of the catalogue."),
            )
        ]

    def __str__(self) -> str:
        return str(self.bitmaps)


class KnownWord(models.Model):
    """A word of the catalogue and how many products have it: what «did you mean» knows."""

    word = models.CharField(_("word"), max_length=40, primary_key=True)
    products = models.PositiveIntegerField(_("products"))

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(OpClass("word", "gin_trgm_ops"), name="catalogue_knownword_trgm"),
            models.Index(
                Func(F("word"), Value(VOWELS), Value(""), function="translate"),
                name="catalogue_knownword_consonants",
            ),
        ]

    def __str__(self) -> str:
        return self.word


@pghistory.track()
class SearchWord(models.Model):
    """What the search knows of a word: another spelling, a root, a word to leave out.

    Shipped with the portal, edited by the office. A change is in force within a minute: all
    products are analysed anew.
    """

    class Kind(models.TextChoices):
        VARIANT = "variant", _("another spelling or name")
        EXCEPTION = "exception", _("a derived word, with its root")
        FUNCTION = "function", _("left out (dan, untuk)")
        ROOT = "root", _("a word without affixes, though it looks so")
        RARE = "rare", _("no root, though the dictionary has it")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    word = models.CharField(_("word"), max_length=40)
    stands_for = models.CharField(
        _("stands for"),
        max_length=40,
        blank=True,
        help_text=_("The usual spelling, or the root; only for the first two kinds."),
    )

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")
        ordering = ["kind", "word"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "word"],
                name="catalogue_searchword_once_per_kind",
                violation_error_message=_("This word is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.stands_for}" if self.stands_for else self.word

    def clean(self) -> None:
        row = tidy(WordRow(self.kind, self.word, self.stands_for))  # type: ignore[arg-type]
        if row is None:
            raise ValidationError(
                _(
                    "Give single words; a spelling or a root needs the word it stands for."
                )
            )
        self.word, self.stands_for = row.word, row.stands_for


def valid_grade() -> Q:
    """The condition under which the grade of an entry is still one."""
    return Q(grade_until__gte=localdate())
