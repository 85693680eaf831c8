r"""What a person types in one line: a claim, a toll, a source, and what is smaller; and back.

The parts of a line stand between bars: `SOHR | reports | first strikes since 2016 | 30 Nov 2024`. A bar within a part
is typed `\|`, and a backslash that stands before a bar or another backslash is doubled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import TypeVar

from store.edtf import WhenError
from store.event import Category, Claim, Range, Scope, Source, Stance, Toll
from store.typed_date import read_when

CLAIM_PARTS = ("who", "stance", "what they said", "when said", "contradicts")
TOLL_PARTS = ("claimant", "killed", "civilians", "wounded", "as of", "scope", "note")
SOURCE_PARTS = ("publisher", "title", "address", "date")

UNKNOWN_COUNT = "?"
THIS_EVENT = "this event"
# how alike two words are, from 0 to 1, for the one to be offered for the other: "deny" and "denies" are 0.6 alike
NEARNESS = 0.6

_PIECE = re.compile(r"\\[\\|]|.", re.DOTALL)
_NUMBER = r"(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})"
_DEGREES = r"([-+]?\d{1,3}(?:\.\d+)?) ?°? ?([NSEW]?)"
_COORDINATES = re.compile(rf"{_DEGREES}(?: ?[,;] ?| |(?<=[NSEW])){_DEGREES}", re.ASCII)
_LONGITUDE_FIRST = ("EN", "ES", "WN", "WS")
_LETTERS = ("", "NE", "NW", "SE", "SW", *_LONGITUDE_FIRST)

Read = TypeVar("Read")


class EntryError(ValueError):
    """A line that cannot be read: a sentence that names the part, and the part's number in the line, from 0."""

    def __init__(self, message: str, part: int = 0) -> None:
        super().__init__(message)
        self.part = part


def read_claim(line: str, *, default_on: str | None = None) -> Claim:
    """The claim in `who | stance | what they said | when said | contradicts`, other speakers with ; between two.

    Without a date it was said on `default_on` (EDTF); where that is None, the date is needed.
    """
    parts = _Parts(line, "claim", CLAIM_PARTS)
    return Claim(
        who=parts.needed("who"),
        stance=parts.read("stance", _stance),
        said=parts.needed("what they said"),
        on=parts.date("when said", default_on),
        contradicts=tuple(name for each in parts["contradicts"].split(";") if (name := each.strip())),
    )


def claim_line(claim: Claim) -> str:
    """The claim as it is typed, without its source."""
    return _line(claim.who, claim.stance, claim.said, claim.on, "; ".join(claim.contradicts))


def read_toll(line: str, *, default_on: str | None = None) -> Toll:
    """The toll in `claimant | killed | civilians | wounded | as of | scope | note`.

    Without a date it is as of `default_on` (EDTF); where that is None, the date is needed.
    """
    parts = _Parts(line, "toll", TOLL_PARTS)
    return Toll(
        claimant=parts.needed("claimant"),
        killed=parts.read("killed", read_count),
        civilians=parts.read("civilians", read_count),
        wounded=parts.read("wounded", read_count),
        as_of=parts.date("as of", default_on),
        scope=parts.read("scope", _scope),
        note=parts["note"],
    )


def toll_line(toll: Toll) -> str:
    """The toll as it is typed."""
    counts = (count_text(count) or UNKNOWN_COUNT for count in (toll.killed, toll.civilians, toll.wounded))
    scope = f"since {toll.scope.since}, {toll.scope.area}" if toll.scope else ""
    return _line(toll.claimant, *counts, toll.as_of, scope, toll.note)


def read_source(line: str) -> Source:
    """The source in `publisher | title | address | date`; all but the publisher may be left out."""
    parts = _Parts(line, "source", SOURCE_PARTS)
    return Source(
        publisher=parts.needed("publisher"),
        title=parts["title"],
        url=parts.read("address", _address),
        published=parts.date("date", ""),
    )


def source_line(source: Source) -> str:
    """The source as it is typed, without its archived address."""
    return _line(source.publisher, source.title, source.url, source.published)


def read_count(text: str) -> Range | None:
    """A count: 12, 242-255, 300+ or >=300, <=40, and None for ? or nothing; EntryError where it is none of these.

    "242-255 best 250" has its claimant's best estimate besides.
    """
    text, _, best = text.partition(" best ")
    count = _read_range(text.strip())
    if not best or count is None:
        return count
    if (estimate := re.fullmatch(_NUMBER, best.strip(), re.ASCII)) is None:
        raise EntryError(f'"{best.strip()}" is no number: a best estimate is one, such as 242-255 best 250')
    return Range(at_least=count.at_least, at_most=count.at_most, best=_number(estimate[1]))


def _read_range(text: str) -> Range | None:
    if text in ("", UNKNOWN_COUNT):
        return None
    if match := re.fullmatch(rf"{_NUMBER}\+|(?:>=|≥) ?{_NUMBER}", text, re.ASCII):
        return Range(at_least=_number(match[1] or match[2]))
    if match := re.fullmatch(rf"(?:<=|≤) ?{_NUMBER}", text, re.ASCII):
        return Range(at_most=_number(match[1]))
    match = re.fullmatch(rf"{_NUMBER}(?: ?[-–] ?{_NUMBER})?", text, re.ASCII)
    if match is None:
        raise EntryError(f'"{text}" is no count: write 12, 242-255, 300+ for at least, <=40 for up to, or ?')
    least, most = _number(match[1]), _number(match[2] or match[1])
    if least > most:
        raise EntryError(f'"{text}" begins with the greater number: write {most}-{least}')
    return Range(at_least=least, at_most=most)


def count_text(count: Range | None) -> str:
    """A count as it is typed and shown: "12", "242-255 best 250", "300+", "<=40"; "" where there is none."""
    if count is None:
        return ""
    return _range_text(count) + (f" best {count.best}" if count.best is not None else "")


def _range_text(count: Range) -> str:
    if count.at_most is None:
        return f"{count.at_least}+"
    if count.at_least is None:
        return f"<={count.at_most}"
    return str(count.at_least) if count.at_least == count.at_most else f"{count.at_least}-{count.at_most}"


def read_date(text: str) -> str:
    """One date that a person typed, as EDTF; WhenError where it is none, or goes on from one date to another."""
    when = read_when(text)
    if when.lasts:
        raise WhenError(f'"{text}" goes on from one date to another: give a single one')
    return when.edtf


def read_category(text: str) -> Category:
    """The category of this name, however it is spaced; EntryError offers the nearest."""
    names = [category.value for category in Category]
    name = "-".join(text.casefold().split())
    if name in names:
        return Category(name)
    near = nearest(name, names)
    raise EntryError(f'there is no "{text}"; did you mean {near}?' if near else f"choose one of {', '.join(names)}")


def read_coordinates(text: str) -> tuple[float, float]:
    """Latitude and longitude, in degrees, of "36.20 N 37.13 E" or "36.20, 37.13"; EntryError where it is neither."""
    match = _COORDINATES.fullmatch(text.strip().upper())
    letters = match[2] + match[4] if match else None
    if match is None or letters not in _LETTERS:
        raise EntryError(f'"{text.strip()}" is no pair of coordinates: write 36.20 N 37.13 E, or 36.20, 37.13')
    latitude, longitude = (float(match[at]) * (-1 if match[at + 1] in ("S", "W") else 1) for at in (1, 3))
    if letters in _LONGITUDE_FIRST:
        latitude, longitude = longitude, latitude
    if not -90 <= latitude <= 90:
        raise EntryError(f"{latitude:g} is off the globe: a latitude lies between -90 and 90")
    if not -180 <= longitude <= 180:
        raise EntryError(f"{longitude:g} is off the globe: a longitude lies between -180 and 180")
    return latitude, longitude


def coordinates_text(latitude: float, longitude: float) -> str:
    """Degrees as they are typed: "36.2021 N 37.1343 E"."""

    def degrees(value: float) -> str:
        return f"{abs(value):.6f}".rstrip("0").rstrip(".")

    north, east = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    return f"{degrees(latitude)} {north} {degrees(longitude)} {east}"


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of some words that is spelt most like this one; "" where none is near."""
    return next(iter(get_close_matches(word, list(words), n=1, cutoff=NEARNESS)), "")


def part_at(line: str, column: int) -> int:
    """The number of the part that a column of a line lies in."""
    return len(_split(line[:column])) - 1


class _Parts:
    """The parts of one line by their names, "" where one was left out; an error says which part it is about."""

    def __init__(self, line: str, kind: str, names: Sequence[str]) -> None:
        typed = _split(line)
        if len(typed) > len(names):
            raise EntryError(
                f"a {kind} has no more than {len(names)} parts, {' | '.join(names)}; a bar within one is typed \\|",
                len(names),
            )
        self._kind, self._names = kind, names
        self._texts = dict(zip(names, [*typed, *[""] * (len(names) - len(typed))], strict=True))

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def needed(self, name: str) -> str:
        if not self[name]:
            raise self._wrong(name, f'a {self._kind} needs "{name}": write {" | ".join(self._names)}')
        return self[name]

    def read(self, name: str, reader: Callable[[str], Read]) -> Read:
        """What a part says, left out or not; what `reader` finds wrong goes on a sentence that the name begins."""
        try:
            return reader(self[name])
        except ValueError as error:
            raise self._wrong(name, f"{name} {error}") from None

    def date(self, name: str, default: str | None) -> str:
        if not self[name] and default is not None:
            return default
        self.needed(name)
        return self.read(name, read_date)

    def _wrong(self, name: str, message: str) -> EntryError:
        return EntryError(message, self._names.index(name))


def _split(line: str) -> list[str]:
    parts = [""]
    for piece in _PIECE.findall(line):
        if piece == "|":
            parts.append("")
        else:
            # of an escaped character, what it stands for
            parts[-1] += piece[-1]
    return [" ".join(part.split()) for part in parts]


def _line(*parts: str) -> str:
    """The parts on one line, without the empty ones at its end."""
    kept = list(parts)
    while kept and not kept[-1]:
        kept.pop()
    return " | ".join(" ".join(part.split()).replace("\\", "\\\\").replace("|", "\\|") for part in kept)


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _stance(text: str) -> Stance:
    names = [stance.value for stance in Stance]
    if text.casefold() in names:
        return Stance(text.casefold())
    if not text:
        raise ValueError(f"is missing: write one of {', '.join(names)}")
    near = nearest(text.casefold(), names)
    raise ValueError(f'"{text}" is none of {", ".join(names)}{f"; did you mean {near}?" if near else ""}')


def _scope(text: str) -> Scope | None:
    if text.casefold() in ("", THIS_EVENT):
        return None
    if since := re.fullmatch(r"since (.+)", text, re.IGNORECASE):
        # a date may hold a comma of its own, and be one without what follows: "Nov 27, 2024"
        for comma in reversed(list(re.finditer(", ", since[1]))):
            try:
                return Scope(since=read_date(since[1][: comma.start()]), area=since[1][comma.end() :])
            except WhenError:
                continue
    raise ValueError(
        f'"{text}" says no date and area: write since 2024-11-27, Aleppo province, or nothing for this event alone'
    )


def _address(text: str) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise ValueError(f'"{text}" is no web address: it has to begin with https:// or http://')
    return text
