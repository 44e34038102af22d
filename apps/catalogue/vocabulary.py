"""The vocabulary of the search as this installation has edited it."""

from time import monotonic

from apps.catalogue.models import SearchWord
from ikmportal.indonesian import Vocabulary

KEPT_SECONDS = 30.0
_kept: dict[str, tuple[float, tuple, Vocabulary]] = {}


def current() -> Vocabulary:
    """The vocabulary of now, at most half a minute old; built anew only if a row changed."""
    kept = _kept.get("now")
    if kept and monotonic() - kept[0] < KEPT_SECONDS:
        return kept[2]
    return fresh()


def fresh() -> Vocabulary:
    """The vocabulary as the table has it in this moment."""
    rows = tuple(
        SearchWord.objects.order_by("kind", "word", "stands_for").values_list(
            "kind", "word", "stands_for"
        )
    )
    kept = _kept.get("now")
    same = kept is not None and kept[1] == rows
    vocabulary = kept[2] if kept and same else Vocabulary.from_rows(rows)
    _kept["now"] = (monotonic(), rows, vocabulary)
    return vocabulary
