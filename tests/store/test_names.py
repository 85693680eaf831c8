"""How names are compared and looked up."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.actor import registry
from store.names import NameIndex, fold
from store.place import gazetteer

ANY_TEXT = st.text(st.characters())


class Row(NamedTuple):
    """A row with names, as small as one can be."""

    id: str
    names: tuple[str, ...]
    rank: tuple[int, ...] = (0,)


SMALL = Row("small", ("Bab al-Hawa", "Bab"), (2,))
LARGE = Row("large", ("Babila", "Babbila"), (1,))
OTHER = Row("other", ("Al-Bab", "Bab"), (3,))
INDEX = NameIndex([SMALL, LARGE, OTHER])


def names_met(index: NameIndex[Row], text: str) -> list[str]:
    return [name for _, name in index.suggest(text)]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Deir ez-Zor", "deir ez zor"),
        ("  Deir\tez–Zor\n", "deir ez zor"),
        ("Hay'at, Hay’at and Hayʾat", "hayat hayat and hayat"),
        ("Ra´s al-ʿAyn", "ras al ayn"),
        ("Erdoğan in Kızıltepe and İzmir", "erdogan in kiziltepe and izmir"),
        ("Straße", "strasse"),
        ("17:00", "17 00"),
        ("٢٠١٦ and ۲۰۱۶", "2016 and 2016"),
        ("a_b & c/d", "a b c d"),
        ("soft\u00adware \u202eturned\u202c", "software turned"),
        ("ﺣﻠﺐ", "حلب"),
        ("حَلَب", "حلب"),
        ("حـــلب", "حلب"),
        ("أحمد إدلب آل ٱلشام", "احمد ادلب ال شام"),
        ("قرى", "قري"),
        ("الرقة", "رقه"),
        ("مسؤول وئام", "مسوول ويام"),
        ("سوریه", "سوريه"),
        ("الباب الف ال", "باب الف ال"),
        ("...", ""),
        ("", ""),
        ("\ud800 broken \udfff", "broken"),
    ],
)
def test_a_text_folds_to_its_words_without_what_only_spelling_adds(written: str, key: str) -> None:
    assert fold(written) == key


@given(ANY_TEXT)
def test_folding_any_text_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("ال بت"))
def test_folding_words_made_of_articles_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_a_folded_text_holds_words_with_one_space_between_them(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())
    assert all(word.isalnum() for word in fold(text).split())


@given(ANY_TEXT, ANY_TEXT)
def test_a_text_folds_line_by_line_as_it_does_at_once(first: str, second: str) -> None:
    assert fold(f"{first}\n{second}") == f"{fold(first)} {fold(second)}".strip()


def accents_quotes_and_hyphens_dropped(name: str) -> str:
    """The narrower comparison under which the names of the shipped files were told apart."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", name) if not unicodedata.combining(part))
    bare = "".join(part for part in bare if part not in "'‘’`ʿʾʻʼ´′“”\"ʹ")
    return " ".join(re.sub(r"[-–_.,()/]", " ", bare).casefold().split())


@pytest.mark.parametrize("rows", [gazetteer().rows, registry().rows], ids=["places", "actors"])
def test_names_that_differ_in_accents_quotes_and_hyphens_alone_fold_alike(rows: tuple[Row, ...]) -> None:
    folded = defaultdict(set)
    for row in rows:
        for name in row.names:
            folded[accents_quotes_and_hyphens_dropped(name)].add(fold(name))
    assert [keys for keys in folded.values() if len(keys) > 1] == []


def test_a_name_is_looked_up_whatever_its_spelling() -> None:
    assert INDEX.bearing("BAB AL HAWA") == (SMALL,)
    assert INDEX.bearing("Bāb") == (SMALL, OTHER)
    assert INDEX.bearing("Bab el-Hawa") == ()
    assert INDEX.by_id["large"] is LARGE


def test_the_whole_name_is_suggested_first_then_the_start_of_a_name_then_of_a_later_word() -> None:
    later = Row("later", ("Tell Babil",), (0,))
    assert names_met(NameIndex([later, OTHER, LARGE, SMALL]), "bab") == ["Bab", "Bab", "Babila", "Tell Babil"]


def test_rows_that_fit_equally_well_are_suggested_by_rank_and_each_row_once() -> None:
    assert [row.id for row, _ in INDEX.suggest("Ba")] == ["large", "small", "other"]


def test_the_name_that_is_nearly_spelt_so_is_suggested_last() -> None:
    assert names_met(INDEX, "Babela") == ["Babila"]
    assert names_met(INDEX, "Damascus") == []


def test_no_more_is_suggested_than_was_asked_for() -> None:
    assert len(INDEX.suggest("b", limit=2)) == 2


def test_nothing_is_suggested_before_a_letter_is_typed() -> None:
    assert INDEX.suggest(" - ") == []


@given(ANY_TEXT)
def test_any_text_may_be_looked_up(text: str) -> None:
    assert all(row in INDEX.rows for row in INDEX.bearing(text))
    assert all(name in row.names for row, name in INDEX.suggest(text))
