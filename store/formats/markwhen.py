"""Markwhen: a line an event, with what it cannot say of a date as a property."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date
from typing import TypeVar

import msgspec

from store.edtf import Part, WhenError, reading
from store.entry import claim_line, read_claim, read_toll, toll_line
from store.event import Claim, Event, Place, Source, Toll
from store.formats.excerpt import TITLE, Excerpt, json_of
from store.formats.reading import Found, InputFile, Refusal, event_in, one_line
from store.typed_date import LONGEST, read_stated
from store.when import When

Item = TypeVar("Item")
# a line is looked at so far for the date that it begins with: two of them, and a colon
LONGEST_DATE = 2 * LONGEST
# a date, a colon that no time of day has, and what happened
_EVENT = re.compile(r"(\S.*?):(?:\s+|$)(.*)")
_RELATIVE = re.compile(r"(?:after|before|by|every|from)\b[^:]*:\s|![\w-]+[^:]*:\s", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
# how the header says in which order a day and its month stand: d/M/y
_ORDER = re.compile(r"dateFormat:\s*[\"']?([dMy]).*")
_PROPERTY = re.compile(r"([a-z][\w-]*):\s+(.*)")
_LINK = re.compile(r"\[(.*?)\]\((https?://\S+)\)")
_TAG = re.compile(r"(?<!\S)#([\w-]+)")


def recognise(file: InputFile) -> bool:
    """Whether one of its first lines is a date with words after it."""
    return any(_dated(line) is not None for line in file.beginning.splitlines()[:200])


def read(file: InputFile) -> Found:
    """An event a dated line, with the lines that follow it."""
    entry: _Entry | None = None
    groups: list[str] = []
    day_first = False
    for line in map(str.strip, file.lines()):
        if match := _ORDER.fullmatch(line):
            day_first = match[1] == "d"
        dated = _dated(line, day_first)
        if dated is None and not _RELATIVE.match(line):
            if re.match(r"#+\s", line) or line.casefold().startswith(("group ", "section ")):
                groups.append(one_line(re.sub(r"^(?:#+|group|section)\s+|#\S+", "", line, flags=re.IGNORECASE)))
            elif line.casefold() in ("end group", "endgroup", "end section", "endsection"):
                groups = groups[:-1]
            elif entry is not None:
                entry.add(line)
            continue
        if entry is not None:
            yield entry.event(file)
        entry = None if dated is None else _Entry(file.line, dated, groups)
        if dated is None:
            yield Refusal(file.line, "", "a date that counts from another event, or comes again, is not read")
    if entry is not None:
        yield entry.event(file)


def _dated(line: str, day_first: bool = False) -> tuple[When, str] | None:
    """The date that a line begins with, and the words after it; None for any other line."""
    match = _EVENT.match(line[:LONGEST_DATE])
    if match is None:
        return None
    try:
        return _when(match[1].strip(), day_first), line[match.start(2) :]
    except WhenError:
        return None


def _when(text: str, day_first: bool) -> When:
    """A date, or two with / or - between them; `now` is an end that is open.

    The month stands before the day, or after it where the header says so.
    """
    ends = re.split(r"\s*/\s*(?!\d{1,2}/|\d{4}\b(?!-))|\s+-\s+", text) if not _NUMBERS.fullmatch(text) else [text]
    said = [_edtf_of(end, day_first) for end in ends]
    return When.parse("/".join(said)) if len(said) == 2 else read_stated(said[0], None)


def _edtf_of(text: str, day_first: bool) -> str:
    if text.casefold() == "now":
        return ".."
    if match := _NUMBERS.fullmatch(text):
        month, day = (match[2], match[1]) if day_first else (match[1], match[2])
        return f"{match[3]}-{month:0>2}-{day:0>2}"
    return read_stated(text, None).edtf


class _Entry:
    """A dated line and what follows it: properties, then words, items and links."""

    def __init__(self, line: int, dated: tuple[When, str], groups: Sequence[str]) -> None:
        self._line, (self._when, self._title), self._groups = line, dated, list(groups)
        self._properties: dict[str, str] = {}
        self._words: list[str] = []
        self._claims: list[Claim] = []
        self._tolls: list[Toll] = []
        self._sources: list[Source] = []

    def add(self, line: str) -> None:
        """Take a line that follows."""
        item = line.removeprefix("- ")
        if match := _LINK.fullmatch(item):
            publisher, _, title = match[1].partition(": ")
            self._sources.append(Source(publisher=publisher or "not named", title=title, url=match[2]))
        elif not self._words and (match := _PROPERTY.match(line)):
            self._properties[match[1]] = _unquoted(match[2])
        elif item != line and item.startswith("Toll: ") and (toll := _read(read_toll, item.removeprefix("Toll: "))):
            self._tolls.append(toll)
        elif item != line and item.startswith("Source: "):
            publisher, _, title = item.removeprefix("Source: ").partition(": ")
            self._sources.append(Source(publisher=publisher, title=title))
        elif item != line and (claim := _read(read_claim, item)):
            self._claims.append(claim)
        elif line and not line.startswith("//"):
            self._words.append(line)

    def event(self, file: InputFile) -> Event | Refusal:
        """The event of all these lines, or what is wrong with them."""
        tags = [tag.replace("＃", "#") for tag in _TAG.findall(self._title)]
        title = one_line(_TAG.sub("", self._title))
        location = self._properties.get("location", "")
        name, _, admin = location.rpartition(", ") if ", " in location else (location, "", "")
        try:
            when = When.parse(edtf) if (edtf := self._properties.get("date", "")) else self._when
        except WhenError as error:
            return Refusal(self._line, "date", str(error))
        return event_in(
            file,
            self._properties.get("id", ""),
            f"{self._when.edtf}\x1f{self._title}",
            [*tags, *self._groups],
            when=when,
            title=title,
            summary="\n".join(self._words),
            place=Place(name=name, admin=admin) if name else None,
            claims=tuple(self._claims),
            tolls=tuple(self._tolls),
            sources=tuple(self._sources),
        )


def _read(read: Callable[[str], Item], text: str) -> Item | None:
    """What the timeline wrote as a line of a form; None for another's words."""
    try:
        return read(text)
    except ValueError:
        return None


def _unquoted(text: str) -> str:
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return text
    return value if isinstance(value, str) else text


def write(excerpt: Excerpt) -> Iterator[str]:
    """A header that says what was asked, then each event with its properties, claims and sources."""
    yield f"title: {TITLE}\ndescription: {json_of(excerpt.asked)}\ntimezone: Asia/Damascus\n"
    for event in excerpt:
        shown = date_of(event)
        if shown is None:
            excerpt.lost["events without a beginning"] += 1
        else:
            yield "\n" + "".join(f"{line}\n" for line in _lines(event, shown))


def date_of(event: Event) -> str | None:
    """The date in the EDTF that Markwhen reads; None where it has no beginning."""
    covered = reading(event.when.edtf)
    first, last = covered.parts[0], covered.parts[-1]
    if first is None:
        return None
    if last is None:
        return f"{_date(first)}/now"
    if first is last and first.unit != "season":
        return _date(first)
    return f"{_date(first)}/{_date(last, is_end=True)}"


def _date(part: Part, is_end: bool = False) -> str:
    if part.is_timed:
        return part.stated.astimezone(UTC).isoformat().replace("+00:00", "Z")
    day = part.stated.date()
    if part.unit == "season" and is_end:
        # the third of its months; a winter ends in the next year
        day = date(min(day.year + (day.month + 1) // 12, date.max.year), (day.month + 1) % 12 + 1, 1)
    return day.isoformat()[: {"year": 4, "season": 7, "month": 7, "day": 10}[part.unit]]


def _lines(event: Event, shown: str) -> Iterator[str]:
    yield f"{shown}: {_line(event.title)} #{event.category}"
    yield f"id: {_line(event.id)}"
    yield f"date: {json_of(event.when.edtf)}"
    if event.place is not None:
        yield f"location: {json_of(', '.join(part for part in (event.place.name, event.place.admin) if part))}"
    if event.summary:
        yield _line(event.summary)
    yield from (f"- {_line(claim_line(claim))}" for claim in event.claims)
    yield from (f"- Toll: {_line(toll_line(toll))}" for toll in event.tolls)
    for source in event.sources:
        words = _line(": ".join(part for part in (source.publisher, source.title) if part)).translate(_NO_BRACKETS)
        yield f"[{words}]({source.url})" if source.url else f"- Source: {words}"


_NO_BRACKETS = str.maketrans("[]", "()")


def _line(text: str) -> str:
    """Text on one line, in which no tag begins."""
    return " ".join(text.split()).replace("#", "＃")
