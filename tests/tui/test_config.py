from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store.period import PERIODS, Period
from tui.config import Config, ConfigError, config_text, read_config
from tui.keymap import checked

GHOUTA = '[[periods]]\nname = "ghouta"\ntitle = "Ghouta"\nfirst = 2013-08-21\n'
WRONG = {
    "perods = 1": ': there is no field "perods"; did you mean periods?',
    "colours = 1": ': there is no field "colours"; known are theme, glyphs, zone, editor, keys, periods',
    'zone = "Mars/Base"': ', zone: there is no time zone "Mars/Base"; write one such as Europe/Berlin',
    "theme = 1": ", theme: this has to be text, not a number",
    'theme = "pink"': ', theme: there is no "pink"; write dark or light or colour-blind',
    "periods = 1": ", periods: this has to be a list, not a number",
    "[periods]": ", periods: this has to be a list, not a table: write [[periods]]",
    GHOUTA + 'abuot = "x"': ', periods[0]: there is no field "abuot"; did you mean about?',
    GHOUTA.replace('"ghouta"', "2013"): ", periods[0].name: this has to be text, not a number",
    GHOUTA.replace("2013-08-21", '"August"'): ", periods[0].first: this has to be a date, as 2013-08-21, not text",
    GHOUTA.replace('title = "Ghouta"\n', ""): ", periods[0]: title is missing",
    GHOUTA + "last = 2013-08-01": ', periods: the period "ghouta" ends on 2013-08-01, before it begins on 2013-08-21',
    GHOUTA + GHOUTA: ', periods: there are two periods named "ghouta"',
    GHOUTA.replace("ghouta", "2016"): ', periods: there are two periods named "2016"',
    GHOUTA.replace('"ghouta"', '"a b"'): ", periods: a period is named by letters, digits and hyphens",
    "name = ": " is not TOML: Invalid value (at ",
    "first = 2013-02-31": " is not TOML: Invalid date",
}


def test_without_a_file_there_are_the_four_periods(tmp_path: Path) -> None:
    config = read_config(tmp_path / "config.toml")
    assert config == Config()
    assert config.every_period == PERIODS


def test_own_periods_stand_after_the_four(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(GHOUTA + 'last = 2013-08-22\nabout = "Rockets with sarin"\n')
    *given, own = read_config(path).every_period
    assert tuple(given) == PERIODS
    assert (own.name, own.title, own.about) == ("ghouta", "Ghouta", "Rockets with sarin")
    assert (own.first, own.last) == (date(2013, 8, 21), date(2013, 8, 22))


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_what_is_wrong_is_a_sentence_with_the_file_and_the_field(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert str(caught.value).startswith(f"{path}{said}")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="is not written in UTF-8"):
        read_config(path)


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        read_config(tmp_path)


def test_what_is_printed_is_a_configuration_that_means_the_same(tmp_path: Path) -> None:
    config = Config(
        theme="colour-blind",
        glyphs="ascii",
        zone="Europe/Berlin",
        editor='nano "-w"',
        keys={"event.add": "n,f2"},
        periods=(Period("ghouta", "Siege", date(2013, 4, 7), date(2018, 4, 14), about='A "siege"'),),
    )
    for each in (config, Config()):
        file = tmp_path / "config.toml"
        file.write_text(config_text(each), encoding="utf-8")
        assert read_config(file) == each


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"event.ad": "n"}, "did you mean event.add"),
        ({"zzz": "n"}, "docs/keys.md has them all"),
        ({"event.add": "not a key!"}, "is no key"),
    ],
)
def test_keys_that_cannot_be_are_told(keys: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        checked(keys)
    assert checked({"event.add": "n, ctrl+n", "filter.type": "slash"})
