"""An event told in words."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from rich.cells import cell_len

from store.context import Context, Near, Since, context_of
from store.event import Category, Claim, Confidence, Event, Place, Range, Scope, Source, Stance, Toll
from store.index import Index
from store.shipped import shipped_events
from store.when import When
from tests.store.samples import events, sample, toll
from tui.plain import plain
from tui.telling import ALONE, account, citation, in_text
from tui.wrapping import GLUE, Cell, Row, Section, ToAddress, ToEvent, lines

ALEPPO = Place(name="Aleppo", admin="Aleppo", latitude=36.2, longitude=37.13)
# the kinds of character that a terminal obeys
OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def told(event: Event, context: Context = ALONE, width: int = 58) -> str:
    return in_text(account(event, context), width)


def unwrapped(text: str) -> str:
    return " ".join(text.split())


@cache
def shipped() -> dict[str, Event]:
    return {event.id: event for event in shipped_events()}


def told_shipped(id: str, width: int = 58) -> str:
    return told(shipped()[id], context_of(shipped()[id], Index(shipped().values()).events), width)


def test_the_head_says_what_when_where_and_how_sure() -> None:
    event = sample(
        title="Jets strike Aleppo",
        title_ar="قصف حلب",
        category=Category.AIR_STRIKE,
        place=Place(name="Saraqib", admin="Idlib"),
        confidence=Confidence.LOW,
        tags=("media",),
        reported="2016-12-24",
        sources=(Source(publisher="BBC News"),),
    )
    assert told(event).splitlines()[:6] == [
        "Jets strike Aleppo",
        "قصف حلب",
        "Thu 22 Dec 2016",
        "Saraqib, Idlib · ✈ air strike · mine · #media",
        "1 source · 0 claims · ⚠ low confidence",
        "first reported 24 Dec 2016",
    ]


def test_a_place_is_not_named_twice_and_a_missing_one_is_said() -> None:
    assert "\nAleppo · ⚔ battle · mine" in told(sample(place=ALEPPO))
    assert "place not known · ⚔ battle" in told(sample())


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024-11-30T17:00+03:00", "Sat 30 Nov 2024 17:00 · Damascus time · 14:00 GMT"),
        ("2024-11-30T01:30+03:00", "22:30 GMT the day before"),
        ("2014-11-30T02:10+02:00~", "Damascus time · about 00:10 GMT place"),
        ("[2011..2013]", "not known to the year"),
        ("2016-12", "Dec 2016 · known to within a month"),
        ("[2016-12-13..2016-12-16]", "known to within 2-6 days"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(when: str, said: str) -> None:
    assert said in unwrapped(told(sample(when=when)))


def test_a_day_has_no_time_and_no_remark_on_its_precision() -> None:
    assert "\nThu 22 Dec 2016\n" in told(sample())


def test_the_words_of_a_typed_date_are_kept_in_sight() -> None:
    typed = When.parse("2024-11-30/2024-12-01", "over the weekend")
    assert "given as “over the weekend”" in unwrapped(told(structs.replace(sample(), when=typed)))


def test_a_summary_is_marked_as_hindsight() -> None:
    text = told(sample(summary="First.\n\nThen."))
    assert "SUMMARY  written with hindsight\n  First.\n  Then.\n" in text


def test_since_names_what_it_rests_on() -> None:
    before = sample(
        "before", "2016-12-22", title="Jets strike", category=Category.AIR_STRIKE, place=ALEPPO, actors=("RuAF",)
    )
    event = sample("now", "2024-11-30", place=ALEPPO, actors=("RuAF", "SDF"))
    sections = account(event, Context(Since(before, "7 years 11 months", ("RuAF",))))
    text = unwrapped(in_text(sections, 58))
    assert "SINCE 7 years 11 months after “Jets strike” (22 Dec 2016), the last air strike on Aleppo with RuAF" in text
    assert "with RuAF in this timeline" in text
    assert [row.target for section in sections for row in section.rows if row.target] == [ToEvent("before")]


def test_claims_stand_in_the_order_in_which_they_were_made() -> None:
    def claim(who: str, on: str, *contradicts: str) -> Claim:
        stance = Stance.DENIES if contradicts else Stance.REPORTS
        return Claim(who=who, stance=stance, said=f"said by {who}", on=on, contradicts=contradicts)

    text = told(sample(claims=(claim("C", "2016-12-24"), claim("B", "2016-12-22", "A", "C"), claim("A", "2016-12-22"))))
    assert "  22 Dec 2016  B denies: said by B ≠ C, A\n  22 Dec 2016  A reports: said by A ≠ B\n" in text
    assert text.index("A reports") < text.index("24 Dec 2016  C")


def test_a_claim_leads_to_its_source() -> None:
    source = Source(publisher="BBC News", url="https://example.org/a", published="2016-12-23")
    claim = Claim(who="SANA", stance=Stance.DENIES, said="no", on="2016-12-22", source=source)
    sections = account(sample(claims=(claim,)))
    assert "SANA denies: no — in BBC News, 23 Dec 2016 ↗ https://example.org/a" in unwrapped(in_text(sections, 58))
    assert ToAddress("https://example.org/a") in [row.target for section in sections for row in section.rows]


def test_tolls_of_the_event_and_of_wider_scopes_never_stand_together() -> None:
    scope = Scope(since="2024-11-27", area="North-west Syria")
    tolls = (toll("UN", 900, "2016-12-23", scope=scope), toll("SOHR", 16), toll("UN", 20))
    first, _, second = told(sample(tolls=tolls)).partition("TOLL  since 27 Nov 2024, North-west Syria, by claimant")
    assert "TOLL  of this event alone, by claimant" in first
    assert "900" not in first
    assert "900 killed" in second
    assert "20" not in second.partition("id ")[0].replace("Dec 2016", "")


def test_disagreeing_claimants_give_a_spread_by_their_last_figures() -> None:
    tolls = (toll("A", 10, "2016-12-22"), toll("A", 281, "2016-12-23"), toll("B", 1729), toll("C", None))
    assert "killed: 281 to 1,729 by 2 claimants" in told(sample(tolls=tolls))


def test_claimants_who_agree_give_no_spread() -> None:
    assert "killed:" not in told(sample(tolls=(toll("A", 16), toll("B", 16))))


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        (((100, None), (300, None)), "100 to 300 or more by 2"),
        (((None, 40), (100, 100)), "up to 100 by 2"),
        (((None, 40), (None, 100)), "up to 100 by 2"),
        (((0, 0), (4, 6)), "0 to 6 by 2"),
    ],
)
def test_the_spread_is_no_more_exact_than_the_figures(
    bounds: tuple[tuple[int | None, int | None], ...], said: str
) -> None:
    tolls = tuple(
        Toll(claimant=str(number), as_of="2016-12-22", killed=Range(at_least=least, at_most=most))
        for number, (least, most) in enumerate(bounds)
    )
    assert f"killed: {said} claimants" in told(sample(tolls=tolls))


def test_figures_are_told_in_words_beside_bars_on_one_scale() -> None:
    tolls = (
        toll("SOHR", 300, "2024-11-30", 300, civilians=Range(at_least=20)),
        Toll(claimant="SOHR", as_of="2024-11-29", killed=Range(at_least=225, at_most=300)),
        Toll(claimant="UN", as_of="2024-11-30", killed=Range(at_least=150), wounded=Range(at_most=40)),
        Toll(claimant="Army", as_of="2024-11-30", killed=Range(at_least=0, at_most=0), note="denied all"),
        Toll(claimant="MSF", as_of="2024-11-30", civilians=Range(at_least=0, at_most=0)),
    )
    assert told(sample(tolls=tolls), width=100).partition("claimants\n")[2].partition("\n\n")[0].splitlines() == [
        "  SOHR",
        "    29 Nov 2024  ▇▇▇▇▇▇▇▇▇░░░  225–300 killed",
        "    30 Nov 2024  ▇▇▇▇▇▇▇▇▇▇▇▇  300 killed · at least 20 civilians",
        "  UN",
        "    30 Nov 2024  ▇▇▇▇▇▇→       at least 150 killed · up to 40 wounded",
        "  Army",
        "    30 Nov 2024                0 killed · denied all",
        "  MSF",
        "    30 Nov 2024                no number given · combatants only",
    ]


def test_one_figure_alone_has_no_bar() -> None:
    assert "▇" not in told(sample(tolls=(toll("SOHR", 300),)))


def test_sources_are_numbered_dated_and_lead_to_their_address() -> None:
    sources = (
        Source(publisher="BBC News", title="Strikes", url="https://www.bbc.com/", published="2024-11-30"),
        Source(publisher="SANA", archive_url="https://archive.org/x"),
    )
    sections = account(sample(sources=sources))
    text = unwrapped(in_text(sections, 58))
    assert "1 BBC News, “Strikes”, 30 Nov 2024 ↗ https://www.bbc.com/" in text
    assert "2 SANA, undated · archived ↗ https://archive.org/x" in text
    targets = [row.target for section in sections for row in section.rows if row.target]
    assert targets == [ToAddress("https://www.bbc.com/"), ToAddress("https://archive.org/x")]


def test_only_a_web_address_can_be_opened() -> None:
    rows = account(sample(sources=(Source(publisher="X", url="file:///etc/passwd"),)))
    assert not [row for section in rows for row in section.rows if row.target]


def test_near_events_are_so_many_days_and_kilometres_off() -> None:
    def near(id: str, when: str, days: int, distance: float) -> Near:
        return Near(sample(id, when), days, distance, 315)

    context = Context(
        near=(near("a", "2016-12-22", 0, 0.2), near("b", "2016-12-23", 1, 54.2), near("c", "2016-12-19", -3, 8))
    )
    text = told(sample(), context)
    assert "same day  here       ⚔ Title of a\n" in text
    assert "+1 day    54 km NW   ⚔ Title of b\n" in text
    assert "−3 days   8 km NW    ⚔ Title of c\n" in text


def test_days_between_dates_that_are_not_known_to_the_day_are_not_counted() -> None:
    context = Context(near=(Near(sample("a", "2016-12"), 0, 3, 90),))
    assert "  Dec       3 km E" in told(sample(), context)


def test_the_record_says_the_id_and_that_it_was_edited() -> None:
    assert told(sample()).endswith("\n\n  id sample\n")
    assert "id sample · edited, revision 2 · ucdp 12" in told(sample(revision=2, external_ids={"ucdp": "12"}))


def test_a_section_without_anything_to_say_is_left_out() -> None:
    assert [section.title for section in account(sample())] == ["", ""]


def test_the_curfew_is_told_in_both_times() -> None:
    text = told_shipped("2024-11-30-aleppo-curfew")
    assert "17:00" in text
    assert "14:00 GMT" in text


def test_the_observatorys_scopes_are_named_and_never_added() -> None:
    text = told_shipped("2024-11-30-sohr-toll-300")
    for area in ("Aleppo and Idlib provinces", "North-west Syria", "Syria"):
        assert f"TOLL since 27 Nov 2024, {area}, by claimant" in unwrapped(text)
    assert "TOLL  of this event" not in text
    given = [toll.killed for toll in shipped()["2024-11-30-sohr-toll-300"].tolls if toll.killed]
    assert f"{sum(count.at_least or 0 for count in given):,}" not in text
    assert "242–255 killed" in text


def test_the_claimants_of_ghouta_keep_their_own_figures() -> None:
    text = told_shipped("2013-08-21-ghouta-sarin")
    assert "killed: 281 to 1,729 by 9 claimants" in text
    assert "Syrian government denies:" in text
    for figure in ("at least 281", "at least 350", "355", "494", "502", "1,300", "1,338", "1,429", "1,729"):
        assert f"{figure} killed" in text


def test_every_shipped_event_can_be_told_at_any_width() -> None:
    for id in shipped():
        for width in (40, 58, 120):
            words = [
                line
                for line in told_shipped(id, width).splitlines()
                if "https://" not in line and "http://" not in line
            ]
            assert max(map(cell_len, words)) <= width, id


@given(events, st.integers(10, 130))
def test_no_outside_text_reaches_a_terminal_as_it_came(event: Event, width: int) -> None:
    text = told(event, width=width)
    assert not {unicodedata.category(character) for character in text.replace("\n", "")} & OBEYED
    assert not {unicodedata.category(character) for character in citation(event)} & OBEYED


def test_hostile_words_are_told_as_words() -> None:
    text = told(sample(title="[bold]x[/] \x1b]52;c;aGk=\x07", actors=("\u202eevil",), summary="a\x1b[2Jb"))
    assert text.startswith("[bold]x[/] ␛]52;c;aGk=␇\n")
    assert "\n  evil\n" in text
    assert "a␛[2Jb" in text


def test_a_citation_is_one_line_with_its_sources() -> None:
    event = sample(
        title="Jets strike",
        place=Place(name="Saraqib", admin="Idlib"),
        claims=(Claim(who="SOHR", stance=Stance.REPORTS, said="x", on="2016-12-22"),),
        tolls=(toll("SOHR", 3), toll("White Helmets", 4)),
        sources=(Source(publisher="BBC News", title="Strikes", url="https://www.bbc.com/", published="2016-12-23"),),
    )
    assert citation(event) == (
        "Jets strike, Thu 22 Dec 2016, Saraqib, Idlib. According to SOHR, White Helmets. "
        "Sources: BBC News, “Strikes”, 23 Dec 2016, https://www.bbc.com/. syria-timeline, event sample."
    )


def test_a_citation_counts_the_sources_that_it_leaves_out() -> None:
    event = sample(sources=tuple(Source(publisher=f"P{number}") for number in range(7)))
    assert "P3, undated; and 3 more. syria" in citation(event)


def test_a_word_wider_than_the_page_is_broken_for_the_screen_and_kept_whole_for_print() -> None:
    section = Section("", (Row((Cell("see https://example.org/a/b/c-d-e-f"),), 0, 2),))
    assert set_in(section, 20) == ["see", "https://example.or", "g/a/b/c-d-e-f"]
    assert set_in(section, 24) == ["see", "https://example.org/a/", "b/c-d-e-f"]
    assert in_text([section], 20) == "see\n  https://example.org/a/b/c-d-e-f\n"


def test_glued_words_stay_together_where_the_line_allows_it() -> None:
    section = Section("", (Row((Cell(f"at least{GLUE}300{GLUE}killed"),)),))
    assert set_in(section, 12) == ["at", "least 300", "killed"]
    assert set_in(section, 16) == ["at", "least 300 killed"]


@given(st.text("ab 中é\u0301شlong/", max_size=80), st.integers(4, 30))
def test_wrapped_lines_fit_and_keep_every_letter(text: str, width: int) -> None:
    section = Section("", (Row((Cell(text[:30]), Cell(text[30:])), 0, 2),))
    indents = [line.indent for line in lines([section], width)]
    widths = [cell_len(words) for words in set_in(section, width)]
    assert all(indent + cells <= width for indent, cells in zip(indents, widths, strict=True))
    kept = plain(text[:30]) + plain(text[30:])
    assert "".join(set_in(section, width)).replace(" ", "") == kept.replace(" ", "")


def set_in(section: Section, width: int) -> list[str]:
    return ["".join(cell.text for cell in line.cells) for line in lines([section], width)]
