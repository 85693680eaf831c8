"""One line of the timeline as pieces of text, each with the role that gives it its colour."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from store.context import elapsed
from store.edtf import MONTHS
from store.event import Confidence, Event
from store.toll import spread
from store.view import View
from tui.legend import MARKS
from tui.plain import cut, plain
from tui.widgets.timeline_rows import LANES, Block, Lane, Line, Rows

GUTTER = 7
# the mark of the selected event, the gutter, a blank, the lanes, the glyph and a blank
INDENT = 1 + GUTTER + 1 + LANES + 1 + 1
CLAIMANT_CELLS = 26
WIDE = 48

BRACKETS: dict[Lane, dict[Line, str]] = {
    Lane.EMPTY: {},
    Lane.BEGINS: {Line.TITLE: "┏", Line.PLACE: "┃"},
    Lane.PASSES: dict.fromkeys(Line, "┃"),
    Lane.ENDS: {**dict.fromkeys(Line, "┃"), Line.PLACE: "┗"},
    Lane.ALONE: {Line.TITLE: "┏", Line.PLACE: "┗"},
    Lane.OPEN: {Line.TITLE: "┏", Line.PLACE: "╏"},
}


class Piece(NamedTuple):
    """Some text, and the role that it has: a component class of the timeline, without its prefix."""

    text: str
    role: str


def draw(
    view: View, rows: Rows, number: int, within: int, width: int, selected: bool, marked: bool = False
) -> list[Piece]:
    """The line `within` the block of the event at `number`, exactly `width` cells wide."""
    block, event = rows.block(number), view[number]
    line = block.lines[within]
    if line is Line.HEADING:
        day = event.when.first_day
        words = f" {day.year} ─ {MONTHS[day.month - 1]} " if day > date.min else " no known beginning "
        return [Piece(words, "heading"), Piece("─" * (width - len(words)), "rule")]
    lanes = "".join(BRACKETS[lane].get(line, " ") for lane in block.lanes)
    if line is Line.SPINE or line is Line.SILENCE:
        words = f"╎ {_silence(view, number, block)}" if line is Line.SILENCE else "╎"
        indent = Piece(" " * (GUTTER + 2) + lanes, "muted")
        return [indent, Piece(set_cell_size(words, width - INDENT + 2), "muted")]
    mark = MARKS[event.category]
    selection = Piece("★" if marked and line is Line.TITLE else "▌" if selected else " ", "mark")
    if line is Line.TITLE:
        gutter, glyph, left, right = _gutter(view, number), f"{mark.glyph} ", _title(event, view), _toll(event)
        roles = mark.colour, "title", "toll"
    else:
        gutter, glyph, left, right = _clock(view, number), "  ", _place(event), _claimants(event)
        roles = "muted", "muted", "muted"
    room = width - INDENT
    if right and (room < WIDE - INDENT or cell_len(right) > room // 2):
        right = cut(right, room // 2)
    mark_of_doubt = _doubt(event) if line is Line.TITLE else ""
    left = cut(left, room - cell_len(right) - cell_len(mark_of_doubt) - (1 if right else 0)) + mark_of_doubt
    return [
        selection,
        Piece(set_cell_size(gutter, GUTTER + 1), "gutter"),
        Piece(lanes, "bracket"),
        Piece(glyph, roles[0]),
        Piece(set_cell_size(left, room - cell_len(right)), roles[1]),
        Piece(right, roles[2]),
    ]


def nothing(view: View, line: int, width: int) -> list[Piece]:
    """A line of what stands in the place of events where none matches: what to drop, and how."""
    if view.unread:
        words = ["", f"{view.unread:,} events are looked through, this once.", "", "They are shown when that is done."]
    elif not view.total:
        words = ["", "This timeline is empty.", "", "a adds an event."]
    elif view.to_drop is None:
        words = ["", "Nothing matches.", "", "esc drops the last filter, / changes the query."]
    else:
        term, count = view.to_drop
        would = f"Without {plain(term)} there would be {count} event{'s' * (count != 1)}."
        words = ["", "Nothing matches.", would, "", "esc drops the last filter, / changes the query."]
    text = words[line] if line < len(words) else ""
    return [Piece(set_cell_size(f"  {text}", width), "title" if line == 1 else "muted")]


def _gutter(view: View, number: int) -> str:
    """The day, once for all events of one day; then the time, where it is known."""
    when = view[number].when
    if number and view[number - 1].when.gutter() == when.gutter() and view[number - 1].when.first_day == when.first_day:
        return f"  {when.clock()}" if when.clock() else ""
    return when.gutter()


def _clock(view: View, number: int) -> str:
    when = view[number].when
    return f"  {when.clock()}" if when.clock() and _gutter(view, number) == when.gutter() else ""


def _title(event: Event, view: View) -> str:
    return f"{'possibly: ' if view.is_possible(event) else ''}{plain(event.title)}"


def _doubt(event: Event) -> str:
    """What is not sure is marked so, however little of its title there is room for."""
    return "" if event.confidence is Confidence.HIGH else f" ⚠ {event.confidence}"


def _place(event: Event) -> str:
    place = plain(event.place.name) if event.place else ""
    return " · ".join(part for part in (place, MARKS[event.category].words, plain(", ".join(event.actors))) if part)


def _toll(event: Event) -> str:
    """The dead of this event alone, from the lowest figure to the highest: "☠ 281-1,729", "☠ 300+", "☠ ?"."""
    found = spread(event)
    if found is None:
        return ""
    if found.highest is None:
        return "☠ ? "
    lowest = "≤" if found.lowest is None else "" if found.lowest == found.highest else f"{found.lowest:,}-"
    return f"☠ {lowest}{found.highest:,}{'+' * found.or_more} "


def _claimants(event: Event) -> str:
    """Who says so: nobody's figure stands without its claimant."""
    found = spread(event)
    if found is None:
        return ""
    if len(found.claimants) > 1:
        return f"{len(found.claimants)} claimants "
    return cut(plain(found.claimants[0]), CLAIMANT_CELLS) + " "


def _silence(view: View, number: int, block: Block) -> str:
    assert block.silent_since is not None
    gap = elapsed(block.silent_since, view[number].when.first_day)
    hidden = view.unmatched_between(number)
    if not hidden:
        return f"{gap} without an event"
    return f"{gap} with {hidden:,} event{'s' * (hidden != 1)} not matching"
