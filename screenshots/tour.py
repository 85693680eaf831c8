"""Screens one after another in one SVG, which moves wherever a picture is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

SECONDS = 3.5
STYLE = """
.screen {{ visibility: hidden; animation: shown {whole}s step-end infinite; }}
@keyframes shown {{ 0% {{ visibility: visible; }} {share:.4f}% {{ visibility: hidden; }} }}
@media (prefers-reduced-motion) {{ .screen {{ animation: none; }} .first {{ visibility: visible; }} }}
"""
BODY = re.compile(r"(<svg[^>]*>)(.*)</svg>", re.DOTALL)
# what lines are cut by: alike on every screen, and of no effect inside one that is not to be seen
CUTS = re.compile(r"<defs>.*?</defs>", re.DOTALL)
CUT_BY = re.compile(r"url\(#terminal-([a-z]+)\d*-")


def moving(screens: Sequence[str]) -> str:
    """Pictures of screens of one size as one that shows each for SECONDS, and then the first again."""
    whole = SECONDS * len(screens)
    parts = []
    for number, screen in enumerate(screens):
        found = BODY.search(screen)
        assert found is not None
        head, body = found[1], found[2]
        if not number:
            style = f"<style>{STYLE.format(whole=whole, share=100 / len(screens))}</style>"
            parts += [head, style, *CUTS.findall(body)]
        body = CUT_BY.sub(r"url(#terminal-\1-", CUTS.sub("", body))
        first = "" if number else " first"
        parts.append(f'<g class="screen{first}" style="animation-delay: {number * SECONDS}s">{body}</g>')
    return "\n".join([*parts, "</svg>\n"])


def screens_of(picture: str) -> list[str]:
    """The screens of a picture that moves; of another, itself."""
    return re.split(r'(?=<g class="screen)', picture)[1:] or [picture]
