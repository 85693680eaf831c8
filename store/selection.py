"""Which rows of the settled events match a query: bitmap algebra, row by row only where a date must be looked at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from pyroaring import BitMap

from store.edtf import Reading, reading
from store.keys import searched_text
from store.matching import Match, dated, is_so
from store.period import Period
from store.place import gazetteer
from store.query import Both, Either, Field, Figure, Near, Not, Query, Term, Words
from store.query_text import DATES, WHOLE
from store.seconds import second_of
from store.settled import WIDTHS, WORD, Settled, any_of

_NEVER = 1 << 60


class Selection(NamedTuple):
    """The rows that match surely, and all that match."""

    surely: BitMap
    matching: BitMap

    @classmethod
    def sure(cls, rows: BitMap) -> Selection:
        """Rows of which there is no doubt."""
        return cls(rows, rows)

    def within(self, rows: BitMap) -> Selection:
        """What of it lies in these rows."""
        return Selection(self.surely & rows, self.matching & rows)


Meant = Callable[[str, str], frozenset[str]]


class Selector:
    """Evaluates queries over settled events, as known on one day, None for now.

    `rows` are those that may be found at all; `meant` gives the keys that a value of a field means.
    """

    def __init__(
        self, settled: Settled, rows: BitMap, day: date | None, periods: Iterable[Period], meant: Meant
    ) -> None:
        self._settled, self._rows, self._day, self._meant = settled, rows, day, meant
        self._periods = {period.name: period for period in periods}

    def select(self, query: Query) -> Selection:
        """The rows that match the whole query."""
        found = self._both(query.terms)
        match query.value("dated"):
            case "surely":
                return Selection.sure(found.surely)
            case "possibly":
                return Selection(BitMap(), found.matching - found.surely)
        return found

    def period(self, name: str) -> BitMap:
        """The rows that begin in the period of this name."""
        return self._rows & BitMap(self._in_period(self._periods[name]))

    def _in_period(self, period: Period) -> range:
        last = period.last_known(self._day)
        end = second_of(reading(str(last)).latest) if last else _NEVER
        return self._settled.between(second_of(reading(str(period.first)).earliest), end)

    def _both(self, terms: Iterable[Term]) -> Selection:
        found = Selection.sure(self._rows)
        for term in terms:
            other = self._term(term)
            found = Selection(found.surely & other.surely, found.matching & other.matching)
        return found

    def _term(self, term: Term) -> Selection:
        match term:
            case Words():
                return Selection.sure(self._worded(term))
            case Field() if term.name in WHOLE:
                return Selection.sure(self._rows)
            case Field() if term.name in DATES:
                return _united([self._dated(term.name, part) for value in term.values for part in _asked(value)])
            case Field("period", values):
                return Selection.sure(any_of(map(self.period, values)))
            case Field():
                keys = frozenset[str]().union(*(self._meant(term.name, value) for value in term.values))
                return self._having(term.name, keys.__contains__, keys)
            case Figure():
                return self._having(term.name, lambda key: is_so(term, *map(int, key.split("-"))))
            case Near():
                return self._near(term)
            case Not():
                inner = self._term(term.term)
                return Selection(self._rows - inner.matching, self._rows - inner.surely)
            case Either():
                return _united(list(map(self._term, term.terms)))
            case Both():
                return self._both(term.terms)

    def _having(self, field: str, wanted: Callable[[str], bool], keys: Iterable[str] | None = None) -> Selection:
        """The rows with a key that is wanted."""
        bitmaps = self._settled.bitmaps.get(field, {})
        found = [bitmaps[key] for key in (bitmaps if keys is None else keys) if key in bitmaps and wanted(key)]
        return Selection.sure(any_of(found) & self._rows)

    def _near(self, term: Near) -> Selection:
        centre = gazetteer().find(term.place)
        if centre is None:
            return Selection.sure(BitMap())

        near = self._settled.near((centre.latitude, centre.longitude), term.kilometres)
        return Selection.sure(near & self._rows)

    def _worded(self, term: Words) -> BitMap:
        """The rows with a word that begins so; of several words, those where they stand one after another."""
        *whole, begun = term.folded[1:].split(" ")
        found = self._rows & self._beginning(begun)
        for word in whole:
            found &= self._settled.of(WORD, word)
        if not whole:
            return found
        return BitMap(row for row in found if term.folded in searched_text(self._settled.event(row, self._day)))

    def _beginning(self, letters: str) -> BitMap:
        words, bitmaps = self._settled.words, self._settled.bitmaps.get(WORD, {})
        start, end = bisect_left(words, letters), bisect_left(words, f"{letters}\U0010ffff")
        return any_of(bitmaps[word] for word in words[start:end])

    def _dated(self, field: str, asked: Reading) -> Selection:
        """What lies surely so by the range of its date alone, and what has to be looked at, date by date."""
        settled, earliest, latest = self._settled, second_of(asked.earliest), second_of(asked.latest)
        surely, doubtful = BitMap(), BitMap()
        for rows, width in zip(settled.widths(), WIDTHS, strict=True):
            match field:
                case "after":
                    sure, doubt = (latest + 1, _NEVER), [(latest - width, latest)]
                case "before":
                    sure, doubt = (-_NEVER, earliest - width - 1), [(earliest - width, earliest - 1)]
                case _:
                    sure, doubt = (earliest, latest - width), [(earliest - width, earliest - 1)]
                    doubt.append((max(earliest, latest - width + 1), latest))
            surely |= rows & BitMap(settled.between(*sure))
            for zone in doubt:
                doubtful |= rows & BitMap(settled.between(*zone))
        matches: dict[int, Match] = {}
        possibly = BitMap()
        for row in doubtful & self._rows:
            number = settled.arrays["date"][row]
            match = matches.get(number)
            if match is None:
                match = matches[number] = dated(field, asked.edtf, settled.texts["date"][number])
            if match is Match.SURELY:
                surely.add(row)
            elif match is Match.POSSIBLY:
                possibly.add(row)
        return Selection(surely & self._rows, (surely | possibly) & self._rows)


def _united(found: list[Selection]) -> Selection:
    return Selection(any_of(each.surely for each in found), any_of(each.matching for each in found))


def _asked(value: str) -> list[Reading]:
    """The ranges that a date asks for: a choice of dates for each of them."""
    asked = reading(value)
    return [reading(part.edtf) for part in asked.parts if part] if "," in value else [asked]
