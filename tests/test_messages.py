import io

import pytest
from babel.messages.pofile import read_po

from ikmportal.messages import (
    HEADER,
    collect,
    main,
    merge,
    problems,
    read_catalog,
    read_compiled,
    read_tsv,
    update,
)


def catalog_of(text):
    return read_po(io.StringIO(HEADER + text), locale="id")


@pytest.fixture
def said(tmp_path):
    """Make a portal that says what this code and this template say."""

    def say(code, template=""):
        (tmp_path / "apps").mkdir()
        (tmp_path / "apps" / "views.py").write_text(code)
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "page.html").write_text(template)
        return tmp_path

    return say


def test_every_message_is_translated_and_compiled():
    assert list(problems(read_catalog(), read_compiled())) == []


def test_code_and_templates_are_read():
    found = collect()

    assert found.get("Confirm import") is not None  # a template's translate
    assert found.get("Row %(line)s: %(reason)s") is not None  # a blocktranslate
    assert found.get("There is no «%(code)s».") is not None  # code
    assert found.get("name", context="of a place") is not None
    assert found.get("File to import") is not None  # of a package


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "missing: Row %(line)s"),
        ('msgid "Row %(line)s"\nmsgstr ""\n', "empty: Row %(line)s"),
        (
            '#, fuzzy\nmsgid "Row %(line)s"\nmsgstr "Baris %(line)s"\n',
            "fuzzy: Row %(line)s",
        ),
        (
            'msgid "Row %(line)s"\nmsgstr "Baris %(baris)s"\n',
            "other places: Row %(line)s → Baris %(baris)s",
        ),
        (
            'msgid "Row %(line)s"\nmsgstr "Baris %(line)s"\n',
            "the .mo file differs from its .po file",
        ),
    ],
)
def test_problems_are_named(said, text, problem):
    root = said('_("Row %(line)s")')

    assert problem in list(problems(catalog_of(text), {}, root))


def test_what_is_no_longer_said_is_named(said):
    known = catalog_of('msgid "Old"\nmsgstr "Lama"\n')

    assert "not said: Old" in list(problems(known, {}, said("")))


def test_merge_takes_translations_by_sentence_and_by_context(said):
    code = '_("name"), pgettext("of a place", "name"), ngettext("%(n)s row", "%(n)s rows", 2)'
    catalog = collect(said(code))
    words = {
        "name": "nama",
        "of a place\x04name": "nama tempat",
        "%(n)s row": "%(n)s baris",
    }

    unused = merge(catalog, words | {"nobody": "siapa"})

    assert catalog.get("name").string == "nama"
    assert catalog.get("name", context="of a place").string == "nama tempat"
    assert catalog.get("%(n)s row").string == ("%(n)s baris",)
    assert unused == ["nobody"]


def test_templates_are_read_with_contexts_and_plurals(said):
    template = """{% load i18n %}<p>(once)</p>{% translate "State" context "of a business" %}
        {% blocktranslate count n=rows trimmed %}
          {{ n }} row
        {% plural %}
          {{ n }} rows
        {% endblocktranslate %}"""

    catalog = collect(said("", template))

    assert [(m.context, m.id) for m in catalog if m.id] == [
        (None, ("%(n)s row", "%(n)s rows")),
        ("of a business", "State"),
    ]


def test_what_is_translated_stays_translated(said):
    root = said('_("Row"), _("New")')

    updated = update(catalog_of('msgid "Row"\nmsgstr "Baris"\n'), root)

    assert [updated.get(word).string or "" for word in ("Row", "New")] == ["Baris", ""]


def test_writing_twice_gives_the_same_files(said):
    root = said('_("Row"), ngettext("%(n)s row", "%(n)s rows", 2)')
    (root / "words.tsv").write_text("Row\tBaris\n%(n)s row\t%(n)s baris\n")

    texts = []
    for _time in range(2):
        main(["--merge", str(root / "words.tsv")], root)
        texts.append([file.read_bytes() for file in sorted(root.rglob("django.*"))])

    assert texts[0] == texts[1]
    assert main(["--check"], root) == 0


def test_the_check_fails_with_a_line_for_each_problem(said, capsys):
    root = said('_("Row")')

    assert main(["--check"], root) == 1
    assert capsys.readouterr().err == "missing: Row\n"


def test_read_tsv_writes_line_breaks_out(tmp_path):
    (tmp_path / "words.tsv").write_text("One\\ntwo\tSatu\\ndua\nnonsense\n")

    assert read_tsv(tmp_path / "words.tsv") == {"One\ntwo": "Satu\ndua"}
