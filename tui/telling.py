"""An event told in words: one home for what the detail pane shows and what `show` prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from store.context import Context, Near, Since
from store.dispute import contradicted
from store.edtf import DAMASCUS, Precision
from store.event import SHIPPED, Category, Confidence, Event, Place, Range, Scope, Source, Stance, Toll
from store.known_on import is_later
from store.names import fold
from store.place import compass
from store.toll import spread
from store.when import When
from tui.legend import MARKS
from tui.plain import plain
from tui.wrapping import GLUE, Cell, Role, Row, Section, ToAddress, ToEvent, lines

GMT = ZoneInfo("UTC")
BAR_CELLS = 12
# citations name so many claimants and sources, and count the rest
CITED = 4
INDENT = 2
DOT = Cell(f"{GLUE}· ", Role.MUTED)
ALONE = Context()

_WEEKDAY = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?=\d)")


def account(event: Event, context: Context = ALONE) -> list[Section]:
    """All that is known of an event, who says it, and what stands around it."""
    sections = [
        Section("", tuple(_head(event))),
        Section("SUMMARY", tuple(_paragraphs(event.summary)), _hindsight(context.known_on)),
        Section("SINCE", tuple(_since(event, context.since))),
        Section("CLAIMS", tuple(_claims(event))),
        *_tolls(event),
        Section("SOURCES", tuple(_sources(event.sources, context.known_on))),
        Section("NEAR", tuple(_near(event, context.near)), "in time and place"),
        Section("ACTORS", tuple(_actors(event.actors))),
        Section("", (_record(event),)),
    ]
    return [section for section in sections if section.rows]


def in_text(sections: Iterable[Section], width: int) -> str:
    """The sections as they are printed: plain lines of `width` cells, the last one ended too."""
    page = lines(sections, width, break_words=False)
    return "".join(f"{' ' * line.indent}{''.join(cell.text for cell in line.cells)}".rstrip() + "\n" for line in page)


def citation(event: Event) -> str:
    """The event in one line, to be quoted: what, when and where, who says so, and where it can be read."""
    speakers = [claim.who for claim in event.claims] + [toll.claimant for toll in event.tolls]
    said_by = _some(dict.fromkeys(speakers))
    read_in = _some((_cited(source) for source in event.sources), "; ")
    parts = [
        f"{event.title}, {', '.join([event.when.label(), *_place(event.place)])}",
        f"According to {said_by}" if said_by else "",
        f"Sources: {read_in}" if read_in else "",
        f"syria-timeline, event {event.id}",
    ]
    return plain(". ".join(part for part in parts if part) + ".")


def _head(event: Event) -> Iterator[Row]:
    yield Row((Cell(event.title, Role.TITLE),))
    if event.title_ar:
        yield Row((Cell(event.title_ar),))
    yield Row(_dotted([Cell(event.when.label(), Role.WHEN), *_exactness(event.when)]))
    mark = MARKS[event.category]
    place = ", ".join(_place(event.place)) or "place not known"
    kind = [Cell(_glued(f"{mark.glyph} {mark.words}"), Role(mark.colour))]
    collection = [] if event.collection == SHIPPED else [Cell(event.collection, Role.SECONDARY)]
    yield Row(_dotted([Cell(place), *kind, *collection, *(Cell(f"#{tag}", Role.MUTED) for tag in event.tags)]))
    sure = event.confidence is Confidence.HIGH
    confidence = Cell(f"{'' if sure else '⚠ '}{event.confidence} confidence", Role.TEXT if sure else Role.WARNING)
    yield Row(_dotted([Cell(_count(event.sources, "source")), Cell(_count(event.claims, "claim")), confidence]))
    if event.reported:
        yield Row((Cell("first reported ", Role.MUTED), Cell(_day(event.reported), Role.WHEN)))


def _exactness(when: When) -> Iterator[Cell]:
    """The same moment in GMT, how exactly it is known where that is not to the day, and the words it came in."""
    time = when.time_in(GMT)
    if time:
        # Damascus is ahead of Greenwich: a later clock there is yesterday's
        day_before = time > when.time_in(DAMASCUS)
        yield Cell("Damascus time", Role.MUTED)
        yield Cell(_glued(f"{time} GMT{' the day before' if day_before else ''}"), Role.WHEN)
    if when.precision is Precision.LONGER:
        yield Cell("not known to the year", Role.MUTED)
    elif when.precision > Precision.DAY:
        yield Cell(f"known to within {when.precision.words}", Role.MUTED)
    if when.words:
        yield Cell(f"given as “{when.words}”", Role.MUTED)


def _paragraphs(text: str) -> Iterator[Row]:
    return (Row((Cell(paragraph.strip()),), INDENT, INDENT) for paragraph in text.splitlines() if paragraph.strip())


def _since(event: Event, since: Since | None) -> Iterator[Row]:
    if since is None:
        return
    before = since.event
    in_common = " and ".join(since.actors)
    link = "as" if before.when.last_day == event.when.first_day else "after"
    cells = (
        Cell(since.elapsed, Role.FIGURE),
        Cell(f" {link} "),
        Cell(f"“{before.title}”", Role.LINK),
        Cell(f" ({_glued(_day(before.when.edtf))}), the last {_kind_at(before)}"),
        Cell(f" with {in_common}" if in_common else ""),
        Cell(" in this timeline", Role.MUTED),
    )
    yield Row(cells, INDENT, INDENT, ToEvent(before.id))


def _kind_at(event: Event) -> str:
    """An event as one of its kind: "air strike on Aleppo", "politics event in Homs"."""
    words = MARKS[event.category].words
    place = event.place.name if event.place else ""
    match event.category:
        case Category.AIR_STRIKE | Category.BOMBING | Category.CHEMICAL_ATTACK:
            return f"{words} on {place}"
        case Category.SIEGE:
            return f"{words} of {place}"
        case Category.BATTLE | Category.CEASEFIRE | Category.FOREIGN_INTERVENTION | Category.PROTEST:
            return f"{words} in {place}"
        case Category.STATEMENT | Category.TERRITORIAL_CHANGE:
            return f"{words} in {place}"
        case _:
            return f"{words} event in {place}"


def _hindsight(known_on: date | None) -> str:
    return "written with hindsight" if known_on is None else "⚠ written with hindsight, it may tell what came later"


def _claims(event: Event) -> Iterator[Row]:
    ordered = sorted(event.claims, key=lambda claim: When(claim.on).sort_key)
    days, column = _day_column(claim.on for claim in ordered)
    for claim, day in zip(ordered, days, strict=True):
        role = Role.WARNING if claim.stance is Stance.DENIES else Role.ACCENT
        cells: tuple[Cell, ...]
        cells = (Cell(day, Role.WHEN), Cell(claim.who, Role.WHO), Cell(f" {claim.stance}: ", role), Cell(claim.said))
        against = _some(contradicted(event, claim))
        if against:
            cells = (*cells, Cell(f"{GLUE}≠{GLUE}{against}", Role.WARNING))
        if claim.source is None:
            yield Row(cells, INDENT, column)
        else:
            said_in = (Cell(" — in ", Role.MUTED), *_source_cells(claim.source))
            yield Row((*cells, *said_in), INDENT, column, _address(claim.source))


def _tolls(event: Event) -> Iterator[Section]:
    """A section for the event itself and one for each cumulative scope: their figures are never mixed."""
    scopes: dict[Scope | None, list[Toll]] = {}
    for toll in sorted(event.tolls, key=lambda toll: toll.scope is not None):
        scopes.setdefault(toll.scope, []).append(toll)
    for scope, group in scopes.items():
        covers = f"since {_day(scope.since)}, {scope.area}" if scope else "of this event alone"
        rows = [*(_disagreement(event) if scope is None else ()), *_figures(group)]
        yield Section("TOLL", tuple(rows), f"{covers}, by claimant")


def _disagreement(event: Event) -> Iterator[Row]:
    """From the lowest to the highest that the claimants stand by, where they disagree."""
    found = spread(event)
    if found is None or found.highest is None or found.lowest == found.highest:
        return
    words = f"{'up' if found.lowest is None else f'{found.lowest:,}'} to {found.highest:,}{' or more' * found.or_more}"
    claimants = _count(found.claimants, "claimant")
    yield Row(
        (Cell("killed: ", Role.MUTED), Cell(words, Role.FIGURE), Cell(f" by {claimants}", Role.MUTED)), INDENT, INDENT
    )


def _figures(tolls: list[Toll]) -> Iterator[Row]:
    """Each claimant, and under it what they counted, in the order of time, on one scale for all."""
    ordered = sorted(tolls, key=lambda toll: When(toll.as_of).sort_key)
    days, column = _day_column((toll.as_of for toll in ordered), INDENT * 2)
    given = [toll.killed for toll in tolls if toll.killed is not None]
    # one figure alone has nothing to be compared with
    scale = max(map(_highest, given)) if len(given) > 1 else 0
    by_claimant: dict[str, list[Row]] = {}
    for toll, day in zip(ordered, days, strict=True):
        bar = _bar(toll.killed, scale) if toll.killed and scale else ""
        drawn = (Cell(bar.ljust(BAR_CELLS + 1) + " ", Role.BAR),) if scale else ()
        row = Row((Cell(day, Role.WHEN), *drawn, *_dotted(_counted(toll))), INDENT * 2, column)
        by_claimant.setdefault(toll.claimant, []).append(row)
    for claimant, rows in by_claimant.items():
        yield Row((Cell(claimant, Role.WHO),), INDENT, INDENT)
        yield from rows


def _highest(count: Range) -> int:
    return (count.at_least or 0) if count.at_most is None else count.at_most


def _bar(count: Range, scale: int) -> str:
    """A range on a scale: solid up to what is at least, light up to what is at most, an arrow where that is open."""

    def cells(number: int) -> int:
        return max(1, round(BAR_CELLS * number / scale)) if number else 0

    solid = cells(count.at_least or 0)
    if count.at_most is None:
        return "▇" * solid + "→"
    return ("▇" * solid).ljust(cells(count.at_most), "░")


def _counted(toll: Toll) -> Iterator[Cell]:
    yield Cell(_glued(f"{_number(toll.killed)} killed" if toll.killed else "no number given"), Role.FIGURE)
    if toll.civilians is not None:
        nobody = toll.civilians == Range(at_least=0, at_most=0)
        yield Cell(_glued("combatants only" if nobody else f"{_number(toll.civilians)} civilians"))
    if toll.wounded is not None:
        yield Cell(_glued(f"{_number(toll.wounded)} wounded"))
    if toll.note:
        yield Cell(toll.note, Role.MUTED)


def _number(count: Range) -> str:
    """A count in words: "at least 300", "up to 40", "242–255"."""
    least, most = count.at_least, count.at_most
    if most is None:
        return f"at least {least:,}"
    if least is None:
        return f"up to {most:,}"
    return f"{least:,}" if least == most else f"{least:,}–{most:,}"


def _sources(sources: tuple[Source, ...], known_on: date | None) -> Iterator[Row]:
    column = INDENT + len(str(len(sources))) + 2
    for number, source in enumerate(sources, 1):
        start = Cell(str(number).rjust(column - INDENT - 2) + "  ", Role.MUTED)
        late = (Cell(f"{GLUE}⚠ published later", Role.WARNING),) if is_later(source, known_on) else ()
        yield Row((start, *_source_cells(source), *late), INDENT, column, _address(source))


def _source_cells(source: Source) -> Iterator[Cell]:
    yield Cell(source.publisher, Role.WHO)
    if source.title:
        yield Cell(f", “{source.title}”")
    yield Cell(f", {_glued(_day(source.published))}" if source.published else ", undated", Role.WHEN)
    if source.url:
        yield Cell(f"{GLUE}↗ {source.url}", Role.LINK)
    if source.archive_url:
        yield Cell(f"{GLUE}· archived{GLUE}↗ {source.archive_url}", Role.LINK)


def _address(source: Source) -> ToAddress | None:
    """Where a source can be opened; only web addresses are."""
    for address in (source.url, source.archive_url):
        if address.startswith(("https://", "http://")):
            return ToAddress(address)
    return None


def _near(event: Event, near: Iterable[Near]) -> Iterator[Row]:
    for other in near:
        mark = MARKS[other.event.category]
        days, way = _days_off(event, other).ljust(10), _way_off(other).ljust(11)
        cells = (
            Cell(days, Role.WHEN),
            Cell(way, Role.FIGURE),
            Cell(f"{mark.glyph} ", Role(mark.colour)),
            Cell(other.event.title, Role.LINK),
        )
        yield Row(cells, INDENT, INDENT + len(days) + len(way) + 2, ToEvent(other.event.id))


def _days_off(event: Event, other: Near) -> str:
    """How many days later the other begins; where either day is not known, what is known of the other's."""
    if max(event.when.precision, other.event.when.precision) > Precision.DAY:
        return other.event.when.gutter()
    if not other.days:
        return "same day"
    return f"{'+' if other.days > 0 else '−'}{abs(other.days)} day{'s' * (abs(other.days) != 1)}"


def _way_off(other: Near) -> str:
    # coordinates are those of towns: less than a kilometre is no distance
    return f"{other.distance:.0f} km {compass(other.bearing)}" if other.distance >= 1 else "here"


def _actors(actors: tuple[str, ...]) -> Iterator[Row]:
    if actors:
        yield Row(_dotted(Cell(name) for name in actors), INDENT, INDENT)


def _record(event: Event) -> Row:
    edited = [Cell(f"edited, revision {event.revision}", Role.MUTED)] if event.revision else []
    elsewhere = [Cell(f"{name} {id}", Role.MUTED) for name, id in event.external_ids.items()]
    return Row(_dotted([Cell(f"id {event.id}", Role.MUTED), *edited, *elsewhere]), INDENT, INDENT)


def _day(edtf: str) -> str:
    """A date in words without its weekday: "30 Nov 2024"."""
    return _WEEKDAY.sub("", When(edtf).label())


def _glued(text: str) -> str:
    """The text, never parted between two lines where it fits into one."""
    return text.replace(" ", GLUE)


def _day_column(dates: Iterable[str], indent: int = INDENT) -> tuple[list[str], int]:
    """Dates in words, padded to one width, and the column in which what follows them begins."""
    days = [_glued(_day(edtf)) for edtf in dates]
    width = max(map(len, days), default=0) + 2
    return [day.ljust(width) for day in days], indent + width


def _place(place: Place | None) -> list[str]:
    """The place, and the area it lies in where that says more."""
    if place is None:
        return []
    return [place.name, place.admin] if place.admin and fold(place.admin) != fold(place.name) else [place.name]


def _dotted(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells with a dot between two."""
    return tuple(part for cell in cells for part in (DOT, cell))[1:]


def _count(things: tuple[object, ...], noun: str) -> str:
    return f"{len(things)} {noun}{'s' * (len(things) != 1)}"


def _some(texts: Iterable[str], comma: str = ", ") -> str:
    """The first CITED of the texts, and how many more there are."""
    listed = list(texts)
    more = [f"and {len(listed) - CITED} more"] if len(listed) > CITED else []
    return comma.join([*listed[:CITED], *more])


def _cited(source: Source) -> str:
    title = f", “{source.title}”" if source.title else ""
    day = _day(source.published) if source.published else "undated"
    return f"{source.publisher}{title}, {day}{', ' if source.url else ''}{source.url}"
