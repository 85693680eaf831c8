"""What was done is read from the end of the journal, no further than is asked, and says where it is damaged."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import store.past
from store.disk import Disk
from store.errors import StoreError
from store.event_store import EventStore
from store.history import Deed, next_turn
from store.journal import JournalStorage
from store.log import BEFORE_ALL, Heading, Position, Record, line_of
from store.past import backwards
from tests.store.samples import sample

TEXTS = ["a", "ö", 'x","before":{"', "line\nend", "z" * 50]
records = st.lists(
    st.builds(
        Record,
        number=st.just(0),
        at=st.sampled_from(TEXTS),
        by=st.sampled_from(TEXTS),
        does=st.sampled_from(TEXTS),
        undoes=st.integers(0, 2),
        before=st.just({}) | st.just({"rows": {}}),
        after=st.lists(st.sampled_from(TEXTS), max_size=2).map(
            lambda rows: {"rows": {number: msgspec.Raw(msgspec.json.encode(row)) for number, row in enumerate(rows)}}
        ),
    ),
    max_size=5,
)


def written(path: Path, given_records: list[Record]) -> tuple[list[Record], Position]:
    """A log of these records, numbered from 1, and the place at its end."""
    numbered = [msgspec.structs.replace(record, number=1 + place) for place, record in enumerate(given_records)]
    lines = [line_of(b'{"store":"x"}', BEFORE_ALL)]
    for record in numbered:
        lines.append(line_of(msgspec.json.encode(record), lines[-1][-17:-1].decode()))
    path.write_bytes(b"".join(lines))
    return numbered, Position(len(numbered), lines[-1][-17:-1].decode(), path.stat().st_size)


@given(records, st.sampled_from([1, 7, 64, 1 << 20]), st.sampled_from(["a", "x", "ö", "zz", "q", "before"]))
def test_the_past_is_the_log_from_its_end(
    tmp_path_factory: pytest.TempPathFactory, made: list[Record], piece: int, sought: str
) -> None:
    path = tmp_path_factory.mktemp("log") / "events.json.journal"
    numbered, end = written(path, made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store.past, "PIECE", piece)
        patch.setattr(store.past, "HEADING_BYTES", 10 * piece)
        for past, record in zip(backwards(Disk(), path, end), reversed(numbered), strict=True):
            whole = msgspec.json.decode(msgspec.json.encode(record))
            assert past.record == record
            names = ("number", "at", "by", "does", "undoes", "redoes")
            assert [getattr(past.heading, name) for name in names] == [getattr(record, name) for name in names]
            begins = any(text.startswith(sought) for text in texts(whole))
            assert past.mentions(sought) or not begins
            assert not past.mentions("nowhere")


def texts(value: object) -> list[str]:
    """Every text in a JSON document, the names of its members among them."""
    if isinstance(value, dict):
        return [*value, *(text for each in value.values() for text in texts(each))]
    return [value] if isinstance(value, str) else []


def test_the_newest_is_read_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = JournalStorage(tmp_path / "events.json", by="ana")
    for number in range(300):
        storage.write({"rows": {str(each): {"is": f"{each} of {number}" * 5} for each in range(number)}})
    read = []

    def counted(disk: Disk, file: int, start: int, size: int) -> bytes:
        read.append(size)
        return real(disk, file, start, size)

    real = Disk.read_at
    monkeypatch.setattr(Disk, "read_at", counted)
    monkeypatch.setattr(store.past, "PIECE", 1024)
    assert [past.heading.number for past in islice(storage.past(), 3)] == [300, 299, 298]
    assert sum(read) < 200_000 < (tmp_path / "events.json.journal").stat().st_size


@pytest.mark.parametrize("number", [1, 2, 3])
def test_damage_is_told_where_it_is_met_and_what_is_newer_was_read(tmp_path: Path, number: int) -> None:
    storage = JournalStorage(tmp_path / "events.json", by="ana")
    for each in range(4):
        storage.write({"rows": {"1": {"is": f"row {each}"}}})
    journal = tmp_path / "events.json.journal"
    journal.write_bytes(journal.read_bytes().replace(b'"row %d"' % number, b'"now %d"' % number, 1))
    past = storage.past()
    assert [each.record.number for each in islice(past, 3 - number)] == list(range(4, number + 1, -1))
    with pytest.raises(StoreError, match="what was done before cannot be told"):
        [each.record for each in past]


steps = st.lists(st.tuples(st.sampled_from(["ana", "ben"]), st.sampled_from([*"dddur", "other"])), max_size=30)


class Heard:
    """A record of which no more is known than its heading."""

    def __init__(self, heading: Heading) -> None:
        self.heading = self.record = heading


@given(steps)
def test_the_next_turn_is_that_of_a_stack_of_steps(life: list[tuple[str, str]]) -> None:
    done: dict[str, list[int]] = {"ana": [], "ben": []}
    undone: dict[str, list[int]] = {"ana": [], "ben": []}
    told: list[Heard] = []
    for by, does in life:
        number = len(told) + 1
        undoes = redoes = 0
        deed = random.Random(number).choice([Deed.ADD, Deed.CHANGE, Deed.EDIT])
        if does == "d":
            done[by].append(number)
            undone[by].clear()
        elif does == "u" and done[by]:
            deed, undoes = Deed.UNDO, done[by].pop()
            undone[by].append(undoes)
        elif does == "r" and undone[by]:
            deed, redoes = Deed.REDO, undone[by].pop()
            done[by].append(redoes)
        else:
            deed = Deed.VIEW
        told.append(Heard(Heading(number, "", by, deed, undoes, redoes)))
        for who in done:
            for stack, turn in ((done, Deed.UNDO), (undone, Deed.REDO)):
                found = next_turn(reversed(told), who, turn)  # type: ignore[arg-type]
                assert (found and found.number) == (stack[who][-1] if stack[who] else None)


def test_a_disk_that_fails_while_the_past_is_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = JournalStorage(tmp_path / "events.json", by="ana")
    storage.write({"rows": {"1": {"is": "a row"}}})
    past = next(storage.past())

    def fails(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Disk, "read_at", fails)
    with pytest.raises(StoreError, match="cannot be read: Input/output error"):
        past.mentions("row")


def test_no_more_is_read_than_until_it_is_enough(tmp_path: Path) -> None:
    held = EventStore(tmp_path / "events.json", empty=True, by="ana")
    for number in range(5):
        held.add(sample(f"e{number}"))
    asked = iter([False, False, True])
    assert [revision.changes[0].event.id for revision in held.history(until=lambda: next(asked))] == ["e4", "e3"]
