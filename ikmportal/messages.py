"""Collects every sentence of the portal and compiles the Indonesian ones, without GNU gettext.

    python -m ikmportal.messages                    collect and compile
    python -m ikmportal.messages --merge FILE.tsv   take translations in: sentence TAB Indonesian
    python -m ikmportal.messages --check            1 when something is missing or out of date

In a TSV a message's context stands before its sentence, joined by «|» or the character 4.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from gettext import GNUTranslations
from itertools import pairwise
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
PO = Path("ikmportal", "locale", "id", "LC_MESSAGES", "django.po")
CONTEXT_END = "\x04"
PLACE = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
CALL = re.compile(r"(?:gettext|pgettext|ngettext|npgettext|\b_)\(")
SINGLE, IN_CONTEXT = (1,), ((1, "c"), 2)
COUNTED, COUNTED_IN_CONTEXT = (1, 2), ((1, "c"), 2, 3)
KEYWORDS: dict[str, Any] = {
    "_": SINGLE,
    "gettext": SINGLE,
    "gettext_lazy": SINGLE,
    "gettext_noop": SINGLE,
    "pgettext": IN_CONTEXT,
    "pgettext_lazy": IN_CONTEXT,
    "ngettext": COUNTED,
    "ngettext_lazy": COUNTED,
    "npgettext": COUNTED_IN_CONTEXT,
    "npgettext_lazy": COUNTED_IN_CONTEXT,
}
HEADER = """msgid ""
msgstr ""
"Language: id\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # a date would change the file at every run
Found = tuple[str | None, str | tuple[str, str]]


def collect(root: Path = ROOT) -> Catalog:
    """Every sentence in the code and the templates, not translated."""
    catalog = _empty_catalog()
    for context, sentence in sorted(set(_sentences(root)), key=_order):
        catalog.add(sentence, context=context)
    return catalog


def update(known: Catalog, root: Path = ROOT) -> Catalog:
    """What is said now, with the translations known already."""
    current = collect(root)
    for message in _messages(current):
        old = known.get(_id(message), context=message.context)
        if old is not None:
            message.string = _string_like(message, old.string)
            message.flags |= old.flags & {"fuzzy"}
    return current


def merge(catalog: Catalog, translations: dict[str, str]) -> list[str]:
    """Put these translations in. Returns the sentences that nobody says."""
    unused = dict(translations)
    for message in _messages(catalog):
        sentence = _id(message)
        ends = (CONTEXT_END, "|") if message.context else ()
        keys = [f"{message.context}{end}{sentence}" for end in ends]
        for key in (*keys, sentence):
            unused.pop(key, None)
        text = next(
            (translations[k] for k in (*keys, sentence) if k in translations), ""
        )
        if text:
            message.string = _string_like(message, text)
            message.flags.discard("fuzzy")
    return sorted(unused)


def problems(
    catalog: Catalog, compiled: dict[Any, str], root: Path = ROOT
) -> Iterator[str]:
    """What keeps this catalogue from being whole, in a line each."""
    current = {(message.context, _id(message)) for message in _messages(collect(root))}
    known = {(message.context, _id(message)) for message in _messages(catalog)}
    yield from (
        f"missing: {sentence}"
        for _context, sentence in sorted(current - known, key=str)
    )
    yield from (
        f"not said: {sentence}"
        for _context, sentence in sorted(known - current, key=str)
    )
    for message in _messages(catalog):
        text = _text(message)
        if not text:
            yield f"empty: {_id(message)}"
        elif message.fuzzy:
            yield f"fuzzy: {_id(message)}"
        elif _places(message) != set(PLACE.findall(text)):
            yield f"other places: {_id(message)} → {text}"
    if _compiled(catalog) != compiled:
        yield "the .mo file differs from its .po file"


def read_catalog(root: Path = ROOT) -> Catalog:
    if not (root / PO).exists():
        return _empty_catalog()
    with (root / PO).open(encoding="utf-8") as file:
        return read_po(file, locale="id")


def write_catalog(catalog: Catalog, root: Path = ROOT) -> None:
    """Write the .po, without what would change by itself, and the .mo beside it."""
    text = io.BytesIO()
    write_po(text, catalog, no_location=True, omit_header=True, width=100)
    path = root / PO
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        HEADER + text.getvalue().decode().strip("\n") + "\n", encoding="utf-8"
    )
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def read_compiled(root: Path = ROOT) -> dict[Any, str]:
    """The sentences in the .mo file."""
    path = (root / PO).with_suffix(".mo")
    return _sentences_in(path.read_bytes()) if path.exists() else {}


def read_tsv(path: Path) -> dict[str, str]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {
        row[0].replace("\\n", "\n"): row[1].replace("\\n", "\n")
        for row in rows
        if len(row) > 1
    }


def _sentences(root: Path) -> Iterator[Found]:
    for folder in ("apps", "ikmportal"):
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _extracted(path.read_bytes())
    for path in sorted((root / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            yield from _extracted(_calls(path.read_text(encoding="utf-8")).encode())


def _calls(template: str) -> str:
    """The gettext calls that Django makes of a template, a line each."""
    code = templatize(template)
    bounds = [*(match.start() for match in CALL.finditer(code)), len(code)]
    pieces = (code[start:end] for start, end in pairwise(bounds))
    return "\n".join(piece[: piece.rindex(")") + 1].strip() for piece in pieces)


def _extracted(code: bytes) -> Iterator[Found]:
    for _line, sentence, _comments, context in extract(
        "python", io.BytesIO(code), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield (
            context,
            sentence if isinstance(sentence, str) else (sentence[0], sentence[1]),
        )


def _empty_catalog() -> Catalog:
    catalog = Catalog(
        locale="id", creation_date=LONG_AGO, revision_date=LONG_AGO, fuzzy=False
    )
    catalog.mime_headers = [
        ("Plural-Forms", "nplurals=1; plural=0;")
    ]  # Babel believes in two
    return catalog


def _order(found: Found) -> tuple[str, str]:
    context, sentence = found
    return (sentence if isinstance(sentence, str) else sentence[0], context or "")


def _messages(catalog: Catalog) -> Iterable[Message]:
    return [message for message in catalog if message.id]


def _id(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _text(message: Message) -> str:
    string = message.string or ""
    return string if isinstance(string, str) else string[0]


def _string_like(message: Message, text: Any) -> Any:
    """Indonesian has one form for all numbers."""
    first = text if isinstance(text, str) else text[0]
    return first if isinstance(message.id, str) else (first,)


def _places(message: Message) -> set[Any]:
    ids = [message.id] if isinstance(message.id, str) else message.id
    return {place for sentence in ids for place in PLACE.findall(sentence)}


def _compiled(catalog: Catalog) -> dict[Any, str]:
    file = io.BytesIO()
    write_mo(file, catalog)
    return _sentences_in(file.getvalue())


def _sentences_in(compiled: bytes) -> dict[Any, str]:
    sentences: dict[Any, str] = dict(GNUTranslations(io.BytesIO(compiled))._catalog)  # type: ignore[attr-defined]
    sentences.pop("", None)
    return sentences


def main(arguments: list[str], root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(prog="python -m ikmportal.messages")
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--merge", type=Path, nargs="+", default=[], metavar="TSV")
    options = parser.parse_args(arguments)
    if options.check:
        found = list(problems(read_catalog(root), read_compiled(root), root))
        sys.stderr.writelines(f"{problem}\n" for problem in found)
        return 1 if found else 0
    catalog = update(read_catalog(root), root)
    for path in options.merge:
        for sentence in merge(catalog, read_tsv(path)):
            sys.stderr.write(f"{path.name}: nobody says «{sentence}»\n")
    write_catalog(catalog, root)
    empty = sum(not _text(message) for message in _messages(catalog))
    sys.stdout.write(f"{len(catalog)} messages, {empty} without a translation.\n")
    return 0


if __name__ == "__main__":
    if not settings.configured:
        settings.configure(USE_I18N=False)  # templatize asks nothing else
        django.setup()
    sys.exit(main(sys.argv[1:]))
