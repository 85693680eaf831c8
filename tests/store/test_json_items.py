"""The items of a large JSON document are read one by one, with a line for each, and what is wrong with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store.formats import reading
from store.formats.json_items import items
from store.formats.reading import FileError, InputFile

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=5), children, max_size=4),
    max_leaves=12,
)


@example(before={}, values=[None, -0.0, 1.5e300, -2], indent=None, piece=1)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.dictionaries(st.text(max_size=5).filter(lambda key: key != "events"), VALUES, max_size=3),
    values=st.lists(VALUES, max_size=8),
    indent=st.none() | st.integers(0, 3),
    piece=st.integers(1, 40),
)
def test_the_items_are_those_of_the_document(
    tmp_path: Path, before: dict[str, Any], values: list[Any], indent: int | None, piece: int
) -> None:
    path = tmp_path / "story.json"
    path.write_text(json.dumps({**before, "events": values, "after": [1]}, indent=indent), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "BEGINNING", piece)
        assert list(items(InputFile(path), "events")) == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"events": [1, 2', "line 1"),
        ('{"events": [1,\n2,\n{"a": }]}', "line 3"),
        ('{"events": 3}', 'without a list of "events"'),
        ('{"other": []}', 'without a list of "events"'),
        ("[1]", '"{" is expected'),
        ('{"events": [' + "[" * 200_000, "line 1"),
        ('{"events": ["' + "x" * 5_000_000, "longer than"),
    ],
    ids=range(7),
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "story.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=words):
        list(items(InputFile(path), "events"))


def test_each_item_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "story.json"
    path.write_text('{\n"events": [\n{"a":\n1},\n\n{"b": 2}\n]}', encoding="utf-8")
    file = InputFile(path)
    assert [(item, file.line) for item in items(file, "events")] == [({"a": 1}, 4), ({"b": 2}, 6)]
