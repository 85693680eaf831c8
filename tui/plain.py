"""Text from outside as plain text: one line, nothing a terminal obeys, and cells that all terminals count alike."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len, get_character_cell_size

# how many marks of no width one character may carry: vowelled Arabic needs two, Vietnamese taken apart two
MOST_MARKS = 3
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
CARRIER = "\N{DOTTED CIRCLE}"

# characters of one cell, and those that are shown as they are: most text has no others, and is only looked at
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u22ff\u2500-\u25fc]*")
_ORDINARY = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u0621-\u064a\u2010-\u2027\u2030-\u205e\u2190-\u27bf]*"
)


class _Characters(dict[int, str | None]):
    """What `str.translate` puts in place of each character, worked out when the character is first met."""

    def __missing__(self, code: int) -> str | None:
        shown = self[code] = _shown(chr(code)) or None
        return shown


_CHARACTERS = _Characters()


def plain(text: str) -> str:
    """The text as a terminal can show it on one line, without anything that it would obey.

    A control character becomes its picture (␛), a line end or tab a blank, and what is no character "�". Format
    characters are dropped, the bidirectional ones above all: an override cannot turn the rest of the line round, and
    none are added to isolate it, since terminals disagree about their cells (`pyte` stops at one). Dropping joiners and
    emoji selectors has the same reason.
    """
    if _ORDINARY.fullmatch(text):
        return text
    shown = text.translate(_CHARACTERS)
    return shown if _ORDINARY.fullmatch(shown) else _carried(shown)


def cut(text: str, cells: int) -> str:
    """The text as `plain` shows it in at most `cells` cells, ending with "…" where it is cut."""
    text = plain(text)
    if cell_len(text) <= cells:
        return text
    if cells <= 0:
        return ""
    return text[: fitting(text, 0, cells - 1)].rstrip() + "…"


def fitting(text: str, start: int, cells: int) -> int:
    """Where the part of a plain text ends that begins at `start` and fits into `cells`, its last letter's marks too."""
    end = min(start + cells, len(text))
    # one further, where a mark may stand
    if text.isascii() or _NARROW.fullmatch(text, start, end + 1):
        return end
    for number in range(start, len(text)):
        cells -= get_character_cell_size(text[number])
        if cells < 0:
            return number
    return len(text)


def _shown(character: str) -> str:
    code, category = ord(character), unicodedata.category(character)
    if character in "\t\n\v\f\r\x85" or category in ("Zl", "Zp"):
        return " "
    if category == "Cc":
        return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else UNKNOWN
    if category == "Cs" or (category == "Cn" and get_character_cell_size(character) == 0):
        return UNKNOWN
    return "" if category == "Cf" or character in "\ufe0e\ufe0f" else character


def _carried(text: str) -> str:
    """The text with no more marks on a character than MOST_MARKS, and a carrier under marks that have no character."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = 0 if get_character_cell_size(character) else marks + 1
        if marks == 1 and (not kept or kept[-1] == " "):
            kept.append(CARRIER)
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
