"""`make screenshots`: open the real program, press real keys, and keep the screen as SVG."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from screenshots.shots import HERE, SHOTS, screens
from screenshots.tour import moving


async def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as folder:
        for shot in SHOTS:
            taken = [screen async for screen in screens(shot, Path(folder))]
            file = HERE / f"{shot.name}.svg"
            file.write_text(moving(taken) if len(taken) > 1 else taken[0], encoding="utf-8")
            print(f"screenshots/{file.name}")


if __name__ == "__main__":
    asyncio.run(main())
