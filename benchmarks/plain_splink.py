"""The same truth through a plain Splink model (DuckDB), as its tutorial sets one up.

Trained without labels: u by random sampling, m by expectation maximisation. The scores of its
two thresholds are those that serve it best on the truth: they flatter it.
"""

from typing import Any

from benchmarks.workbooks import Workbook

FIELDS = ["owner", "name", "product", "phone", "nik", "nib", "region"]


def splink_rows(book: Workbook, reading: Any, seed: int) -> list[dict[str, Any]]:
    """Its precision where its recall is highest, and its recall where it never errs."""
    try:
        import splink  # noqa: F401
    except ImportError:
        return []
    scored = _scored(reading)
    note = f"seed {seed}, plain Splink"
    lines = []
    for work, least in [("precise to 0.80", 0.80), ("precise to 0.995", 0.995)]:
        recall, precision = _best(scored, book.pairs, least)
        lines += [_line(f"Splink, {work}: recall", recall, note)]
        lines += [_line(f"Splink, {work}: precision", precision, note)]
    found = {pair for _score, pair in scored}
    lines.append(
        _line(
            "Splink, all it proposes: recall",
            len(found & book.pairs) / len(book.pairs),
            note,
        )
    )
    return lines


def _scored(reading: Any) -> list[tuple[float, tuple[int, int]]]:
    import duckdb
    import splink.comparison_library as compared
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rows = [(record.row, *_fields(record)) for record in reading.records]
    database = duckdb.connect()
    columns = ", ".join(f"{name} VARCHAR" for name in FIELDS)
    database.execute(f"CREATE TABLE listed (unique_id BIGINT, {columns})")
    marks = ", ".join("?" * (1 + len(FIELDS)))
    database.executemany(f"INSERT INTO listed VALUES ({marks})", rows)
    api = DuckDBAPI(connection=database)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compared.JaroWinklerAtThresholds("owner").configure(
                term_frequency_adjustments=True
            ),
            *(compared.JaroWinklerAtThresholds(name) for name in ("name", "product")),
            *(compared.ExactMatch(name) for name in ("phone", "nik", "nib", "region")),
        ],
        blocking_rules_to_generate_predictions=[
            *(block_on(name) for name in ("nik", "nib", "phone", "owner", "name")),
            *(block_on("region", name) for name in ("product", "substr(owner, 1, 8)")),
        ],
    )
    linker = Linker(api.register("listed"), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("nik"), block_on("nib")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for names in (("region", "product"), ("owner",)):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*names)
        )
    predicted = linker.inference.predict(threshold_match_probability=0.001)
    found = database.sql(
        "SELECT match_probability, unique_id_l, unique_id_r FROM "
        + predicted.physical_name
    ).fetchall()
    return sorted(
        ((score, (min(a, b), max(a, b))) for score, a, b in found), reverse=True
    )


def _fields(record: Any) -> list[str | None]:
    """As we compare them: titles gone, birth order written out, lower case; "" is unknown."""
    from apps.imports.matching.grouping import described

    one = described(record)
    values = {name: getattr(one, name, "") for name in FIELDS}
    values["name"] = min(one.names, key=len, default="")
    return [values[name] or None for name in FIELDS]


def _best(
    scored: list[tuple[float, tuple[int, int]]],
    truth: set[tuple[int, int]],
    least: float,
) -> tuple[float, float]:
    """The highest recall, with its precision, at which so many of what it finds are right."""
    right, best = 0, (0.0, 1.0)
    for count, (_score, pair) in enumerate(scored, start=1):
        right += pair in truth
        if right / count >= least:
            best = (right / len(truth), right / count)
    return best


def _line(work: str, value: float, note: str) -> dict[str, Any]:
    return {"work": work, "value": value, "beside": "", "floor": None, "note": note}
