"""Whatever is open fits the terminal, however that is resized meanwhile."""

from __future__ import annotations

from tests.tui.conftest import OpenApp, screen_text

# what opens each dialog and page
OPENS = (*"fKtmcvhSsraexiAo", "question_mark", "equals_sign", "ctrl+p")
SIZES = ((60, 15), (240, 70))


async def test_every_dialog_fits_at_every_size(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as pilot:
        app, opened = pilot.app, 0
        for key in OPENS:
            await pilot.press(key)
            await pilot.pause()
            opened += len(app.screen_stack) == 2
            for size in SIZES:
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert "is small: the timeline needs" not in screen_text(app)
                for box in app.screen.query(".box"):
                    assert app.screen.region.contains_region(box.region), (key, size, box.region)
                if app.focused is not None:
                    assert app.focused.region.overlaps(app.screen.region), (key, size, app.focused)
            while len(app.screen_stack) > 1:
                await pilot.press("escape")
                await pilot.pause()
        assert opened == len(OPENS)
