"""A browser without a window, which turns pages into pictures."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
_HEIGHT = re.compile(r'<html[^>]* data-height="(\d+)"')
_PATIENCE_SECONDS = 60


class BrowserMissing(Exception):
    """No browser is installed; the message says what to install."""


class BrowserFailed(Exception):
    """The browser drew nothing; the message is its own last line."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Chromium, started anew for each picture."""

    program: str

    @classmethod
    def find(cls, path: str | None = None) -> "Browser":
        """Look for it in `path`, or in PATH if there is none.

        Raises BrowserMissing.
        """
        program = next(filter(None, (shutil.which(name, path=path) for name in _NAMES)), None)
        if program is None:
            raise BrowserMissing(
                "Chromium draws these pictures, and it is not installed. On Debian: "
                "apt-get install chromium fonts-noto-color-emoji fonts-inter fonts-noto-core"
            )
        return cls(program)

    def draw(self, html: str, to: Path, *, width: int, scale: float) -> None:
        """Draw a page as PNG, as high as its `data-height` says when its scripts have run.

        `width` is in CSS pixels, each `scale` pixels of the picture wide. Raises BrowserFailed.
        """
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.html"
            page.write_text(html, "utf-8")
            measured = _HEIGHT.search(self._run(page, "--dump-dom", f"--window-size={width},1000"))
            if measured is None:
                raise BrowserFailed("The page does not say how high it is.")
            self._run(
                page,
                f"--screenshot={to.absolute()}",
                f"--window-size={width},{measured[1]}",
                f"--force-device-scale-factor={scale}",
            )

    def _run(self, page: Path, *flags: str) -> str:
        profile = tempfile.mkdtemp(dir=page.parent)
        command = (self.program, *_FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri())
        try:
            ended = subprocess.run(
                command, capture_output=True, check=True, text=True, timeout=_PATIENCE_SECONDS
            )
        except subprocess.CalledProcessError as fault:
            *_, last = ("", *str(fault.stderr).strip().splitlines())
            raise BrowserFailed(f"Chromium ended with status {fault.returncode}: {last}") from fault
        except subprocess.TimeoutExpired as fault:
            raise BrowserFailed(f"Chromium took more than {_PATIENCE_SECONDS} s.") from fault
        return ended.stdout
