"""TinyDB's own documented behaviour, of stock TinyDB and of TinyDB over the journal alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.operations import add, decrement, delete, increment, subtract
from tinydb.operations import set as put
from tinydb.table import Document

from tests.durability.tinydb_kinds import Open, rows


@pytest.fixture
def filled(db: TinyDB) -> TinyDB:
    db.insert_multiple({"n": n, "name": name} for n, name in enumerate(("one", "two", "three"), 1))
    return db


@pytest.fixture
def again(db: TinyDB, opened: Open, db_path: Path) -> Callable[[], TinyDB]:
    def close_and_open() -> TinyDB:
        db.close()
        return opened(db_path)

    return close_and_open


def test_an_insert_tells_the_number_of_the_new_document(db: TinyDB) -> None:
    assert [db.insert({"a": 1}), db.insert({"a": 2})] == [1, 2]
    assert rows(db) == {1: {"a": 1}, 2: {"a": 2}}


def test_a_document_is_inserted_under_its_own_number(db: TinyDB) -> None:
    assert db.insert(Document({"a": 1}, doc_id=12)) == 12
    assert db.insert({"a": 2}) == 13
    assert rows(db) == {12: {"a": 1}, 13: {"a": 2}}


@pytest.mark.parametrize("number", [0, -4, 2**70])
def test_any_whole_number_may_be_the_number_of_a_document(db: TinyDB, again: Callable[[], TinyDB], number: int) -> None:
    db.insert(Document({"a": 1}, doc_id=number))
    assert rows(again()) == {number: {"a": 1}}


def test_several_documents_are_inserted_at_once(db: TinyDB) -> None:
    assert db.insert_multiple([{"a": 1}, {"a": 2}]) == [1, 2]
    assert db.insert_multiple({"a": n} for n in range(3, 5)) == [3, 4]
    assert db.insert_multiple([Document({"a": 9}, doc_id=9), Document({"a": 8}, doc_id=8)]) == [9, 8]
    assert rows(db) == {n: {"a": n} for n in (1, 2, 3, 4, 9, 8)}
    assert db.insert_multiple([]) == []


def test_numbers_go_on_after_the_highest_when_reopened(db: TinyDB, again: Callable[[], TinyDB]) -> None:
    db.insert_multiple([{}, {}])
    assert again().insert({}) == 3


def test_the_number_of_a_removed_document_is_not_given_again(filled: TinyDB) -> None:
    filled.insert({"n": 4})
    filled.remove(doc_ids=[4])
    assert filled.insert({}) == 5


def test_the_number_of_the_only_document_is_not_given_again_when_it_is_removed(db: TinyDB) -> None:
    db.insert({})
    db.remove(doc_ids=[1])
    assert db.insert({}) == 2


def test_all_len_and_iteration_show_every_document_with_its_number(filled: TinyDB) -> None:
    assert [document["n"] for document in filled.all()] == [1, 2, 3]
    assert [document.doc_id for document in filled] == [1, 2, 3]
    assert len(filled) == 3
    assert all(isinstance(document, Document) for document in filled.all())


def test_a_new_database_is_empty(db: TinyDB) -> None:
    assert (db.all(), len(db), db.search(where("a") == 1)) == ([], 0, [])
    assert not db.tables()
    assert db.get(doc_id=1) is None
    assert not db.contains(where("a") == 1)


def test_search_get_contains_and_count(filled: TinyDB) -> None:
    big = where("n") > 1
    assert [document["n"] for document in filled.search(big)] == [2, 3]
    assert filled.count(big) == 2
    assert filled.get(where("n") == 2) == {"n": 2, "name": "two"}
    assert filled.get(doc_id=3) == {"n": 3, "name": "three"}
    assert [document["n"] for document in filled.get(doc_ids=[1, 3, 77])] == [1, 3]
    assert filled.get(where("n") == 77) is None
    assert filled.get(doc_id=77) is None
    assert filled.contains(where("n") == 1)
    assert filled.contains(doc_id=1)
    assert not filled.contains(doc_id=77)


def test_a_search_is_not_answered_from_before_a_change(filled: TinyDB) -> None:
    big = where("n") > 1
    assert filled.count(big) == 2
    filled.insert({"n": 4})
    assert filled.count(big) == 3
    filled.remove(where("n") == 2)
    assert filled.count(big) == 2
    filled.update({"n": 0})
    assert filled.count(big) == 0
    filled.truncate()
    assert filled.search(where("n") == 0) == []


def test_update_with_fields(filled: TinyDB) -> None:
    assert filled.update({"n": 7, "new": [1, {"a": None}]}) == [1, 2, 3]
    assert filled.update({"name": "changed"}, where("name") == "two") == [2]
    assert filled.update({"by": "number"}, doc_ids=[3, 77]) == [3]
    every = {"n": 7, "new": [1, {"a": None}]}
    assert rows(filled) == {
        1: every | {"name": "one"},
        2: every | {"name": "changed"},
        3: every | {"name": "three", "by": "number"},
    }


def test_update_with_a_callable(filled: TinyDB) -> None:
    def double(document: Any) -> None:
        document["n"] *= 2
        document.setdefault("seen", []).append(document["name"])

    assert filled.update(double, where("n") != 2) == [1, 3]
    assert rows(filled)[1] == {"n": 2, "name": "one", "seen": ["one"]}
    assert rows(filled)[2] == {"n": 2, "name": "two"}
    assert rows(filled)[3] == {"n": 6, "name": "three", "seen": ["three"]}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (add("n", 5), {"n": 8, "name": "three"}),
        (subtract("n", 5), {"n": -2, "name": "three"}),
        (increment("n"), {"n": 4, "name": "three"}),
        (decrement("n"), {"n": 2, "name": "three"}),
        (put("n", "x"), {"n": "x", "name": "three"}),
        (delete("n"), {"name": "three"}),
    ],
    ids=["add", "subtract", "increment", "decrement", "set", "delete"],
)
def test_update_with_an_operation(filled: TinyDB, operation: Any, expected: dict[str, Any]) -> None:
    assert filled.update(operation, doc_ids=[3]) == [3]
    assert rows(filled) == {1: {"n": 1, "name": "one"}, 2: {"n": 2, "name": "two"}, 3: expected}


@pytest.mark.parametrize(("old", "new"), [(1, True), (0, False), (1, 1.0), (True, 1), ([1], [True]), (0.0, -0.0)])
def test_a_value_is_changed_to_one_that_python_calls_equal(
    db: TinyDB, again: Callable[[], TinyDB], old: object, new: object
) -> None:
    db.insert({"a": old})
    db.update({"a": new})
    assert repr(dict(db.all()[0])) == repr({"a": new})
    assert repr(dict(again().all()[0])) == repr({"a": new})


def test_several_updates_at_once(filled: TinyDB) -> None:
    updates = [({"n": 10}, where("n") == 1), (delete("name"), where("n") == 3)]
    assert filled.update_multiple(updates) == [1, 3]
    assert rows(filled) == {1: {"n": 10, "name": "one"}, 2: {"n": 2, "name": "two"}, 3: {"n": 3}}


def test_upsert_updates_what_is_there_and_inserts_what_is_not(filled: TinyDB) -> None:
    assert filled.upsert({"n": 2, "new": 1}, where("n") == 2) == [2]
    assert filled.upsert({"n": 4}, where("n") == 4) == [4]
    assert filled.upsert(Document({"n": 30}, doc_id=3)) == [3]
    assert filled.upsert(Document({"n": 50}, doc_id=50)) == [50]
    assert filled.upsert({"n": 0}, where("n") > 9) == [3, 50]
    assert rows(filled) == {
        1: {"n": 1, "name": "one"},
        2: {"n": 2, "name": "two", "new": 1},
        3: {"n": 0, "name": "three"},
        4: {"n": 4},
        50: {"n": 0},
    }


def test_remove_by_condition_and_by_number(filled: TinyDB) -> None:
    assert filled.remove(where("n") == 2) == [2]
    assert filled.remove(doc_ids=[3, 77]) == [3]
    assert filled.remove(where("n") == 77) == []
    assert rows(filled) == {1: {"n": 1, "name": "one"}}


def test_truncate_begins_the_numbers_anew(filled: TinyDB) -> None:
    filled.truncate()
    assert filled.all() == []
    assert filled.insert({"a": 1}) == 1


def test_results_may_be_changed_without_changing_what_is_stored(opened_at_once: Open, db_path: Path) -> None:
    with opened_at_once(db_path) as db:
        db.insert({"a": 1, "list": [1]})
        for found in (db.all()[0], db.get(doc_id=1), db.search(where("a") == 1)[0], next(iter(db))):
            found["list"].append(2)
            found["a"] = 5
        assert rows(db) == {1: {"a": 1, "list": [1]}}
        db.insert({})
    assert rows(opened_at_once(db_path)) == {1: {"a": 1, "list": [1]}, 2: {}}


def test_what_was_inserted_may_be_changed_without_changing_what_is_stored(writing: TinyDB) -> None:
    inserted, updated = {"list": [1]}, {"more": [1]}
    writing.insert(inserted)
    writing.update(updated)
    inserted["list"].append(2)
    updated["more"].append(2)
    assert rows(writing) == {1: {"list": [1], "more": [1]}}


ODD: dict[str, Any] = {
    "": None,
    'quote " back \\ tab \t line \n nul \0': [True, False, None, -1.5e300, 2**63, -(2**63), 10**30],
    "عربي": "حلب ‏ ",
    "emoji": "\U0001f600\ufeff",
    "deep": {"a": [{"b": [[]]}], "": {}},
}


def test_reopening_shows_the_same(db: TinyDB, again: Callable[[], TinyDB]) -> None:
    db.insert_multiple([ODD, {}, {"n": [ODD]}])
    db.table("other").insert(Document(ODD, doc_id=7))
    before = rows(db)
    reopened = again()
    assert rows(reopened) == before == {1: ODD, 2: {}, 3: {"n": [ODD]}}
    assert rows(reopened.table("other")) == {7: ODD}


def test_keys_that_are_no_text_and_tuples_become_what_json_has(db: TinyDB, again: Callable[[], TinyDB]) -> None:
    document: Any = {5: (1, (2,)), None: 1, True: 2}
    db.insert(document)
    assert rows(again()) == {1: {"5": [1, [2]], "null": 1, "true": 2}}
