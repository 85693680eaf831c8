"""The pictures of the documentation say what the program says today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from screenshots.shots import HERE, SHOTS, Shot, screens, text_of
from screenshots.tour import screens_of

ROOT = HERE.parent
SHOWN = re.compile(r"!\[[^]]+\]\((?:\.\./)?screenshots/([a-z-]+)\.svg\)")


@pytest.mark.parametrize("shot", SHOTS, ids=[shot.name for shot in SHOTS])
async def test_a_picture_is_current(shot: Shot, tmp_path: Path) -> None:
    """Where it is not, `make screenshots` takes it anew."""
    kept = screens_of((HERE / f"{shot.name}.svg").read_text(encoding="utf-8"))
    taken = [screen async for screen in screens(shot, tmp_path)]
    assert [text_of(screen) for screen in kept] == [text_of(screen) for screen in taken]


def test_every_picture_is_shown_somewhere_and_every_one_shown_is_there() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {name for page in pages for name in SHOWN.findall(page.read_text(encoding="utf-8"))}
    assert shown == {shot.name for shot in SHOTS} == {file.stem for file in HERE.glob("*.svg")}
