"""Which commodity group a KBLI code or the words of a list mean."""

import re
from collections.abc import Iterator

from apps.sectors.models import CommodityGroup, SectorAlias

WORD = re.compile(r"[^\W_]+")


class Classification:
    """The groups and their words, read once: make one for a whole list."""

    def __init__(self) -> None:
        groups = dict(CommodityGroup.objects.values_list("code", "kbli_prefixes"))
        self.prefixes = {
            prefix: group
            for group, prefixes in groups.items()
            for prefix in re.findall(r"\d+", prefixes)
        }
        aliases = SectorAlias.objects.values_list("alias", "commodity_group__code")
        self.words = {_plain(alias): group for alias, group in aliases}
        names = CommodityGroup.objects.values_list("name", "code")
        self.words |= {_plain(name): code for name, code in names}
        self.words |= {_plain(code): code for code in groups}
        self.longest = max((len(words.split(" ")) for words in self.words), default=0)

    def by_kbli(self, code: str) -> str:
        """The code of the group with the longest fitting prefix, or ""."""
        lengths = range(len(code), 0, -1)
        return next(
            (self.prefixes[code[:n]] for n in lengths if code[:n] in self.prefixes), ""
        )

    def by_words(self, text: str) -> str:
        """The code of the group that the whole text, or its longest known words, mean.

        "" when nothing is known or equally long words disagree: «Kripik & Batik».
        """
        for length in range(self.longest, 0, -1):
            found = {
                self.words[part] for part in _parts(text, length) if part in self.words
            }
            if found:
                return found.pop() if len(found) == 1 else ""
        return ""


def _plain(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


def _parts(text: str, length: int) -> Iterator[str]:
    words = WORD.findall(text.casefold())
    return (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))
