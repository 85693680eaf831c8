"""How names are compared: the key under which two spellings meet, and the look-up of rows by any of their names."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib import resources
from typing import Generic, NamedTuple, Protocol, TypeVar

import msgspec

# quotes, apostrophes and the marks that stand for ayn and hamza in Latin script; the last is the Arabic tatweel
_DROPPED = frozenset("'‘’‛‚`´ʿʾʻʼʹ′″“”„\"ـ")

# letters that Unicode does not take apart, and that are written for one another
_ALIKE = str.maketrans({"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ı": "i"})

# how alike two spellings are, from 0 to 1, for the one to be offered for the other: "alepo" and "aleppo" are 0.91 alike
NEARNESS = 0.8

_ARTICLES = re.compile(r"(?<!\S)(?:ال)+(?=\S\S)")


class _Folding(dict[int, str | None]):
    """What `str.translate` puts in place of each character, worked out when the character is first met.

    None drops the character: with an empty text instead, `translate` leaves its fast path for ASCII, six times faster.
    """

    def __missing__(self, code: int) -> str | None:
        folded = self[code] = _fold_character(chr(code)) or None
        return folded


def _fold_character(character: str) -> str:
    if character in _DROPPED or unicodedata.category(character) == "Cf":
        return ""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()).translate(_ALIKE)
    return "".join(map(_fold_part, parts))


def _fold_part(part: str) -> str:
    if part in _DROPPED or unicodedata.category(part).startswith("M"):
        return ""
    if part.isdecimal():
        return str(unicodedata.decimal(part))
    return part if part.isalnum() else " "


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The key on which texts are compared and searched: words of letters and digits, one space between them.

    Case, accents, vowel marks, quotes and invisible characters are dropped, the variants of an Arabic letter are one,
    an Arabic word loses its article, and all that is neither letter nor digit parts words: "17:00" is "17 00".
    """
    folded = " ".join(text.translate(_FOLDING).split())
    return folded if folded.isascii() else _ARTICLES.sub("", folded)


class Named(Protocol):
    """A row that goes by several names."""

    @property
    def id(self) -> str:
        """What the row is called in other rows."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling, the one to show first."""

    @property
    def rank(self) -> tuple[int, ...]:
        """Where the row stands among suggestions that fit equally well: the lower, the earlier."""


Row = TypeVar("Row", bound=Named)


def shipped_rows(file: str, row: type[Row]) -> list[Row]:
    """The rows of a JSON Lines file that is shipped in `store/data/`."""
    content = resources.files("store").joinpath("data", file).read_bytes()
    return msgspec.json.Decoder(row).decode_lines(content)


class Suggestion(NamedTuple, Generic[Row]):
    """A row that may be meant, and the name of it that fits what was typed."""

    row: Row
    name: str


class NameIndex(Generic[Row]):
    """Rows looked up by any of their names, whatever the spelling; built on the first look-up."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """Every row under its id."""
        return {row.id: row for row in self.rows}

    def bearing(self, name: str) -> tuple[Row, ...]:
        """The rows that bear this name: none where it is unknown, several where it is ambiguous."""
        return tuple(self._bearers.get(fold(name), ()))

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion[Row]]:
        """The rows that may be meant by what was typed so far, the likeliest first, each once.

        First come the rows that bear the text as a name, then names that start with it, then names of which a later
        word does, then names spelt nearly like it.
        """
        typed = fold(text)
        if not typed:
            return []
        found: dict[str, Suggestion[Row]] = {}
        for keys in self._tiers(typed):
            fits = [(row, key) for key in keys for row in self._bearers[key]]
            for row, key in sorted(fits, key=lambda fit: fit[0].rank):
                if row.id not in found:
                    found[row.id] = Suggestion(row, next(name for name in row.names if fold(name) == key))
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def _tiers(self, typed: str) -> Iterator[list[str]]:
        """The names that fit a folded text, from the best fit to the least."""
        yield [typed] if typed in self._bearers else []
        yield [key for key in self._bearers if key.startswith(typed)]
        word = f" {typed}"
        yield [key for key in self._bearers if word in key]
        for near in difflib.get_close_matches(typed, self._bearers, cutoff=NEARNESS):
            yield [near]

    @cached_property
    def _bearers(self) -> dict[str, list[Row]]:
        """For each folded name the rows that bear it."""
        bearers: dict[str, list[Row]] = {}
        for row in self.rows:
            for key in dict.fromkeys(map(fold, row.names)):
                bearers.setdefault(key, []).append(row)
        return bearers
