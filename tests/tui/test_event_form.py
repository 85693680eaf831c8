from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.pilot import Pilot

from store.event import MINE, Category, Claim, Event, Place, Source, Stance
from store.when import When
from tests.store.samples import sample
from tests.tui.conftest import screen_text, until
from tui import draft
from tui.draft import Draft
from tui.screens.event_form import EventForm, Fields
from tui.widgets.field import Field

SIZES = [(80, 24), (100, 30)]
NEEDED = {"when": "30 Nov 2024", "title": "Markets shut", "category": "humanitarian"}
HOSTILE = "[bold]x[/] \x1b]0;owned\x07\x1b[31m tab\there\nnew \u202ertl\u202c \x9b31m"
PLAIN = "[bold]x[/] ␛]0;owned␇␛[31m tab here new rtl �31m"


class FormApp(App[None]):
    """An app with nothing but the form, which notes what the form keeps and answers."""

    def __init__(self, event: Event | None, path: Path, problem: str | None) -> None:
        super().__init__()
        self.event, self.path, self.problem = event, path, problem
        self.kept: list[Event] = []
        self.answers: list[str | None] = []

    def on_mount(self) -> None:
        self.push_screen(EventForm(self.event, lambda: "fresh", self.keep, self.path), self.answers.append)

    def keep(self, event: Event) -> str | None:
        if self.problem is None:
            self.kept.append(event)
        return self.problem


FormPilot = Pilot[None]
OpenForm = Callable[..., AbstractAsyncContextManager[FormPilot]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.json.draft.json"


@pytest.fixture
def damaged_draft(path: Path) -> None:
    path.touch()


@pytest.fixture
def open_form(path: Path) -> OpenForm:
    @asynccontextmanager
    async def opened(
        event: Event | None = None, size: tuple[int, int] = (80, 24), problem: str | None = None
    ) -> AsyncIterator[FormPilot]:
        async with FormApp(event, path, problem).run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield pilot

    return opened


def form_app(pilot: FormPilot) -> FormApp:
    assert isinstance(pilot.app, FormApp)
    return pilot.app


def field(pilot: FormPilot, name: str) -> Field:
    return next(field for field in pilot.app.screen.query(Field) if field.field_name == name)


async def fill(pilot: FormPilot, **texts: str) -> None:
    """Put texts into fields, where keys are not the subject."""
    for name, text in texts.items():
        field(pilot, name).text = text
    await pilot.pause()


def below(pilot: FormPilot, name: str) -> str:
    """What the screen says below a field, on one line."""
    region = field(pilot, name).query_one(".explanation").region
    lines = pilot.app.screen._compositor.render_strips()[region.y : region.bottom]
    return " ".join(" ".join(strip.text[region.x : region.right] for strip in lines).split())


def shown(pilot: FormPilot) -> str:
    """What stands on the screen, on one line."""
    return " ".join(screen_text(pilot.app).replace("│", " ").split())


async def test_an_event_is_added_by_keys_alone(open_form: OpenForm, path: Path) -> None:
    async with open_form() as pilot:
        await pilot.press(*"30 Nov 2024", "tab", "tab", *"Markets shut", "enter", *"Shops closed.", "tab", *"hum")
        await pilot.pause()
        await pilot.press("right", "enter", *"halab", "tab", "tab", "tab", *"HTS; SNA", "tab")
        await pilot.press(*"SOHR | reports | it", "enter", *"HTS | denies | it", "tab", "tab", *"BBC", "ctrl+s")
        await pilot.pause()
        assert form_app(pilot).answers == ["fresh"]
        (event,) = form_app(pilot).kept
    assert event == Event(
        id="fresh",
        when=When("2024-11-30", "30 Nov 2024"),
        title="Markets shut",
        summary="Shops closed.",
        category=Category.HUMANITARIAN,
        place=Place(name="halab", admin="Aleppo", latitude=36.2012, longitude=37.1612),
        actors=("HTS", "SNA"),
        claims=(
            Claim(who="SOHR", stance=Stance.REPORTS, said="it", on="2024-11-30"),
            Claim(who="HTS", stance=Stance.DENIES, said="it", on="2024-11-30"),
        ),
        sources=(Source(publisher="BBC"),),
        collection=MINE,
    )
    assert draft.load(path) is None


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("when", "2016-12-22/2016-12-15", "ends before it begins"),
        ("title", "", "✗ an event needs a title"),
        ("category", "air strikes", '✗ there is no "air strikes"; did you mean air-strike?'),
        ("coordinates", "96.2 N 37 E", "✗ 96.2 is off the globe"),
        ("claims", "SOHR | say | x", '✗ stance "say" is none of'),
        ("sources", "BBC\nSOHR | x | sohr.org", '✗ line 2: address "sohr.org" is no web address'),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_which_gets_the_focus(
    open_form: OpenForm, size: tuple[int, int], name: str, text: str, message: str
) -> None:
    async with open_form(size=size) as pilot:
        await fill(pilot, **(NEEDED | {"place": "Aleppo", "summary": "kept"} | {name: text}))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert message in below(pilot, name)
        assert pilot.app.focused is field(pilot, name).editor
        assert f"✗ Not saved: 1 field is wrong ({name.capitalize()})." in shown(pilot)
        assert (field(pilot, name).text, field(pilot, "summary").text) == (text, "kept")
        assert (form_app(pilot).answers, form_app(pilot).kept) == ([], [])


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_form_says_how_many_fields_are_wrong_above_its_keys(
    open_form: OpenForm, size: tuple[int, int]
) -> None:
    async with open_form(size=size) as pilot:
        await pilot.press("tab", "ctrl+s")
        await pilot.pause()
        keys = "ctrl+s save esc close (keeps a draft) ctrl+r clear"
        assert f"✗ Not saved: 3 fields are wrong (When, Title, Category). {keys}" in shown(pilot)
        assert pilot.app.focused is field(pilot, "when").editor


async def test_a_date_is_explained_and_its_error_told_while_it_is_typed(open_form: OpenForm) -> None:
    async with open_form() as pilot:
        await pilot.press("ctrl+s", *"2016-1")
        await pilot.pause()
        assert below(pilot, "when").startswith('✗ "2016-1" is no date')
        await pilot.press("2")
        await pilot.pause()
        assert below(pilot, "when") == "→ Dec 2016 · precision a month · Damascus time"


@pytest.mark.parametrize("size", SIZES)
async def test_arrows_lead_through_all_fields_and_the_one_reached_is_in_sight_with_what_explains_it(
    open_form: OpenForm, size: tuple[int, int]
) -> None:
    async with open_form(size=size) as pilot:
        window = pilot.app.screen.query_one(Fields).region
        fields = list(pilot.app.screen.query(Field))
        for reached in fields:
            await pilot.pause()
            assert reached.cursor is not None
            assert window.contains_region(reached.region)
            await pilot.press("down")
        await pilot.press(*["up"] * len(fields))
        assert pilot.app.focused is fields[0].editor


async def test_the_gazetteer_fills_in_where_a_place_lies_and_follows_when_it_changes(open_form: OpenForm) -> None:
    async with open_form() as pilot:
        await fill(pilot, place="Aleppo")
        assert field(pilot, "area").text == "Aleppo"
        assert field(pilot, "coordinates").text.startswith("36.20")
        await fill(pilot, place="Homs")
        assert field(pilot, "area").text == "Homs"
        assert field(pilot, "coordinates").text.startswith("34.7")
        await fill(pilot, place="Homs farm 12")
        assert (field(pilot, "area").text, field(pilot, "coordinates").text) == ("", "")


async def test_what_a_person_said_of_a_place_is_not_overwritten(open_form: OpenForm) -> None:
    event = sample(place=Place(name="Aleppo", admin="Aleppo", latitude=36.5, longitude=37.5))
    async with open_form(event) as pilot:
        await fill(pilot, place="Homs")
        assert field(pilot, "coordinates").text == "36.5 N 37.5 E"
        await fill(pilot, area="")
        assert field(pilot, "area").text == ""


async def test_an_error_is_gone_once_what_it_hangs_on_is_mended(open_form: OpenForm) -> None:
    async with open_form() as pilot:
        await fill(pilot, area="Homs", **NEEDED)
        await pilot.press("ctrl+s")
        assert below(pilot, "place") == "✗ a place needs a name"
        await fill(pilot, area="")
        assert below(pilot, "place").startswith("the town")


async def test_the_area_tells_namesakes_apart(open_form: OpenForm) -> None:
    async with open_form() as pilot:
        await fill(pilot, place="Rabia")
        assert "say in Area which" in below(pilot, "place")
        await fill(pilot, area="Latakia")
        assert field(pilot, "coordinates").text.startswith("35.7")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_shows_as_text_and_stays_as_it_was_unless_it_is_changed(
    open_form: OpenForm, size: tuple[int, int]
) -> None:
    claim = Claim(who=HOSTILE, stance=Stance.DENIES, said=HOSTILE, on="2016")
    event = sample(title=HOSTILE, summary=HOSTILE, actors=(HOSTILE,), claims=(claim,), tags=(HOSTILE,))
    async with open_form(event, size) as pilot:
        assert field(pilot, "title").text == PLAIN
        for _ in pilot.app.screen.query(Field):
            assert not set("\x1b\x07\x9b\u202e") & set(screen_text(pilot.app))
            await pilot.press("tab")
        await fill(pilot, category="siege")
        await pilot.press("ctrl+s")
        await pilot.pause()
        (kept,) = form_app(pilot).kept
    assert (kept.title, kept.summary, kept.actors, kept.claims) == (HOSTILE, HOSTILE, (HOSTILE,), (claim,))


async def test_hostile_text_in_an_error_or_from_the_store_shows_as_text(open_form: OpenForm) -> None:
    async with open_form(problem=f"the store says {HOSTILE}") as pilot:
        await fill(pilot, **(NEEDED | {"when": "[red]x[/]"}))
        assert '✗ "[red]x[/]" is no choice of dates' in below(pilot, "when")
        await fill(pilot, when="2016")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert f"✗ the store says {PLAIN}" in shown(pilot)


async def test_pasted_text_is_whole_and_plain(open_form: OpenForm) -> None:
    async with open_form() as pilot:
        for name, pasted in (("title", "one\r\ntwo\x1b[31m\n"), ("summary", "one\r\n\ttwo\x1b[31m")):
            editor = field(pilot, name).editor
            editor.focus()
            pilot.app.post_message(events.Paste(pasted))
            await pilot.pause()
        assert field(pilot, "title").text == "one two␛[31m"
        assert field(pilot, "summary").text == "one\n two␛[31m"


async def test_a_phrase_is_understood_anew_when_the_day_of_its_report_is_typed(open_form: OpenForm) -> None:
    async with open_form() as pilot:
        await pilot.press(*"last night", "tab", *"1 Dec 2024")
        await pilot.pause()
        assert "Sat 30 Nov 2024 · precision to the day" in shown(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_escape_keeps_what_was_typed_and_the_next_form_has_it(
    open_form: OpenForm, path: Path, size: tuple[int, int]
) -> None:
    async with open_form(size=size) as pilot:
        await pilot.press(*"2016", "tab", "tab", *"Buses")
        await fill(pilot, claims="SOHR | \\| den\nx")
        await pilot.press("escape")
        await pilot.pause()
        await until(pilot, lambda: "Kept as a draft" in shown(pilot))
        assert form_app(pilot).answers == [None]
    async with open_form(size=size) as pilot:
        assert "Your draft is back in the form; clear drops it." in shown(pilot)
        texts = [field(pilot, name).text for name in ("when", "title", "claims")]
        assert texts == ["2016", "Buses", "SOHR | \\| den\nx"]
        await pilot.press("ctrl+r", "escape")
        await pilot.pause()
        assert form_app(pilot).answers == [None]
    assert draft.load(path) is None


async def test_what_is_typed_is_on_the_disk_without_any_further_key(open_form: OpenForm, path: Path) -> None:
    async with open_form() as pilot:
        await pilot.press(*"2016")
        await until(pilot, lambda: draft.load(path) == Draft({"when": "2016"}))
        assert draft.load(path) == Draft({"when": "2016"})


async def test_what_is_typed_is_on_the_disk_when_the_app_is_left(open_form: OpenForm, path: Path) -> None:
    async with open_form() as pilot:
        await pilot.press(*"2016", "ctrl+q")
    assert draft.load(path) == Draft({"when": "2016"})


async def test_a_form_left_as_it_was_leaves_no_draft(open_form: OpenForm, path: Path) -> None:
    async with open_form(sample(title=HOSTILE, claims=())) as pilot:
        await pilot.press("tab", "x", "backspace", "escape")
        await pilot.pause()
        assert form_app(pilot).answers == [None]
        assert "draft" not in shown(pilot)
    assert draft.load(path) is None


async def test_clearing_by_mistake_can_be_taken_back(open_form: OpenForm, path: Path) -> None:
    async with open_form(sample(title="Buses")) as pilot:
        await fill(pilot, title="Buses leave")
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert field(pilot, "title").text == "Buses"
        assert "Cleared. Clear once more to take that back." in shown(pilot)
        assert draft.load(path) is None
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert field(pilot, "title").text == "Buses leave"
        assert draft.load(path, "sample") == Draft({"title": "Buses leave"}, "sample")


@pytest.mark.usefixtures("damaged_draft")
async def test_a_damaged_draft_is_set_aside_and_the_form_opens(open_form: OpenForm) -> None:
    async with open_form() as pilot:
        assert "They were set aside as events.json.draft.json.broken." in shown(pilot)
        assert field(pilot, "title").text == ""


async def test_a_draft_that_cannot_be_kept_holds_the_form_open_once(
    open_form: OpenForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    async with open_form() as pilot:
        monkeypatch.setattr(os, "fsync", full)
        await fill(pilot, title="Buses")
        await pilot.press("escape")
        await pilot.pause()
        assert "No space left on device. Close once more to leave without it." in shown(pilot)
        assert field(pilot, "title").text == "Buses"
        await pilot.press("escape")
        await pilot.pause()
        assert form_app(pilot).answers == [None]


@pytest.mark.parametrize("size", SIZES)
async def test_what_the_store_refuses_is_said_and_nothing_is_lost(
    open_form: OpenForm, path: Path, size: tuple[int, int]
) -> None:
    async with open_form(size=size, problem="events.json cannot be written: No space left") as pilot:
        await fill(pilot, **NEEDED)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "✗ events.json cannot be written: No space left" in shown(pilot)
        assert field(pilot, "title").text == "Markets shut"
        assert draft.load(path) == Draft(NEEDED)
        form_app(pilot).problem = None
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert form_app(pilot).answers == ["fresh"]
    assert draft.load(path) is None


async def test_an_edited_event_keeps_its_id_and_what_the_form_does_not_show(open_form: OpenForm) -> None:
    event = sample(title_ar="قصف", collection="ucdp", external_ids={"ucdp": "1"}, revision=2)
    async with open_form(event) as pilot:
        await fill(pilot, title="New title")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert form_app(pilot).kept == [replace(event, title="New title")]


async def test_an_event_that_was_not_changed_is_not_written_again(open_form: OpenForm) -> None:
    async with open_form(sample()) as pilot:
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert (form_app(pilot).answers, form_app(pilot).kept) == (["sample"], [])


def test_every_key_of_the_form_says_what_it_does_and_can_be_rebound() -> None:
    for binding in (*EventForm.BINDINGS, *Fields.BINDINGS):
        assert isinstance(binding, Binding)
        assert binding.id
        assert binding.tooltip
