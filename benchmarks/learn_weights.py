"""``python -m benchmarks.learn_weights``: the weights of the evidence, from labelled workbooks.

For each seed of LEARNED_FROM a workbook goes the real way to its candidates; of these it is
known which are one business. Counted are the levels of agreement of those and of the others.
"""

import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from benchmarks.__main__ import scratch_database, set_up

LEARNED_FROM = (101, 102, 103, 104)
PRECISION_TO_ASK = 0.84
PRECISION_WHEN_SURE = 0.998
HALF = 0.5  # of a pair is added to each count, so that nothing is impossible
LEVELS = {
    "phone": ["same", "shared", "other"],
    "name": ["same", "near", "within", "part", "other"],
    "owner": ["same", "near", "short", "hint", "like", "other"],
    "born": ["same", "other"],
    "village": ["same", "around", "district", "other"],
    "address": ["same", "near", "within", "part", "other"],
    "product": ["same", "near", "within", "part", "other"],
    "nik": ["other"],
    "nib": ["other"],
}


def main() -> int:
    set_up()
    with scratch_database():
        data = learned()
    from apps.businesses.matching.weights import FILE

    FILE.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(
        f"{FILE}: {data['pairs']} of {data['candidates']} candidates are one business"
    )
    return 0


def candidates(seed: int) -> Iterator[tuple[bool, Any, Any, Any]]:
    """Pairs that the index would compare: whether they are one, both, and the terms."""
    from apps.agencies.models import Agency
    from apps.businesses.matching.index import Index
    from apps.imports.importing import read_list
    from apps.imports.matching.grouping import described
    from benchmarks.workbooks import workbook

    book = workbook(seed)
    records = read_list(
        book.content, Agency.objects.get(code="DISPERINDAG-DPS")
    ).records
    index: Index[int] = Index()
    pairs = [
        (record.row, described(record)) for record in records if not record.refused
    ]
    for _row, description in pairs:
        index.terms.add(description)
    for row, description in pairs:
        for other in index.candidates(description):
            one = (other, row) in book.pairs
            yield one, description, index.described[other], index.terms
        index.add(row, description)


def learned() -> dict[str, Any]:
    from apps.businesses.matching.evidence import SAME, at_most
    from apps.businesses.matching.levels import levels
    from apps.businesses.matching.weights import read_weights

    counts: dict[bool, Counter[tuple[str, str]]] = {True: Counter(), False: Counter()}
    rarity: dict[tuple[str, str], list[float]] = defaultdict(list)
    seen = []
    for seed in LEARNED_FROM:
        for one, a, b, terms in candidates(seed):
            found, shared = levels(a, b)
            counts[one].update(found.items())
            seen.append((one, found, shared, terms))
            for field, words in shared.items() if one else ():
                if words and field != "phone":
                    others = terms.others(field, words)
                    rarity[field, found[field]].append(
                        math.log((others + HALF) / terms.entries)
                    )
    usual: dict[str, dict[str, float]] = defaultdict(dict)
    for (field, level), logs in sorted(rarity.items()):
        usual[field][level] = round(math.exp(sum(logs) / len(logs)), 6)
    data = {
        "learned_from": list(LEARNED_FROM),
        "candidates": len(seen),
        "pairs": sum(one for one, *_ in seen),
        "levels": {field: _chances(field, counts) for field in LEVELS},
        "usual": usual,
        "ask": 0.0,
        "same": 1.0,
    }
    model = read_weights(data)
    scored = [
        (model.of(found, shared, terms), one, at_most(found))
        for one, found, shared, terms in seen
        if "same" not in (found.get("nik"), found.get("nib"))
    ]
    may_be_sure = [each for each in scored if each[2] >= SAME]
    return data | {
        "ask": _least_bits(scored, PRECISION_TO_ASK),
        "same": _least_bits(may_be_sure, PRECISION_WHEN_SURE),
    }


def _chances(
    field: str, counts: dict[bool, Counter[tuple[str, str]]]
) -> dict[str, Any]:
    """m and u of each level: how often pairs that are one, and that are not, have it.

    Of NIK and NIB an equal one decides alone; what is learned is what two different ones say.
    """
    known = LEVELS[field] if len(LEVELS[field]) > 1 else ["same", "other"]
    chances = {}
    for level in LEVELS[field]:
        m, u = (
            (counts[one][field, level] + HALF)
            / (sum(counts[one][field, each] for each in known) + HALF * len(known))
            for one in (True, False)
        )
        chances[level] = {"m": round(m, 5), "u": round(u, 5)}
    return chances


def _least_bits(scored: list[tuple[float, bool, float]], precision: float) -> float:
    """The lowest weight from which on so many of all that weigh as much are right."""
    right, least = 0, math.inf
    for count, (bits, one, _most) in enumerate(sorted(scored, reverse=True), start=1):
        right += one
        if right / count >= precision:
            least = bits
    return round(least, 2)


if __name__ == "__main__":
    sys.exit(main())
