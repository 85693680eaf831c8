from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.event import Category, Claim, Confidence, Event, Place, Range, Scope, Source, Stance, Toll, problems
from store.place import gazetteer
from store.shipped import shipped_events
from store.when import When
from tests.store.samples import events, sample
from tui.screens.event_hints import (
    ENTRY_FIELDS,
    complete_actors,
    complete_area,
    complete_category,
    complete_place,
    hint,
)
from tui.screens.event_texts import FIELDS, FormError, default_on, gazetteer_texts, read_form, texts_of
from tui.widgets.field import Cursor

NEEDED = {"when": "30 Nov 2024", "title": "Markets shut", "category": "humanitarian"}


def typed(**texts: str) -> dict[str, str]:
    """The texts of a new event's form, with what it needs."""
    return texts_of(None) | NEEDED | texts


def wrong(**texts: str) -> dict[str, str]:
    """What the form of a new event says is wrong, by field."""
    with pytest.raises(FormError) as caught:
        read_form(typed(**texts), None, "new")
    return dict(caught.value.messages)


def changed(original: Event, **texts: str) -> Event:
    return read_form(texts_of(original) | texts, original, "unused")


def said(field: str, cursor: Cursor | None = None, /, **texts: str) -> str:
    """What stands below a field, with its mark where it is wrong."""
    words, is_wrong = hint(field, texts_of(None) | texts, cursor)
    return f"✗ {words.plain}" if is_wrong else words.plain


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(events)
def test_an_untouched_form_yields_an_equal_event(event: Event) -> None:
    assert read_form(texts_of(event), event, "unused") == event


def test_an_untouched_form_yields_every_shipped_event_unharmed() -> None:
    for event in shipped_events():
        assert read_form(texts_of(event), event, "unused") == event


def test_a_shipped_event_typed_anew_is_the_same_event() -> None:
    for event in shipped_events():
        again = read_form(texts_of(event), None, event.id)
        kept = {"title_ar": event.title_ar, "confidence": event.confidence, "collection": event.collection}
        place = event.place and replace(event.place, latitude=pytest.approx(event.place.latitude, abs=1e-6))
        assert again.place == (place and replace(place, longitude=pytest.approx(place.longitude, abs=1e-6)))
        same = replace(again, when=event.when, place=event.place, **kept)
        assert same == event
        assert again.when.edtf == event.when.edtf


def test_a_filled_form_is_the_event_that_it_says() -> None:
    event = read_form(
        typed(
            reported="2 Dec 2024",
            summary="Shops closed.\nThey opened later.",
            place="Halab",
            area="Aleppo",
            coordinates="36.20 N 37.13 E",
            actors="HTS; SNA ;",
            claims="SOHR | reports | markets shut | 1 Dec 2024\n\nHTS | denies | it",
            tolls="SOHR | 300+ | >=20 | ? | 30 Nov 2024 | since 2024-11-27, Aleppo | so far\nHTS | 4",
            sources="BBC News | Rebels take control | https://www.bbc.com/ | 1 Dec 2024",
            tags="markets; food",
        ),
        None,
        "new",
    )
    assert event == Event(
        id="new",
        when=When("2024-11-30", "30 Nov 2024"),
        reported="2024-12-02",
        title="Markets shut",
        summary="Shops closed.\nThey opened later.",
        category=Category.HUMANITARIAN,
        place=Place(name="Halab", admin="Aleppo", latitude=36.2, longitude=37.13),
        actors=("HTS", "SNA"),
        claims=(
            Claim(who="SOHR", stance=Stance.REPORTS, said="markets shut", on="2024-12-01"),
            Claim(who="HTS", stance=Stance.DENIES, said="it", on="2024-11-30"),
        ),
        tolls=(
            Toll(
                claimant="SOHR",
                as_of="2024-11-30",
                killed=Range(at_least=300),
                civilians=Range(at_least=20),
                scope=Scope(since="2024-11-27", area="Aleppo"),
                note="so far",
            ),
            Toll(claimant="HTS", as_of="2024-11-30", killed=Range(at_least=4, at_most=4)),
        ),
        sources=(
            Source(
                publisher="BBC News", title="Rebels take control", url="https://www.bbc.com/", published="2024-12-01"
            ),
        ),
        tags=("markets", "food"),
    )


def test_an_edited_event_keeps_all_that_its_form_does_not_show() -> None:
    event = sample(
        title_ar="قصف حلب",
        confidence=Confidence.LOW,
        collection="ucdp",
        external_ids={"ucdp": "1"},
        place=Place(name="Aleppo", admin="Aleppo", latitude=36.123456789, longitude=37.1),
        revision=3,
    )
    assert event.place
    assert changed(event, title="New") == replace(event, title="New")
    assert changed(event, place="Halab") == replace(event, place=replace(event.place, name="Halab"))


def test_a_claim_keeps_its_source_when_its_words_or_other_lines_change() -> None:
    source = Source(publisher="BBC", archive_url="https://archive.org/1")
    first = Claim(who="SOHR", stance=Stance.REPORTS, said="one", on="2016", source=source)
    second = replace(first, who="HTS", said="two")
    event = sample(claims=(first, second))
    assert changed(event, claims="HTS | reports | two | 2016").claims == (second,)
    assert changed(event, claims="x | denies | new | 2016\n" + texts_of(event)["claims"]).claims[1:] == (first, second)
    both = "SOHR | reports | three | 2016\nUN | reports | two | 2016"
    assert changed(event, claims=both).claims == (
        replace(first, said="three"),
        replace(second, who="UN", source=None),
    )


def test_a_source_keeps_its_archived_copy_as_long_as_its_address_stays() -> None:
    source = Source(publisher="BBC", url="https://bbc.com/1", archive_url="https://archive.org/1")
    event = sample(sources=(source,))
    titled = changed(event, sources="BBC | Title | https://bbc.com/1")
    assert titled.sources == (replace(source, title="Title"),)
    assert changed(event, sources="BBC |  | https://bbc.com/2").sources[0].archive_url == ""


def test_a_place_that_is_emptied_is_gone() -> None:
    event = sample(place=Place(name="Aleppo", admin="Aleppo", latitude=36.2, longitude=37.1))
    assert changed(event, place="", area="", coordinates="").place is None
    assert changed(event, coordinates="").place == Place(name="Aleppo", admin="Aleppo")


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("when", "", "an event needs a date"),
        ("when", "soon", '"soon" is no date'),
        ("when", "2016-02-30", "February 2016 has 29 days"),
        ("when", "2016-12-22/2016-12-15", "ends before it begins"),
        ("reported", "2016-12-15/2016-12-22", "give a single one"),
        ("title", "  ", "an event needs a title"),
        ("category", "", "an event needs a category: choose one of air-strike, "),
        ("category", "air strikes", "did you mean air-strike?"),
        ("coordinates", "96.2, 37.1", "96.2 is off the globe"),
        ("coordinates", "36.2, 187", "187 is off the globe"),
        ("coordinates", "here", '"here" is no pair of coordinates'),
        ("claims", "SOHR | say | x", 'stance "say" is none of'),
        ("tolls", "SOHR | dozens", 'killed "dozens" is no count'),
        ("sources", "BBC | x | bbc.com", 'address "bbc.com" is no web address'),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nowhere_else(field: str, text: str, message: str) -> None:
    found = wrong(**{"place": "Aleppo", field: text})
    assert list(found) == [field]
    assert message in found[field]


def test_coordinates_and_an_area_need_a_place() -> None:
    assert wrong(area="Aleppo") == {"place": "a place needs a name"}
    assert list(wrong(coordinates="96, 37")) == ["place", "coordinates"]


def test_each_wrong_line_is_named_by_its_number() -> None:
    found = wrong(claims="SOHR | say | x\n\nHTS | denies | y\nUN")["claims"].split("\n")
    assert [line.partition(":")[0] for line in found] == ["line 1", "line 4"]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_fields() -> None:
    assert list(wrong(sources="|", category="x", when="", claims="SOHR | denies | x")) == [
        "when",
        "category",
        "sources",
    ]


@pytest.mark.parametrize(
    ("when", "default"),
    [
        ("30 Nov 2024", "2024-11-30"),
        ("2024-11-30 17:00", "2024-11-30"),
        ("2016-12-15 to 2016-12-22", "2016-12-15"),
        ("Dec 2016", "2016-12"),
        ("2016-12-22~", "2016-12-22~"),
        ("until March 2011", None),
        ("soon", None),
    ],
)
def test_an_undated_claim_is_dated_no_more_exactly_than_the_event(when: str, default: str | None) -> None:
    assert default_on({**texts_of(None), "when": when}) == default


def test_a_phrase_counts_from_the_day_of_the_report() -> None:
    event = changed(sample(), when="over the weekend", reported="2 Dec 2024")
    assert (event.when.edtf, event.when.words) == ("[2024-11-30..2024-12-01]", "over the weekend")
    assert texts_of(event)["when"] == "over the weekend"


def test_an_event_open_to_the_past_gives_its_claims_no_date() -> None:
    assert 'needs "when said"' in wrong(when="until March 2011", claims="SOHR | denies | x")["claims"]


def test_words_that_no_longer_say_the_date_are_not_put_before_a_person() -> None:
    event = replace(sample(), when=When("2024-11-30/2024-12-01", "over the weekend"))
    assert texts_of(event)["when"] == "2024-11-30/2024-12-01"
    assert changed(event, title="x").when == event.when


def test_a_form_shows_hostile_text_as_text() -> None:
    texts = texts_of(sample(title="[bold]x\x1b[31m\ty", summary="a\x1b\nb\u202e"))
    assert (texts["title"], texts["summary"]) == ("[bold]x␛[31m y", "a␛\nb")


@pytest.mark.parametrize(
    ("field", "texts", "words"),
    [
        (
            "when",
            {"when": "30 Nov 2024 to 1 Dec 2024"},
            "→ Sat 30 Nov – Sun 1 Dec 2024 · precision to the day · Damascus time",
        ),
        ("when", {"when": "Dec 2016"}, "→ Dec 2016 · precision a month · Damascus time"),
        ("reported", {"reported": "2 Dec 2024"}, "→ known from Mon 2 Dec 2024 on"),
        ("category", {"category": "humanitarian"}, "→ ✚ humanitarian"),
        ("category", {"category": "Air Strike"}, "→ ✈ air strike"),
        ("category", {"category": "strike"}, "air-strike"),
        ("category", {"category": "xx"}, "✗ choose one of air-strike, "),
        ("place", {"place": "halab"}, "→ Aleppo, 36.20 N 37.16 E"),
        ("place", {"place": "Farm 12"}, "not in the gazetteer: it stands as it is typed"),
        ("place", {"place": "Rabia"}, "2 places of the gazetteer have this name: say in Area which, "),
        ("area", {"area": "Aleppo"}, "→ Aleppo Governorate"),
        ("area", {"area": "ha"}, "Hama · Hasakah"),
        ("area", {"area": "Nowhere"}, "not in the gazetteer"),
        ("coordinates", {"coordinates": "36.2, 37.13"}, "→ 36.20 N 37.13 E"),
        (
            "coordinates",
            {"coordinates": "36.2, 37.13", "place": "Homs"},
            "→ 36.20 N 37.13 E · ⚠ 168 km N of the gazetteer's Homs",
        ),
        ("actors", {"actors": "HTS; Nobody"}, "→ HTS is Hayat Tahrir al-Sham · Nobody (not in the registry)"),
        ("claims", {"claims": "SOHR | denies | x | 2016"}, "→ 1 claim"),
        ("claims", {"claims": "SOHR | denies | x | 2016\nSOHR"}, "✗ line 2: stance is missing"),
        ("sources", {"sources": "BBC\nSOHR"}, "→ 2 sources"),
    ],
)
def test_a_text_is_explained(field: str, texts: dict[str, str], words: str) -> None:
    assert said(field, None, **texts).startswith(words)


def test_places_and_actors_that_may_be_meant_are_offered_while_typing() -> None:
    assert said("place", place="Ale").startswith("Aleppo · ")
    assert "Hezbollah" in said("actors", Cursor(0, 8), actors="HTS; hez")


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("", 0, "who | stance | what they said | when said | contradicts"),
        ("SOHR | ", 7, "who | stance | what they said | when said | contradicts\nreports · claims · "),
        ("SOHR | say | ", 13, '✗ stance "say" is none of '),
        (
            "SOHR | denies | x",
            17,
            "who | stance | what they said | when said | contradicts\n→ Sat 30 Nov 2024: SOHR denies x",
        ),
        (
            "SOHR | denies | x | 2016",
            24,
            "who | stance | what they said | when said | contradicts\n→ 2016: SOHR denies x",
        ),
        ("a | denies | b | 2016 | c | d", 29, "✗ a claim has no more than 5 parts"),
    ],
)
def test_a_line_is_explained_by_the_part_that_is_being_typed(line: str, column: int, words: str) -> None:
    assert said("claims", Cursor(0, column), claims=line, when="30 Nov 2024").startswith(words)


def test_the_part_that_is_being_typed_stands_in_reverse() -> None:
    words, _ = hint("tolls", texts_of(None) | {"tolls": "SOHR | 5 | "}, Cursor(0, 11))
    (span,) = words.spans
    assert words.plain[span.start : span.end] == "civilians"
    assert span.style == "reverse"


def test_a_toll_and_a_source_are_told_as_they_are_understood() -> None:
    toll = "SOHR | 242-255 | | 7+ | 29 Nov 2024 | since 2024-11-27, Aleppo"
    assert said("tolls", Cursor(0, 0), tolls=toll).endswith(
        "→ Fri 29 Nov 2024: SOHR, 242-255 killed, 7+ wounded, since Wed 27 Nov 2024, Aleppo"
    )
    assert said("tolls", Cursor(0, 0), tolls="SOHR | ? | | | 2016").endswith("no number given, of this event alone")
    assert said("sources", Cursor(0, 0), sources="BBC | x").endswith("→ BBC, undated")


def test_all_categories_are_listed_where_one_is_to_be_typed() -> None:
    assert said("category", Cursor(0, 0)).split(" · ") == list(Category)


@given(
    st.fixed_dictionaries({field: st.text("aH |;-2016\\\n[", max_size=25) for field in FIELDS}),
    st.none() | st.builds(Cursor, st.integers(0, 5), st.integers(0, 30)),
)
def test_whatever_is_typed_is_explained_and_read_or_refused(texts: dict[str, str], cursor: Cursor | None) -> None:
    for field in FIELDS:
        words = said(field, cursor, **texts)
        assert words or field in ("title", "summary")
    try:
        event = read_form(texts, None, "new")
    except FormError:
        return
    assert not problems(event)


@pytest.mark.parametrize(
    ("complete", "text", "completed"),
    [
        (complete_place, "hal", "Halab"),
        (complete_place, "", ""),
        (complete_place, "Aleppo", ""),
        (complete_area, "ale", "Aleppo"),
        (complete_category, "hum", "humanitarian"),
        (complete_category, "zz", ""),
        (complete_actors, "HTS; hayat", "HTS; Hayat Tahrir al-Sham"),
        (complete_actors, "HTS; ", ""),
        (complete_actors, "HTS", ""),
    ],
)
def test_names_are_completed_while_typing(complete: Any, text: str, completed: str) -> None:
    assert complete(text) == completed


def test_the_gazetteer_fills_in_where_a_place_lies_unless_several_bear_its_name() -> None:
    homs = gazetteer().find("Homs")
    assert homs
    assert gazetteer_texts("Homs", "") == {"area": "Homs", "coordinates": f"{homs.latitude:g} N {homs.longitude:g} E"}
    assert gazetteer_texts("Rabia", "") == {"area": "", "coordinates": ""}
    assert gazetteer_texts("Rabia", "Latakia")["coordinates"]


def test_every_field_says_what_it_is_for_while_it_is_empty() -> None:
    assert all(said(field) for field in FIELDS)
    assert all(said(field, Cursor(0, 0)) for field in ENTRY_FIELDS)
