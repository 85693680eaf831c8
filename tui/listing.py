"""Events as `list` and `show` print them: a table for a person, TABs for a program, JSON for another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from rich.cells import cell_len

from store.event import Event
from store.toll import spread
from store.view import View
from tui.plain import cut, plain

SHORTEST_ID = 8
# which column the titles are
TITLES = 2
# of more events than these the ids stand whole: to shorten one, all have to be read
MOST_TO_SHORTEN = 10_000
# C1 controls and marks that reorder text: JSON leaves them as they are, and a terminal obeys them
OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def in_json(value: object) -> bytes:
    """JSON in which a terminal finds nothing to obey."""
    text = msgspec.json.encode(value).decode()
    return OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode() + b"\n"


def lines(rows: Iterable[Sequence[str]]) -> str:
    """A row a line, with TABs between its cells."""
    return "".join("\t".join(map(plain, row)) + "\n" for row in rows)


def table(view: View, shown: Iterable[Event], width: int | None) -> str:
    """An event of a view a line: in columns that fit `width` cells, or whole with TABs where that is None.

    Where the view is sorted by tolls, they stand last, with who counted them.
    """
    ids = _short_ids(event.id for event in view.known) if width and view.total <= MOST_TO_SHORTEN else {}
    rows = [
        [
            ids.get(event.id, event.id),
            _date(event, view),
            event.title,
            event.place.name if event.place else "",
            *([_toll(event)] if view.order is not None else []),
        ]
        for event in shown
    ]
    if width is None:
        return lines(rows)
    return "".join(f"{line}\n" for line in _aligned([list(map(plain, row)) for row in rows], width))


def _toll(event: Event) -> str:
    """How many were killed, from the lowest figure to the highest, and who counted: "373-491: SOHR, SDF"."""
    found = spread(event)
    if found is None:
        return ""
    least = "" if found.lowest in (None, found.highest) else f"{found.lowest:,}-"
    count = "no number" if found.highest is None else f"{least}{found.highest:,}{' or more' * found.or_more}"
    return f"{count}: {', '.join(found.claimants)}"


def _date(event: Event, view: View) -> str:
    return f"{event.when.label()}{' (possibly)' if view.is_possible(event) else ''}"


def _short_ids(ids: Iterable[str]) -> dict[str, str]:
    """How each id begins and no other does, up to the end of a word."""
    ordered, short = sorted(ids), {}
    for before, each, after in zip(["", *ordered], ordered, [*ordered[1:], ""], strict=False):
        unique = next((n for n in range(len(each)) if each[:n] not in (before[:n], after[:n])), len(each))
        end = each.find("-", max(unique, SHORTEST_ID))
        short[each] = each if end < 0 else each[:end]
    return short


def _aligned(rows: list[list[str]], width: int) -> Iterator[str]:
    """The rows in columns that fit: dates and tolls have a quarter of the width at most, places an eighth."""
    most = [width, width // 4, width, width // 8, width // 4]
    rooms = [min(most[number], max(map(cell_len, column))) for number, column in enumerate(zip(*rows, strict=True))]
    if rooms:
        others = sum(rooms) - rooms[TITLES] + 2 * (len(rooms) - 1)
        rooms[TITLES] = max(10, min(rooms[TITLES], width - others))
    for row in rows:
        fitted = [(cut(cell, room), room) for cell, room in zip(row, rooms, strict=True)]
        yield cut("  ".join(cell + " " * (room - cell_len(cell)) for cell, room in fitted).rstrip(), width)
