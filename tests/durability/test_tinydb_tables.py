"""TinyDB's tables, queries and errors, of stock TinyDB and of TinyDB over the journal alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB, where
from tinydb.table import Document

from tests.durability.tinydb_kinds import Open, rows


def test_tables_are_apart(db: TinyDB) -> None:
    db.insert({"in": "default"})
    one, other = db.table("one"), db.table("other")
    assert [one.insert({"in": "one"}), other.insert({"in": "other"})] == [1, 1]
    assert db.tables() == {"_default", "one", "other"}
    assert (rows(one), rows(other)) == ({1: {"in": "one"}}, {1: {"in": "other"}})
    assert db.table("one") is one
    assert one.name == "one"


def test_a_table_is_there_once_something_was_written_to_it(db: TinyDB) -> None:
    db.table("read only").all()
    assert db.tables() == frozenset()
    db.table("empty", persist_empty=True)
    db.table("nothing removed").remove(where("a") == 1)
    assert db.tables() == {"empty", "nothing removed"}


def test_drop_table_takes_away_one_table(db: TinyDB) -> None:
    for name in ("one", "other"):
        db.table(name).insert_multiple([{"a": 1}, {"a": 2}])
    db.drop_table("one")
    db.drop_table("never there")
    assert db.tables() == {"other"}
    assert db.table("one").all() == []
    assert db.table("one").insert({"b": 1}) == 1
    assert rows(db.table("one")) == {1: {"b": 1}}


def test_drop_tables_takes_away_all(opened: Open, db_path: Path) -> None:
    with opened(db_path) as db:
        for name in ("_default", "one", "other"):
            db.table(name).insert({"a": 1})
        db.drop_tables()
        assert (db.tables(), len(db)) == (frozenset(), 0)
        assert db.table("one").insert({"a": 1}) == 1
    with opened(db_path) as db:
        assert db.tables() == {"one"}


@pytest.mark.parametrize(
    "name", ["", "أحداث", 'say "hi"', "back\\slash", "a\nb\tc\0", "1", "{", "Journal", "\U0001f600", "journal\u200e"]
)
def test_a_table_may_have_any_name(opened: Open, db_path: Path, name: str) -> None:
    with opened(db_path) as db:
        db.table(name).insert({"a": name})
        db.table("after").insert({})
    with opened(db_path) as db:
        assert db.tables() == {name, "after"}
        assert rows(db.table(name)) == {1: {"a": name}}


def is_longer(text: Any, length: int = 0) -> bool:
    return len(text) > length


PEOPLE = [
    {"name": "Amal", "age": 40, "towns": [{"name": "Homs"}, {"name": "Aleppo"}], "tags": ["a", "b"]},
    {"name": "Bashir", "age": 17, "towns": [{"name": "Homs"}], "tags": ["b"], "at": {"deep": {"er": 1}}},
    {"name": "نور", "age": None, "towns": [], "tags": []},
    {"name": "Dalal", "age": 65, "key with space": 1},
]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (where("age") == 40, ["Amal"]),
        (where("age") != 40, ["Bashir", "نور", "Dalal"]),
        ((where("tags").exists()) & (where("age") != None), ["Amal", "Bashir"]),  # noqa: E711
        (where("name") == "نور", ["نور"]),
        (where("at").deep.er == 1, ["Bashir"]),
        (where("at")["deep"]["er"] == 1, ["Bashir"]),
        (Query()["key with space"].exists(), ["Dalal"]),
        (where("name").matches("[A-D]a", flags=re.IGNORECASE), ["Bashir", "Dalal"]),
        (where("name").search("a$"), []),
        (where("name").search("l$"), ["Amal", "Dalal"]),
        (where("name").test(is_longer, 5), ["Bashir"]),
        (where("tags").any(["a", "z"]), ["Amal"]),
        (where("tags").all(["b"]), ["Amal", "Bashir"]),
        (where("towns").any(where("name") == "Aleppo"), ["Amal"]),
        (where("towns").all(where("name") == "Homs"), ["Bashir", "نور"]),
        (where("age").one_of([17, 65]), ["Bashir", "Dalal"]),
        (Query().fragment({"age": 17, "tags": ["b"]}), ["Bashir"]),
        (where("at").fragment({"deep": {"er": 1}}), ["Bashir"]),
        (Query().noop(), ["Amal", "Bashir", "نور", "Dalal"]),
        (where("towns").map(lambda towns: len(towns)) == 2, ["Amal"]),
        ((where("age") == 40) | (where("age") == 65), ["Amal", "Dalal"]),
        (~(where("age") == 40) & (where("tags").exists()), ["Bashir", "نور"]),
        (lambda document: document["age"] == 65, ["Dalal"]),
    ],
)
def test_a_query_finds_what_it_asks_for(db: TinyDB, query: Any, names: list[str]) -> None:
    db.insert_multiple(PEOPLE)
    for _ in range(2):
        assert [document["name"] for document in db.search(query)] == names
    assert db.count(query) == len(names)
    assert db.contains(query) == bool(names)
    assert (found["name"] if (found := db.get(query)) else None) == (names[0] if names else None)


@pytest.mark.parametrize("wrong", [{1, 2}, object(), b"bytes", 1j])
def test_what_json_cannot_hold_is_a_type_error_and_changes_nothing(writing: TinyDB, wrong: object) -> None:
    writing.insert({"a": 1})
    with pytest.raises(TypeError):
        writing.insert({"a": wrong})
    with pytest.raises(TypeError):
        writing.insert_multiple([{"a": 2}, {"a": [wrong]}])
    with pytest.raises(TypeError):
        writing.update({"a": wrong})
    with pytest.raises(TypeError):
        writing.update(lambda document: document.update(a={"in": wrong}))
    assert rows(writing) == {1: {"a": 1}}


def test_what_is_no_mapping_is_a_value_error_and_changes_nothing(writing: TinyDB) -> None:
    wrong: Any = ["a"]
    with pytest.raises(ValueError, match="not a Mapping"):
        writing.insert(wrong)
    with pytest.raises(ValueError, match="not a Mapping"):
        writing.insert_multiple([{"a": 1}, wrong])
    assert writing.all() == []


def test_a_number_that_is_taken_is_a_value_error_and_changes_nothing(writing: TinyDB) -> None:
    writing.insert({"a": 1})
    with pytest.raises(ValueError, match="already exists"):
        writing.insert(Document({"a": 2}, doc_id=1))
    with pytest.raises(ValueError, match="already exists"):
        writing.insert_multiple([Document({"a": 3}, doc_id=3), Document({"a": 2}, doc_id=1)])
    assert rows(writing) == {1: {"a": 1}}


def test_what_is_asked_without_a_condition_is_an_error(db: TinyDB) -> None:
    db.insert({"a": 1})
    with pytest.raises(RuntimeError):
        db.remove()
    with pytest.raises(RuntimeError):
        db.get()
    with pytest.raises(RuntimeError):
        db.contains()
    with pytest.raises(ValueError, match="query"):
        db.upsert({"a": 2})
    assert rows(db) == {1: {"a": 1}}


def test_a_callable_that_raises_half_way_changes_nothing(writing: TinyDB) -> None:
    writing.insert_multiple({"n": n, "list": [n]} for n in range(4))

    def fail_at_two(document: Any) -> None:
        document["list"].append(9)
        document["n"] += 10
        if document["n"] == 12:
            raise KeyError("two")

    before = rows(writing)
    changes: list[Callable[[], object]] = [
        lambda: writing.update(fail_at_two),
        lambda: writing.update(fail_at_two, where("n") > 0),
        lambda: writing.update(fail_at_two, doc_ids=[1, 3]),
        lambda: writing.update_multiple([(fail_at_two, where("n") >= 0)]),
    ]
    for change in changes:
        with pytest.raises(KeyError, match="two"):
            change()
        assert rows(writing) == before


def test_a_generator_that_raises_half_way_changes_nothing(writing: TinyDB) -> None:
    def two() -> Iterator[dict[str, int]]:
        yield {"a": 1}
        raise KeyError("second")

    with pytest.raises(KeyError):
        writing.insert_multiple(two())
    assert writing.all() == []


def test_a_database_is_closed_when_its_context_ends(opened: Open, db_path: Path) -> None:
    with opened(db_path) as db:
        db.insert({"a": 1})
    with suppress(KeyError), opened(db_path) as db:
        db.insert({"a": 2})
        raise KeyError
    with opened(db_path) as db:
        assert rows(db) == {1: {"a": 1}, 2: {"a": 2}}
