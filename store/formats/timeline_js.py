"""TimelineJS 3: the JSON that it loads, and the columns of its spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any

from store.edtf import Part, reading
from store.entry import toll_line
from store.event import Event, Source
from store.formats.excerpt import TITLE, Excerpt, json_of
from store.formats.json_items import items
from store.formats.reading import CellError, Found, InputFile, Refusal
from store.formats.slides import Slide, event_of, parts_of
from store.period import Period


def recognise(file: InputFile) -> bool:
    """Whether it is an object with a list of events, each with a headline or a date of its own kind."""
    begins = file.beginning
    is_object = begins.lstrip().startswith("{") and '"events"' in begins
    return is_object and ('"start_date"' in begins or '"headline"' in begins)


def read(file: InputFile) -> Found:
    """An event a slide; the title and the eras are none."""
    for item in items(file, "events"):
        try:
            yield item if isinstance(item, Refusal) else event_of(_slide_of(item), file)
        except CellError as error:
            yield Refusal(file.line, error.column, str(error))


def _slide_of(item: Any) -> Slide:
    if not isinstance(item, dict):
        raise CellError("", "is no slide")
    text, media = (part if isinstance(part := item.get(name), dict) else {} for name in ("text", "media"))
    start = item.get("start_date")
    shown = item.get("display_date") or (start.get("display_date") if isinstance(start, dict) else "")
    said = {name: str(part.get(key) or "") for name, part, key in (
        ("headline", text, "headline"), ("text", text, "text"), ("own", item, "unique_id"), ("group", item, "group"),
        ("media", media, "url"), ("caption", media, "caption"), ("credit", media, "credit"),
    )}  # fmt: skip
    return Slide(parts_of(start), parts_of(item.get("end_date")), shown_date=str(shown or ""), **said)


def write(excerpt: Excerpt) -> Iterator[str]:
    """A title that says what was asked, the periods as eras, and a slide an event, in groups by category."""
    head = {
        "title": {"text": {"headline": TITLE, "text": escape(excerpt.asked)}},
        "eras": [_era(period, excerpt) for period in excerpt.periods],
    }
    yield json_of(head).removesuffix("}") + ',"events":['
    between = "\n"
    for event in excerpt:
        begins, ends = stretch(event)
        count_lost(event, begins, excerpt.lost)
        if begins is not None:
            yield between + json_of(_slide(event, begins, ends))
            between = ",\n"
    yield "\n]}\n"


def stretch(event: Event) -> tuple[Part | None, Part | None]:
    """From when to when an event is shown: no beginning where none is known, no end where it is one moment."""
    parts = reading(event.when.edtf).parts
    return parts[0], parts[-1] if event.when.lasts else None


def count_lost(event: Event, begins: Part | None, lost: Counter[str]) -> None:
    """Count what no slide holds."""
    lost["events without a beginning"] += begins is None
    lost["coordinates"] += event.place is not None and event.place.latitude is not None
    lost["Arabic titles"] += bool(event.title_ar)


def moment(part: Part) -> dict[str, int]:
    """A date with the parts that are known of it, on the clock of Damascus; of a season the year."""
    known = {"year": 1, "season": 1, "month": 2, "day": 3, "hour": 4, "minute": 5}[part.unit]
    stated = part.stated
    values = (stated.year, stated.month, stated.day, stated.hour, stated.minute)
    return dict(list(zip(("year", "month", "day", "hour", "minute"), values, strict=True))[:known])


def text_of(event: Event) -> str:
    """The summary, and who said and counted what, as HTML; where it can be read."""
    said = [f"{claim.who} ({claim.on}) {claim.stance}: {claim.said}" for claim in event.claims]
    counted = [f"Toll: {toll_line(toll)}" for toll in event.tolls]
    parts = [f"<p>{escape(event.summary)}</p>"] if event.summary else []
    parts += ["<ul>" + "".join(f"<li>{escape(line)}</li>" for line in (*said, *counted)) + "</ul>"] * bool(
        said or counted
    )
    parts += [f"<p>{'; '.join(map(_link, event.sources))}</p>"] if event.sources else []
    return "".join(parts)


def _link(source: Source) -> str:
    words = escape(": ".join(part for part in (source.publisher, source.title) if part))
    is_web = source.url.startswith(("https://", "http://"))
    return f'<a href="{escape(source.url)}">{words}</a>' if is_web else words


def _slide(event: Event, begins: Part, ends: Part | None) -> dict[str, Any]:
    slide: dict[str, Any] = {
        "unique_id": event.id,
        "start_date": moment(begins),
        "display_date": event.when.label(),
        "text": {"headline": escape(event.title), "text": text_of(event)},
        "group": event.category.value,
    }
    return slide | ({"end_date": moment(ends)} if ends else {})


def _era(period: Period, excerpt: Excerpt) -> dict[str, Any]:
    first, last = (
        {"year": day.year, "month": day.month, "day": day.day}
        for day in (period.first, period.last or excerpt.made.date())
    )
    return {"start_date": first, "end_date": last, "text": {"headline": escape(period.title)}}
