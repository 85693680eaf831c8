"""docs/query.md and the query language say the same."""

from __future__ import annotations

import re
from pathlib import Path

from store.formats.columns import FIELDS as COLUMNS
from store.query_text import CHOICES, FIELDS

DOCS = Path(__file__).parents[2] / "docs"


def rows() -> str:
    """The first cells of the tables of fields."""
    text = (DOCS / "query.md").read_text(encoding="utf-8")
    tables = text.partition("\n## Fields\n")[2].partition("\n## Surely")[0]
    return "\n".join(re.findall(r"^\| (`.*?) \| ", tables, flags=re.MULTILINE))


def test_every_field_is_told_and_no_other() -> None:
    told = re.findall(r"`([a-z]+)(?:[:<>=]|>=)", rows())
    assert set(told) == set(FIELDS)


def test_what_a_field_can_be_is_told() -> None:
    text = (DOCS / "query.md").read_text(encoding="utf-8") + (DOCS / "data-model.md").read_text(encoding="utf-8")
    assert [value for values in CHOICES.values() for value in values if value not in text] == []


def test_the_fields_that_a_column_can_be_are_told() -> None:
    section = (DOCS / "formats.md").read_text(encoding="utf-8").partition("The fields are ")[2].partition(".\n")[0]
    assert re.findall(r"`(\w+)`", section) == list(COLUMNS)
