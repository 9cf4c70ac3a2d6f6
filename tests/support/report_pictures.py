"""The pictures of `docs/reports.md`, of the demo's quarter, made anew: `python -m tests.support.report_pictures`."""

import logging
import tempfile
from pathlib import Path

from tests.support.browser import Browser
from tests.support.command_line import CommandLine
from tests.support.demo_quarter import WEEKS, played

DOCS = Path(__file__).resolve().parents[2] / "docs"
#: More people than in the tests, so that there is something to see in a chart.
PROSPECTS = 240
WHEN = ("--since", "2026-01-01", "--as-of", "2026-06-30")
#: File → width, height, dark, language, what is scrolled to.
PICTURES = {
    "reports-desk.png": (1180, 900, False, "en", "#funnel"),
    # A chart is what a telephone is asked about first.
    "reports-phone.png": (375, 900, True, "ru", ".chart"),
}


def main() -> None:
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        quarter = played(Path(folder) / "workspace", weeks=WEEKS, prospects=PROSPECTS)
        outreach, browser = CommandLine(quarter.folder), Browser(Path(folder))
        try:
            for name, (width, height, is_dark, language, shown) in PICTURES.items():
                file = Path(folder) / f"{language}.html"
                outreach("report", "all", *WHEN, "--language", language, "--html", str(file))
                browser.open(file, width=width, height=height, is_dark=is_dark)
                browser.evaluate(f"document.querySelector('{shown}').scrollIntoView()")
                (DOCS / name).write_bytes(browser.picture(whole=False))
        finally:
            browser.end()


if __name__ == "__main__":
    main()
