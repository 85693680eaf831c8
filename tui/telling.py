"""An event told in words: one home for what the detail pane shows and what `show` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeGuard
from zoneinfo import ZoneInfo

from store.context import Context, Near, Since
from store.dispute import contradicted
from store.edtf import DAMASCUS, Precision
from store.event import SHIPPED, Category, Claim, Confidence, Event, Exactness, Place, Source, Stance
from store.known_on import is_later
from store.names import fold
from store.place import compass
from store.when import When
from tui.legend import MARKS
from tui.plain import plain
from tui.telling_parts import INDENT, counted, day_column, day_label, dotted, glued
from tui.telling_tolls import counts, tolls
from tui.wrapping import GLUE, Cell, Role, Row, Section, ToAddress, ToEvent, lines

NO_TIME = timedelta()
# citations name so many claimants and sources, and count the rest
CITED = 4
ALONE = Context()
# how well a place is known, in words
EXACTNESS = {
    Exactness.NEAR: "known to within some 25 km",
    Exactness.DISTRICT: "known to the district",
    Exactness.GOVERNORATE: "known to the governorate",
    Exactness.AREA: "known to the area",
    Exactness.COUNTRY: "known to the country",
    Exactness.ABROAD: "in waters or air of no country",
}


def account(event: Event, context: Context = ALONE) -> list[Section]:
    """All that is known of an event, who says it, and what stands around it."""
    sections = [
        Section("", tuple(_head(event, ZoneInfo(context.zone)))),
        Section("NOTE", tuple(_paragraphs(context.note)), "yours, and no part of the event"),
        Section("SUMMARY", tuple(_paragraphs(event.summary)), _hindsight(context.known_on)),
        Section("SINCE", tuple(_since(event, context.since))),
        Section("CLAIMS", tuple(_claims(event))),
        *tolls(event),
        Section("LINKED", tuple(_linked(context.linked)), "held to be the same event, in other collections"),
        Section("SOURCES", tuple(_sources(event.sources, context.known_on))),
        Section("NEAR", tuple(_near(event, context.near)), "in time and place"),
        Section("ACTORS", tuple(_actors(event.actors))),
        Section("", (_record(event),)),
    ]
    return [section for section in sections if section.rows]


def by_speaker(event: Event) -> list[Section]:
    """What each speaker said of an event and counted, in the order of time, and whom that contradicts."""
    speakers: dict[str, list[tuple[tuple[int, int], Row]]] = {}
    said = [(claim.who, claim.on, cells) for claim, cells in _statements(event)]
    said += [(toll.claimant, toll.as_of, (Cell("counts: ", Role.ACCENT), *counts(toll))) for toll in event.tolls]
    days, column = day_column(when for _, when, _ in said)
    for (name, when, cells), day in zip(said, days, strict=True):
        row = Row((Cell(day, Role.WHEN), *cells), INDENT, column)
        speakers.setdefault(name, []).append((When(when).sort_key, row))
    return [
        Section(name, tuple(row for _, row in sorted(rows, key=lambda each: each[0])))
        for name, rows in sorted(speakers.items(), key=lambda each: min(row[0] for row in each[1]))
    ]


def _statements(event: Event) -> list[tuple[Claim, tuple[Cell, ...]]]:
    """The claims, and what is said of each: how it was said, in which words, and whom it contradicts."""
    return [
        (
            claim,
            (
                Cell(f"{claim.stance}: ", Role.WARNING if claim.stance is Stance.DENIES else Role.ACCENT),
                Cell(claim.said),
                *((Cell(f"{GLUE}≠{GLUE}{_some(against)}", Role.WARNING),) if against else ()),
            ),
        )
        for claim, against in zip(event.claims, contradicted(event), strict=True)
    ]


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


def _head(event: Event, zone: ZoneInfo) -> Iterator[Row]:
    yield Row((Cell(event.title, Role.TITLE),))
    if event.title_ar:
        yield Row((Cell(event.title_ar),))
    yield Row(dotted([Cell(event.when.label(), Role.WHEN), *_exactness(event.when, zone)]))
    mark = MARKS[event.category]
    place = ", ".join(_place(event.place)) or "place not known"
    kind = [Cell(glued(f"{mark.glyph} {mark.words}"), Role(mark.colour))]
    collection = [] if event.collection == SHIPPED else [Cell(event.collection, Role.SECONDARY)]
    known_to = [Cell(f"place {EXACTNESS[event.place.exactness]}", Role.MUTED)] if _is_rough(event.place) else []
    yield Row(
        dotted([Cell(place), *known_to, *kind, *collection, *(Cell(f"#{tag}", Role.MUTED) for tag in event.tags)])
    )
    sure = event.confidence is Confidence.HIGH
    # of an event that rests on nothing, how well its sources bear it out is not to be said
    said = event.sources or event.claims or not sure
    words = f"{'' if sure else '⚠ '}{event.confidence} confidence"
    confidence = [Cell(words, Role.TEXT if sure else Role.WARNING)] if said else []
    yield Row(dotted([Cell(counted(event.sources, "source")), Cell(counted(event.claims, "claim")), *confidence]))
    if event.reported:
        yield Row((Cell("first reported ", Role.MUTED), Cell(day_label(event.reported), Role.WHEN)))


def _exactness(when: When, zone: ZoneInfo) -> Iterator[Cell]:
    """The same moment in another zone, how exactly it is known if not to the day, and the words it came in."""
    time, here = when.time_in(zone), when.time_in(DAMASCUS)
    if time:
        gap = (when.earliest.astimezone(zone).utcoffset() or NO_TIME) - (
            when.earliest.astimezone(DAMASCUS).utcoffset() or NO_TIME
        )
        # a clock that is behind and shows more is yesterday's, one that is ahead and shows less tomorrow's
        day = " the day before" if gap < NO_TIME and time > here else ""
        day = " the day after" if gap > NO_TIME and time < here else day
        name = "GMT" if zone.key == "UTC" else f"in {zone.key.rpartition('/')[2].replace('_', ' ')}"
        yield Cell("Damascus time", Role.MUTED)
        yield Cell(glued(f"{time} {name}{day}"), Role.WHEN)
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
        Cell(f" ({glued(day_label(before.when.edtf))}), the last {_kind_at(before)}"),
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
        case Category.ATTACK_ON_CIVILIANS | Category.STATEMENT | Category.TERRITORIAL_CHANGE:
            return f"{words} in {place}"
        case _:
            return f"{words} event in {place}"


def _hindsight(known_on: date | None) -> str:
    return "written with hindsight" if known_on is None else "⚠ written with hindsight, it may tell what came later"


def _claims(event: Event) -> Iterator[Row]:
    ordered = sorted(_statements(event), key=lambda each: When(each[0].on).sort_key)
    days, column = day_column(claim.on for claim, _ in ordered)
    for (claim, statement), day in zip(ordered, days, strict=True):
        cells = (Cell(day, Role.WHEN), Cell(claim.who, Role.WHO), Cell(" "), *statement)
        if claim.source is None:
            yield Row(cells, INDENT, column)
        else:
            said_in = (Cell(" — in ", Role.MUTED), *_source_cells(claim.source))
            yield Row((*cells, *said_in), INDENT, column, _address(claim.source))


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
    yield Cell(f", {glued(day_label(source.published))}" if source.published else ", undated", Role.WHEN)
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
        yield Row(dotted(Cell(name) for name in actors), INDENT, INDENT)


def _linked(linked: Iterable[Event]) -> Iterator[Row]:
    """Each other account of the event, and under it what it counts: side by side, and nothing put together."""
    for event in linked:
        from_it = (Cell(event.collection, Role.SECONDARY), Cell(event.title, Role.LINK))
        yield Row(dotted([*from_it, Cell(event.when.label(), Role.WHEN)]), INDENT, INDENT * 2, ToEvent(event.id))
        for toll in event.tolls:
            counted_by = (Cell(toll.claimant, Role.WHO), Cell(": "), *counts(toll))
            yield Row(counted_by, INDENT * 2, INDENT * 3)


def _record(event: Event) -> Row:
    edited = [Cell(f"edited, revision {event.revision}", Role.MUTED)] if event.revision else []
    elsewhere = [Cell(f"{name} {id}", Role.MUTED) for name, id in event.external_ids.items()]
    return Row(dotted([Cell(f"id {event.id}", Role.MUTED), *edited, *elsewhere]), INDENT, INDENT)


def _place(place: Place | None) -> list[str]:
    """The place, and the area it lies in where that says more."""
    if place is None:
        return []
    return [place.name, place.admin] if place.admin and fold(place.admin) != fold(place.name) else [place.name]


def _is_rough(place: Place | None) -> TypeGuard[Place]:
    return place is not None and place.exactness is not Exactness.PLACE


def _some(texts: Iterable[str], comma: str = ", ") -> str:
    """The first CITED of the texts, and how many more there are."""
    listed = list(texts)
    more = [f"and {len(listed) - CITED} more"] if len(listed) > CITED else []
    return comma.join([*listed[:CITED], *more])


def _cited(source: Source) -> str:
    title = f", “{source.title}”" if source.title else ""
    day = day_label(source.published) if source.published else "undated"
    return f"{source.publisher}{title}, {day}{', ' if source.url else ''}{source.url}"
