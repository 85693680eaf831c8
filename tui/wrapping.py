"""Rows of cells set in lines of a width, the same for the screen and for print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from tui.plain import fitting, plain


class Role(StrEnum):
    """What a piece of text is, so that the screen can colour it; the text says it without the colour too."""

    TEXT = "text"
    TITLE = "title"
    HEADING = "heading"
    WHEN = "when"
    WHO = "who"
    FIGURE = "figure"
    BAR = "bar"
    LINK = "link"
    MUTED = "muted"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    ACCENT = "accent"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


GLUE = "\N{NO-BREAK SPACE}"
BLANKS = (" ", GLUE)


class Cell(NamedTuple):
    """Some text and its role. Cells follow one another without a blank; GLUE is a blank that parts no lines."""

    text: str
    role: Role = Role.TEXT


class ToEvent(NamedTuple):
    """A way to another event of the timeline."""

    id: str


class ToAddress(NamedTuple):
    """A way to a page of the web."""

    url: str


Target = ToEvent | ToAddress


class Row(NamedTuple):
    """Cells that wrap together: the first line begins at `indent`, the others at `hang`. `target` is where it leads.

    Where `hang` would take more than half of the page, the lines begin a little further in than the first.
    """

    cells: tuple[Cell, ...]
    indent: int = 0
    hang: int = 0
    target: Target | None = None


class Section(NamedTuple):
    """Rows under a title, and what the title needs said; the title of the first section is empty."""

    title: str
    rows: tuple[Row, ...]
    note: str = ""


class Line(NamedTuple):
    """One line of the page. `row` counts the rows, so that the lines of one belong together."""

    cells: tuple[Cell, ...] = ()
    indent: int = 0
    row: int = -1
    target: Target | None = None


def lines(sections: Iterable[Section], width: int, break_words: bool = True) -> list[Line]:
    """The sections as lines of `width` cells, a blank line between two, all text made plain.

    A word wider than a line is broken, or with `break_words` false sticks out: an address can be copied then.
    """
    page: list[Line] = []
    for number, row in enumerate(_rows(sections)):
        page += _wrap(number, row, width, break_words) if row else [Line()]
    return page


def _rows(sections: Iterable[Section]) -> Iterator[Row | None]:
    """All rows, the titles among them; None parts two sections."""
    for number, section in enumerate(sections):
        if number:
            yield None
        if section.title:
            note = (Cell(f"  {section.note}", Role.MUTED),) if section.note else ()
            yield Row((Cell(section.title, Role.HEADING), *note), hang=len(section.title) + 2)
        yield from section.rows


def _wrap(number: int, row: Row, width: int, break_words: bool) -> Iterator[Line]:
    texts = [plain(cell.text) for cell in row.cells]
    text = "".join(texts).rstrip()
    ends: list[tuple[int, Role]] = []
    for part, cell in zip(texts, row.cells, strict=True):
        ends.append(((ends[-1][0] if ends else 0) + len(part), cell.role))
    hang = row.hang if row.hang <= width // 2 else row.indent + 2
    start, indent = 0, row.indent
    while start < len(text):
        end, after = _break(text, start, max(1, width - indent), break_words)
        yield Line(_between(text, ends, start, end), indent, number, row.target)
        start, indent = after, hang


def _break(text: str, start: int, room: int, break_words: bool) -> tuple[int, int]:
    """Where a line that begins at `start` ends, and where the next one begins."""
    end = max(fitting(text, start, room), start + 1)
    if end >= len(text):
        return len(text), len(text)
    # glue holds only as long as the line has another blank
    blank = text.rfind(" ", start, end + 1)
    if blank <= start:
        blank = text.rfind(GLUE, start, end + 1)
    if blank > start:
        end = blank
    elif break_words:
        # an address is best broken after a slash
        end = text.rfind("/", start + room // 2, end) + 1 or end
    else:
        end = f"{text} ".index(" ", end)
    after = end
    while after < len(text) and text[after] in BLANKS:
        after += 1
    while end > start and text[end - 1] in BLANKS:
        end -= 1
    return end, after


def _between(text: str, ends: list[tuple[int, Role]], start: int, end: int) -> tuple[Cell, ...]:
    """The cells of one line: the text from `start` to `end`, in its roles."""
    cells = []
    for stop, role in ends:
        if stop > start:
            cells.append(Cell(text[start : min(stop, end)].replace(GLUE, " "), role))
            start = stop
            if stop >= end:
                break
    return tuple(cells)
