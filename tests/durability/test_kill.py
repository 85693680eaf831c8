"""A program that is killed at any moment loses no change that it has told of, and the store goes on."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from store.journal import JournalStorage

ROUNDS = int(os.environ.get("TIMELINE_KILL_ROUNDS", "60"))
ROOT = Path(__file__).parents[2]

Rows = dict[int, dict[str, Any]]


def steps_until_killed(path: Path, round_: int, chance: random.Random) -> int:
    """How many changes a child told of before it was killed."""
    command = [sys.executable, "-m", "tests.durability.killed_child", str(path), str(round_)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(chance.randrange(1, 40))]
        time.sleep(chance.random() * chance.choice([0, 0.001, 0.01]))
        child.kill()
        told += child.stdout.read().splitlines()
    assert child.returncode == -9, "the child ended by itself"
    return max(int(line) for line in told if line.strip())


def check(storage: JournalStorage, before: Rows, round_: int, steps: int) -> None:
    """The store holds what it held, every change that was told of, whole, and at most the next one besides."""
    assert storage.read_only == ""
    rows: Rows = dict(storage.tables["events"])
    assert {number: rows.get(number) for number in before} == before
    added = [row for number, row in rows.items() if number not in before]
    assert all(row["round"] == round_ for row in added)
    sizes = Counter(row["step"] for row in added)
    assert set(sizes) in (set(range(steps)), set(range(steps + 1)))
    assert all(sizes[row["step"]] == row["of"] for row in added)
    assert sorted(rows) == list(range(1, len(rows) + 1))


def test_a_killed_program_loses_nothing_it_told_of(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    JournalStorage(path).write({"events": {}})
    held: Rows = {}
    for round_ in range(ROUNDS):
        steps = steps_until_killed(path, round_, random.Random(-1 - round_))
        storage = JournalStorage(path, by="the parent")
        check(storage, held, round_, steps)
        with storage.transaction() as transaction:
            number = transaction.table("events").new_number()
            transaction.table("events")[number] = {"round": "parent", "step": round_}
        held = dict(storage.tables["events"])
        assert all("cut short" in notice for notice in storage.notices)
    storage.compact()
    assert JournalStorage(path).tables == {"events": held}
    others = {file.name for file in tmp_path.iterdir() if ".broken" not in file.name}
    assert others == {"events.json", "events.json.journal", "events.json.bak", "events.json.lock"}
