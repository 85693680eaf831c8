"""A slide of TimelineJS, from its JSON or a row of its spreadsheet, as an event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple

from store.edtf import WhenError
from store.event import Event
from store.formats.reading import WEB, CellError, InputFile, event_in, linked_source, one_line
from store.typed_date import read_stated
from store.when import When

# the parts of a date, each of no use without those before it
PARTS = ("year", "month", "day")
LONGEST_HTML = 1 << 16
MOST_TAGS = 500
_BLOCKS = frozenset(("p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "tr"))


_ABOUT = re.compile(r"\b(?:about|around|circa|ca?\.)\s+", re.IGNORECASE)
_WEEKDAYS = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s+(?=\d)")
_UNSEEN = frozenset(("script", "style"))


class Slide(NamedTuple):
    """What a slide says: its dates by their parts, its headline and text in HTML, and where its picture comes from."""

    start: Mapping[str, str]
    end: Mapping[str, str]
    headline: str
    text: str
    own: str = ""
    shown_date: str = ""
    group: str = ""
    media: str = ""
    caption: str = ""
    credit: str = ""


def event_of(slide: Slide, file: InputFile) -> Event:
    """The event of a slide; CellError names the part that is wrong."""
    for html in (slide.headline, slide.text, slide.caption, slide.credit, slide.shown_date):
        if len(html) > LONGEST_HTML:
            raise CellError("text", f"is HTML of more than {LONGEST_HTML:,} characters")
        # Python's reader of HTML takes a time that grows with their square where they are not closed (CVE-2025-6069)
        if html.count("<") > MOST_TAGS:
            raise CellError("text", f"is HTML of more than {MOST_TAGS:,} tags")
    headline, text = _Words(slide.headline), _Words(slide.text)
    if not (title := one_line(headline.text)):
        raise CellError("headline", "is blank")
    links = [*headline.links, *text.links]
    sources = [linked_source(address, words) for address, words in links]
    if slide.media.startswith(WEB):
        caption, credit = (one_line(_Words(html).text) for html in (slide.caption, slide.credit))
        sources.append(linked_source(slide.media, caption, credit))
    return event_in(
        file,
        slide.own,
        "\x1f".join((str(slide.start), slide.headline, slide.text)),
        [slide.group],
        when=_when(slide),
        title=title,
        summary=text.text.strip(),
        sources=tuple(dict.fromkeys(sources)),
    )


def _when(slide: Slide) -> When:
    start, end = date_of(slide.start, "start_date"), date_of(slide.end, "end_date")
    if start is None:
        raise CellError("start_date", "is missing")
    shown = one_line(_Words(slide.shown_date).text)
    if end is None or end.edtf == start.edtf:
        return When(_as_shown(start, shown).edtf, shown)
    begins = f"{start.edtf}~" if _ABOUT.match(shown) else start.edtf
    try:
        return When.parse(f"{begins}/{end.edtf}", shown)
    except WhenError as error:
        raise CellError("end_date", str(error)) from None


def _as_shown(start: When, shown: str) -> When:
    """The date that a slide shows, where that says more honestly than its parts can how well it is known."""
    words = _ABOUT.sub("", _WEEKDAYS.sub("", shown))
    try:
        said = read_stated(f"{words}~" if _ABOUT.search(shown) else words, None)
    except WhenError:
        return start
    holds = said.first_day <= start.first_day and start.last_day <= said.last_day
    return said if holds and said.precision > start.precision else start


def date_of(parts: Mapping[str, str], column: str) -> When | None:
    """A date of as many parts as are given: a year stays a year. None for no part at all."""
    numbers = [re.sub(r"[\s,]", "", parts.get(part, "")) for part in PARTS]
    known = [f"{number:0>4}" if place == 0 else f"{number:0>2}" for place, number in enumerate(numbers) if number]
    if not known:
        return None
    if not numbers[0] or (numbers[2] and not numbers[1]):
        said = " ".join(filter(None, numbers))
        raise CellError(column, f"{said} is no date: a day needs its month, and that its year")
    time = parts.get("time", "").strip() if len(known) == len(PARTS) else ""
    try:
        return read_stated(f"{'-'.join(known)} {time}".strip(), None)
    except WhenError as error:
        raise CellError(column, str(error)) from None


def parts_of(date: Any) -> Mapping[str, str]:
    """The parts of a date of the JSON; its time of day is in one."""
    if not isinstance(date, dict):
        return {}
    parts = {name: str(value) for name, value in date.items() if value not in (None, "")}
    if "hour" in parts:
        parts["time"] = f"{parts['hour']:0>2}{f':{minute:0>2}' if (minute := parts.get('minute')) else ''}"
    return parts


class _Words(HTMLParser):
    """The words of HTML, in lines where it has blocks, and its links with their words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._unseen = 0
        self._link: tuple[str, int] | None = None
        self.links: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """The words."""
        lines = (one_line(line) for line in "".join(self._parts).split("\n"))
        return "\n".join(line for line in lines if line)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or a link."""
        self._break(tag)
        self._unseen += tag in _UNSEEN
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.startswith(WEB):
            self._link = (address, len(self._parts))

    def handle_endtag(self, tag: str) -> None:
        """End a line, or a link."""
        if tag == "a" and self._link is not None:
            address, begins = self._link
            self.links.append((address, one_line("".join(self._parts[begins:]))))
            self._link = None
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Keep the words that are seen."""
        if not self._unseen:
            self._parts.append(data)

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._parts.append("\n")
