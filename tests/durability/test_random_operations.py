"""A store does what plain dicts would do, whatever is done to it in whatever order."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from store.disk import Disk
from store.journal import JournalStorage
from store.tables import Tables, Transaction, replay

NAMES = st.sampled_from(["events", "people", "", 'a"b', "حدث"])
NUMBERS = st.integers(1, 5)
VALUES = st.sampled_from([0, 1, True, False, 1.0, None, "", "نص", [1], [True], {"a": 1}, {"a": True}, {}, 2**64, -0.5])
ROWS = st.dictionaries(st.sampled_from(["", "a", "b"]), VALUES, max_size=2)
PUTS = st.tuples(NAMES, NUMBERS, st.one_of(st.none(), ROWS))
HANDLES = st.integers(0, 1)


class Unsynced(Disk):
    """A disk that is quick: nothing here crashes."""

    def sync(self, file: int) -> None:
        """Do nothing."""

    def sync_folder(self, folder: Path) -> None:
        """Do nothing."""


class GaveUpError(Exception):
    """Raised within a transaction that is to come to nothing."""


def exactly(tables: Any) -> str:
    """Tables as text in which 1, 1.0 and true are three things."""
    return json.dumps({name: dict(rows) for name, rows in tables.items()}, sort_keys=True, ensure_ascii=False)


def do(puts: list[tuple[str, int, dict[str, Any] | None]], table: Callable[[str], Any]) -> None:
    """Put rows in tables, or take them away for None."""
    for name, number, row in puts:
        rows = table(name)
        if row is not None:
            rows[number] = deepcopy(row)
        else:
            rows.pop(number, None)


class StoreMachine(RuleBasedStateMachine):
    """Two handles on one store, and what it should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "events.json"
        self.model: Tables = {}
        self.handles: list[JournalStorage] = []

    def open(self) -> JournalStorage:
        """Another handle on the store."""
        return JournalStorage(self.path, disk=Unsynced(), by="somebody")

    @initialize(foreign=st.booleans())
    def begin(self, foreign: bool) -> None:
        """A store is begun as a file of another program, or as nothing."""
        if foreign:
            self.model = {"events": {1: {"a": 1}}, "empty": {}}
            self.path.write_text(json.dumps(self.model), encoding="utf-8")
        self.handles = [self.open(), self.open()]

    @rule(who=HANDLES, put=PUTS)
    def change_one_row(self, who: int, put: tuple[str, int, dict[str, Any] | None]) -> None:
        """One row is put or removed."""
        with self.handles[who].transaction() as transaction:
            do([put], transaction.table)
        do([put], lambda name: self.model.setdefault(name, {}))

    @rule(who=HANDLES, puts=st.lists(PUTS, max_size=5))
    def change_several_rows(self, who: int, puts: list[tuple[str, int, dict[str, Any] | None]]) -> None:
        """Several rows are put or removed in one transaction, which sees itself."""
        do(puts, lambda name: self.model.setdefault(name, {}))
        with self.handles[who].transaction() as transaction:
            do(puts, transaction.table)
            self.check_seen(transaction, {name for name, _, _ in puts})

    def check_seen(self, transaction: Transaction, names: set[str]) -> None:
        """The transaction shows what the tables will be."""
        for name in names:
            table = transaction.table(name)
            assert exactly(dict(table)) == exactly(self.model[name])
            assert len(table) == len(self.model[name])

    @rule(who=HANDLES, name=NAMES, row=ROWS)
    def add_under_a_new_number(self, who: int, name: str, row: dict[str, Any]) -> None:
        """A row gets a number that no row of its table has."""
        with self.handles[who].transaction() as transaction:
            number = transaction.table(name).new_number()
            transaction.table(name)[number] = deepcopy(row)
        assert number not in self.model.get(name, {})
        self.model.setdefault(name, {})[number] = row

    @rule(who=HANDLES, puts=st.lists(PUTS, max_size=3))
    def give_up(self, who: int, puts: list[tuple[str, int, dict[str, Any] | None]]) -> None:
        """A transaction that raises does nothing."""
        try:
            with self.handles[who].transaction() as transaction:
                do(puts, transaction.table)
                if puts:
                    transaction.replace_all({})
                raise GaveUpError
        except GaveUpError:
            pass

    @rule(who=HANDLES, name=NAMES, puts=st.lists(PUTS, max_size=2))
    def drop(self, who: int, name: str, puts: list[tuple[str, int, dict[str, Any] | None]]) -> None:
        """A table is dropped, and rows are put in the same transaction, maybe into the very same table."""
        self.model.pop(name, None)
        kept = deepcopy(self.model)
        do(puts, lambda name: self.model.setdefault(name, {}))
        with self.handles[who].transaction() as transaction:
            transaction.replace_all(kept)
            do(puts, transaction.table)
            self.check_seen(transaction, {name for name, _, _ in puts})

    @rule(who=HANDLES)
    def clear(self, who: int) -> None:
        """Every row of a table is removed, and the table stays."""
        with self.handles[who].transaction() as transaction:
            transaction.table("events").clear()
        self.model["events"] = {}

    @rule(who=HANDLES, puts=st.lists(PUTS, max_size=4))
    def write_all(self, who: int, puts: list[tuple[str, int, dict[str, Any] | None]]) -> None:
        """All is replaced, in the way of TinyDB."""
        self.model = {}
        do(puts, lambda name: self.model.setdefault(name, {}))
        self.handles[who].write(deepcopy(self.model))

    @rule(who=HANDLES)
    def compact(self, who: int) -> None:
        """A new snapshot is written."""
        self.handles[who].compact()

    @rule(who=HANDLES, closing=st.booleans())
    def reopen(self, who: int, closing: bool) -> None:
        """A handle is closed, or forgotten, and there is a new one."""
        if closing:
            self.handles[who].close()
        self.handles[who] = self.open()

    @invariant()
    def both_hold_what_they_should(self) -> None:
        """Either handle shows what plain dicts would."""
        for handle in self.handles:
            handle.catch_up()
            assert exactly(handle.tables) == exactly(self.model)
            assert (handle.read_only, handle.notices) == ("", [])

    def teardown(self) -> None:
        """The log tells the whole story."""
        try:
            self.check_records()
        finally:
            self.folder.cleanup()

    def check_records(self) -> None:
        """Each record of the log says what was there before it, and what after."""
        tables: Tables = {}
        records = [past.record for past in self.handles[0].past()] if self.handles else []
        for record in reversed(records):
            for name, rows in record.before.items():
                touched = {*rows, *record.after.get(name, {})}
                was = {number: row for number, row in tables[name].items() if number in touched}
                assert exactly({n: json.loads(bytes(raw)) for n, raw in rows.items()}) == exactly(was)
            replay([record], tables, self.handles[0].types)
        if self.path.with_name("events.json.journal").exists():
            assert exactly(tables) == exactly(self.model)


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    derandomize=True,
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
