"""Several programs that change one store at the same time lose nothing of each other's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.journal import Applied, JournalStorage
from store.tables import Tables, replay

WRITERS, ADDED = 4, 40
ROOT = Path(__file__).parents[2]

Child = subprocess.Popen[str]
# what a writer told of, in its order: the number of the row, and which of its own rows it was
Told = list[tuple[int, int]]


def start(path: Path, who: str, count: int) -> Child:
    command = [sys.executable, "-m", "tests.durability.adding_child", str(path), who, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@contextmanager
def children(path: Path) -> Iterator[tuple[list[Child], Child]]:
    """So many programs that are about to write, and one that is about to compact."""
    started = [start(path, str(who), ADDED) for who in range(WRITERS)] + [start(path, "compacting", 0)]
    try:
        assert [child.stdout.readline() for child in started if child.stdout] == ["ready\n"] * (WRITERS + 1)
        for child in started:
            assert child.stdin is not None
            child.stdin.write("\n")
            child.stdin.flush()
        yield started[:-1], started[-1]
    finally:
        for child in started:
            child.kill()
            child.communicate()


def told_by(child: Child) -> Told:
    """What a program told, once it has ended."""
    out = child.communicate()[0]
    assert child.returncode == 0
    return [(int(number), int(turn)) for number, turn in map(str.split, out.splitlines())]


class Watcher:
    """A handle that only looks: the tables as it was told of them, and every record in the order in which it was."""

    def __init__(self, path: Path) -> None:
        self.storage = JournalStorage(path)
        self.numbers: list[int] = []
        self.tables: Tables = {name: dict(rows) for name, rows in self.storage.tables.items()}
        self.storage.subscribe(self.hear)

    def hear(self, applied: Applied) -> None:
        """Do to the tables what was told."""
        assert applied.entry is not None, "read anew, though nothing but appending was done"
        self.numbers.append(applied.entry.record.number)
        for table, number, before, after in applied.changes or ():
            rows = self.tables.setdefault(table, {})
            assert rows.get(number) == before
            rows[number] = after


def test_what_several_programs_add_at_the_same_time_is_all_there(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    JournalStorage(path).write({"events": {}, "last": {}})
    watcher = Watcher(path)
    with children(path) as (writers, compacting):
        while any(child.poll() is None for child in writers):
            watcher.storage.catch_up()
            assert watcher.tables == watcher.storage.tables
        told = [told_by(child) for child in writers]
        [(compactions, _)] = told_by(compacting)
    assert compactions > 0
    check_rows(path, told)
    check_log(path, told)
    while watcher.storage.catch_up():
        pass
    assert watcher.tables == watcher.storage.tables == JournalStorage(path).tables
    assert watcher.numbers == list(range(2, 2 + WRITERS * ADDED))
    assert watcher.storage.notices == []


def check_rows(path: Path, told: list[Told]) -> None:
    """Every row that was told of is there, and no other."""
    storage = JournalStorage(path)
    assert (storage.read_only, storage.notices) == ("", [])
    expected = {number: {"who": str(who), "turn": turn} for who, rows in enumerate(told) for number, turn in rows}
    assert len(expected) == WRITERS * ADDED
    assert storage.tables["events"] == expected
    assert storage.tables["last"] == {who: {"turn": ADDED - 1} for who in range(WRITERS)}


def check_log(path: Path, told: list[Told]) -> None:
    """The log is one chain from its beginning on, with each program's rows in its own order."""
    storage = JournalStorage(path)
    whole = storage.log.whole()
    entries = whole.tail.entries
    assert whole.is_unbroken
    assert whole.tail.rest == b""
    assert [entry.record.number for entry in entries] == list(range(1, 2 + WRITERS * ADDED))
    assert [entry.begins for entry in entries] == [whole.birth, *(entry.ends for entry in entries)][:-1]
    for who, rows in enumerate(told):
        own = [entry.record for entry in entries if entry.record.by == str(who)]
        assert [next(iter(record.after["events"])) for record in own] == [number for number, _ in rows]
    replayed: Tables = {}
    replay((entry.record for entry in entries), replayed, storage.types)
    assert replayed == storage.tables


@pytest.mark.parametrize("newborn", [False, True])
def test_handles_in_one_program_that_write_in_turn_see_each_other(tmp_path: Path, newborn: bool) -> None:
    path = tmp_path / "events.json"
    if not newborn:
        JournalStorage(path).write({"events": {}})
    handles = [JournalStorage(path, by=str(who)) for who in range(3)]
    for turn in range(30):
        handle = handles[turn * 7 % 3]
        with handle.transaction() as transaction:
            assert len(transaction.table("events")) == turn
            table = transaction.table("events")
            table[table.new_number()] = {"turn": turn}
        if turn % 5 == 0:
            handles[turn % 3].compact()
    for handle in handles:
        handle.catch_up()
        assert handle.tables["events"] == {turn + 1: {"turn": turn} for turn in range(30)}
        assert not handle.notices


def test_several_programs_that_begin_a_store_at_the_same_time_begin_one(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    with children(path) as (writers, compacting):
        told = [told_by(child) for child in writers]
        told_by(compacting)
    check_rows(path, told)
    assert [past.heading.number for past in JournalStorage(path).past()] == list(range(WRITERS * ADDED, 0, -1))
