"""The screen in ASCII, for a terminal that has no other letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

# what stands for a sign that is drawn, one cell for one
_SIGNS = {
    **dict.fromkeys("─━═┄╌", "-"),
    **dict.fromkeys("│┃║╎╏┆▏▕", "|"),
    **dict.fromkeys("┏┓┗┛╭╮╰╯┌┐└┘├┤┬┴┼┣┫", "+"),
    **dict.fromkeys("▌▐▶►❯→⏎↗", ">"),
    **dict.fromkeys("▁▂▃", "."),
    **dict.fromkeys("▄▅▆", "o"),
    **dict.fromkeys("▇█▉▊▋▓", "#"),
    **dict.fromkeys("░▒", ":"),
    **dict.fromkeys("★⚔✸✈✖☠✗", "*"),
    **dict.fromkeys("✓", "v"),
    **dict.fromkeys("●◎○◆◇♦■▼✦✚⇉⚑☣", "o"),
    **dict.fromkeys("·•", "-"),
    **dict.fromkeys("−–—", "-"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("⚠", "!"),
    **dict.fromkeys("≠", "#"),
    **dict.fromkeys("▲↑", "^"),
    **dict.fromkeys("↓", "v"),
    **dict.fromkeys("…", "."),
    **dict.fromkeys("❝", '"'),
    **dict.fromkeys("≤", "<"),
    **dict.fromkeys("≥", ">"),
}
# braille, of which a map is drawn
_FIRST_BRAILLE, _LAST_BRAILLE = 0x2800, 0x28FF


class AsciiFilter(LineFilter):
    """Puts ASCII in the place of every other letter, in as many cells."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's own
        """The segments of a line in ASCII."""
        return [Segment(ascii_of(text), style, control) for text, style, control in segments]


@lru_cache(maxsize=1 << 13)
def ascii_of(text: str) -> str:
    """A text in ASCII of the same width: what has no likeness there is a question mark."""
    return text if text.isascii() else "".join(map(_ascii_of, text))


def _ascii_of(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _SIGNS:
        return _SIGNS[letter]
    if _FIRST_BRAILLE <= ord(letter) <= _LAST_BRAILLE:
        return " " if ord(letter) == _FIRST_BRAILLE else "."
    plain = "".join(each for each in unicodedata.normalize("NFKD", letter) if each.isascii() and each.isprintable())
    width = cell_len(letter)
    return (plain if len(plain) == width else "?" * width) if width else ""
