"""What every page of a picture shares: its styles, its width, and a script that measures it."""

from pathlib import Path

_HERE = Path(__file__).parent


def page(body: str, *, width: int) -> str:
    """Give a whole page that is `width` CSS pixels wide and fetches nothing."""
    styles = "".join(
        (_HERE / name).read_text("utf-8") for name in ("page.css", "telegram.css", "discord.css")
    )
    script = (_HERE / "page.js").read_text("utf-8")
    return f"""\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Hot Papers</title>
<style>body {{ width: {width}px; }}
{styles}</style></head>
<body>{body}<script>{script}</script></body></html>
"""


def hero(phone: str, window: str) -> str:
    """Put a phone and a window beside each other."""
    return f'<div class="hero"><div>{phone}</div><div>{window}</div></div>'
