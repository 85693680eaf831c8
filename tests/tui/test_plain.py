"""Text from outside, made safe for a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.plain import MOST_MARKS, cut, fitting, plain

anything = st.text(st.characters(codec=None), max_size=60)
# letters of one cell and of two, a mark, and what a terminal would obey
awkward = st.text("a é中́؜‮⁦\x1b\x9b\n\ud800‍️ش", max_size=30)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Russian jets strike Aleppo",
        "242–255 killed · “Ghouta” ✈ ▇▇░→",
        "قصف حلب",
        "Düzce, Şırnak",
        "アレッポ",
        "[bold]",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("a\tb\nc\r\nd\u2028e", "a b c  d e"),
        ("\x7f\x9b", "␡\N{REPLACEMENT CHARACTER}"),
        ("lone \ud83d half", "lone \N{REPLACEMENT CHARACTER} half"),
        ("abc\u202edcba\u202c \u2067x\u2069", "abcdcba x"),
        ("soft\u00adhyphen, zero\u200bwidth, \ufefford", "softhyphen, zerowidth, ord"),
        ("\u2694\ufe0f", "\u2694"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_or_dropped(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_flood_of_marks_is_cut_and_a_mark_alone_gets_a_carrier() -> None:
    assert plain("Z" + "\u0301" * 50 + "z") == "Z" + "\u0301" * MOST_MARKS + "z"
    assert plain("\u0301 \u0302") == "◌\u0301 ◌\u0302"


def test_vowelled_arabic_keeps_its_marks() -> None:
    assert plain("حَلَبُّ") == "حَلَبُّ"


@given(anything | awkward)
def test_plain_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    shown = plain(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert plain(shown) == shown


@given(anything | awkward, st.integers(-2, 30))
def test_a_cut_text_fits_and_stays_as_it_is_when_cut_again(text: str, cells: int) -> None:
    short = cut(text, cells)
    assert cell_len(short) <= max(cells, 0)
    assert cut(short, cells) == short


def test_a_cut_ends_with_an_ellipsis_and_never_parts_a_letter_from_its_marks() -> None:
    assert cut("Aleppo falls", 12) == "Aleppo falls"
    assert cut("Aleppo falls", 8) == "Aleppo…"
    assert cut("アレッポ", 4) == "ア…"
    assert cut("e\u0301e\u0301e\u0301", 2) == "e\u0301…"
    assert cut("Aleppo", 0) == ""


@given(awkward.map(plain), st.integers(0, 10), st.integers(0, 20))
def test_what_fits_into_some_cells_is_no_wider(text: str, start: int, cells: int) -> None:
    start = min(start, len(text))
    end = fitting(text, start, cells)
    assert start <= end <= len(text)
    assert cell_len(text[start:end]) <= cells
