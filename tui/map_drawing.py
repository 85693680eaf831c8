"""A map drawn in braille dots, with events over it: each cell holds two dots by four."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, radians
from typing import NamedTuple

from rich.cells import cell_len

from store.base_map import BOUNDS, base_map
from store.place import Position, bearing, distance_km, gazetteer

# kinds of line, the more important the later: where two meet in a cell, the later one gives the role
KINDS = (
    "governorate", "lake", "road", "river", "buffer-zone", "occupied-area", "ceasefire-line", "border-disputed",
    "border", "coast", "outline",
)  # fmt: skip
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
CITIES = ("Aleppo", "Damascus", "Homs", "Hama", "Idlib", "Latakia", "Raqqa", "Deir ez-Zor", "Daraa", "Hasakah")
# an event, two or three, up to nine, more
GLYPHS = ((1, "•"), (3, "●"), (9, "◆"))
MANY, SELECTED = "■", "◉"
COURSES = {"up": 0.0, "right": 90.0, "down": 180.0, "left": 270.0}
# an arrow leads to what lies within so many degrees of its direction, or else within as many more
NARROW, BROAD = 45.0, 80.0


class Spot(NamedTuple):
    """Events at one place on the map, in degrees."""

    latitude: float
    longitude: float
    events: int
    is_selected: bool = False


class Projection(NamedTuple):
    """Where a point in degrees stands on a canvas of dots: equirectangular, true at the middle latitude."""

    dots_a_degree: float
    squeeze: float
    north: float
    west: float
    left: float
    top: float

    @classmethod
    def fitted(cls, columns: int, lines: int) -> Projection:
        """The whole map in the middle of so many cells, taken as twice as high as wide: their dots are square."""
        south, west, north, east = BOUNDS
        squeeze = cos(radians((south + north) / 2))
        wide, high = columns * 2, lines * 4
        dots = min(wide / ((east - west) * squeeze), high / (north - south))
        left, top = (wide - (east - west) * squeeze * dots) / 2, (high - (north - south) * dots) / 2
        return cls(dots, squeeze, north, west, left, top)

    def dot(self, latitude: float, longitude: float) -> tuple[int, int]:
        """The dot at a point, counted from the left and from the top."""
        across = (longitude - self.west) * self.squeeze * self.dots_a_degree + self.left
        return int(across), int((self.north - latitude) * self.dots_a_degree + self.top)

    def cell(self, latitude: float, longitude: float) -> tuple[int, int]:
        """The column and line of the cell at a point."""
        across, down = self.dot(latitude, longitude)
        return across // 2, down // 4


class Canvas:
    """Cells with a character and a role each."""

    def __init__(self, columns: int, lines: int) -> None:
        self.columns, self.lines = columns, lines
        self._dots = [[0] * columns for _ in range(lines)]
        self._kinds = [[-1] * columns for _ in range(lines)]
        self._over: dict[tuple[int, int], tuple[str, str]] = {}

    def holds(self, column: int, line: int) -> bool:
        """Whether there is such a cell."""
        return 0 <= column < self.columns and 0 <= line < self.lines

    def set(self, across: int, down: int, kind: int) -> None:
        """Set a dot, where the canvas has it."""
        column, line = across // 2, down // 4
        if self.holds(column, line):
            self._dots[line][column] |= DOTS[down % 4][across % 2]
            self._kinds[line][column] = max(self._kinds[line][column], kind)

    def write(self, column: int, line: int, text: str, role: str) -> None:
        """Put text over the dots, a character a cell."""
        for number, character in enumerate(text):
            if self.holds(column + number, line):
                self._over[column + number, line] = (character, role)

    def is_free(self, column: int, line: int, width: int) -> bool:
        """Whether nothing was written on these cells, and all of them are there."""
        cells = [(column + number, line) for number in range(width)]
        return all(self.holds(*cell) and cell not in self._over for cell in cells)

    def rows(self) -> list[list[tuple[str, str]]]:
        """Each line as characters with their roles."""
        return [[self._cell(column, line) for column in range(self.columns)] for line in range(self.lines)]

    def _cell(self, column: int, line: int) -> tuple[str, str]:
        if (over := self._over.get((column, line))) is not None:
            return over
        dots, kind = self._dots[line][column], self._kinds[line][column]
        return (chr(0x2800 + dots), KINDS[kind]) if dots else (" ", "")


def draw(columns: int, lines: int, spots: Iterable[Spot]) -> list[list[tuple[str, str]]]:
    """The map with the spots on it, as lines of characters with their roles."""
    canvas, projection = Canvas(columns, lines), Projection.fitted(columns, lines)
    for line in base_map():
        if line.kind in KINDS:
            _draw_line(canvas, projection, line.points, KINDS.index(line.kind))
    found = _joined(spots, projection)
    for (column, row), spot in sorted(found.items(), key=lambda each: (each[1].is_selected, each[1].events)):
        canvas.write(column, row, _glyph(spot), "selected" if spot.is_selected else "spot")
    for name in CITIES:
        _write_name(canvas, projection, name)
    return canvas.rows()


def step(spots: Sequence[Position], start: int, direction: str) -> int | None:
    """The nearest of the positions that an arrow leads to from the one at `start`; None where none lies that way."""
    here, course = spots[start], COURSES[direction]
    off = {
        number: abs((bearing(*here, *there) - course + 180) % 360 - 180)
        for number, there in enumerate(spots)
        if there != here
    }
    for most in (NARROW, BROAD):
        ahead = [number for number, angle in off.items() if angle <= most]
        if ahead:
            return min(ahead, key=lambda number: (distance_km(*here, *spots[number]), number))
    return None


def _draw_line(canvas: Canvas, projection: Projection, points: Sequence[Position], kind: int) -> None:
    """A line from point to point; that of a governorate only every third dot, so that it recedes."""
    dots = [projection.dot(*point) for point in points]
    every, number = 3 if KINDS[kind] == "governorate" else 1, 0
    for (across, down), (to_across, to_down) in pairwise(dots):
        steps = max(abs(to_across - across), abs(to_down - down), 1)
        for done in range(steps):
            number += 1
            if number % every == 0:
                x, y = across + (to_across - across) * done // steps, down + (to_down - down) * done // steps
                canvas.set(x, y, kind)


def _joined(spots: Iterable[Spot], projection: Projection) -> dict[tuple[int, int], Spot]:
    """The spots by cell: those that share one are one, with all their events."""
    cells: dict[tuple[int, int], Spot] = {}
    for spot in spots:
        cell = projection.cell(spot.latitude, spot.longitude)
        held = cells.get(cell)
        if held is not None:
            spot = Spot(*spot[:2], spot.events + held.events, spot.is_selected or held.is_selected)
        cells[cell] = spot
    return cells


def _glyph(spot: Spot) -> str:
    if spot.is_selected:
        return SELECTED
    return next((glyph for most, glyph in GLYPHS if spot.events <= most), MANY)


def _write_name(canvas: Canvas, projection: Projection, name: str) -> None:
    """A city's name beside its place, where it covers nothing."""
    city = gazetteer().find(name)
    if city is None:
        return
    column, line = projection.cell(city.latitude, city.longitude)
    width = cell_len(name)
    for start in (column + 2, column - width - 1):
        if canvas.is_free(start, line, width):
            canvas.write(start, line, name, "name")
            return
