"""The pictures of `docs/reports.md`, made anew: `python -m tests.support.report_pictures`."""

import tempfile
from pathlib import Path

from outreach.reporting.html import document
from tests.support.browser import Browser
from tests.support.report_pages import MADE_AT, sample_pages, sample_words

DOCS = Path(__file__).resolve().parents[2] / "docs"
#: File → width, height, dark, language.
PICTURES = {
    "reports-desk.png": (1180, 900, False, "en"),
    "reports-phone.png": (375, 900, True, "ru"),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sample_words():
        browser = Browser(Path(folder))
        try:
            for name, (width, height, is_dark, language) in PICTURES.items():
                file = Path(folder) / f"{language}.html"
                file.write_text(
                    document(
                        sample_pages(), language=language, title="Northwind Instruments", made_at=MADE_AT
                    ),
                    "utf-8",
                )
                browser.open(file, width=width, height=height, is_dark=is_dark)
                if width < 600:
                    # A chart is what a telephone is asked about first.
                    browser.evaluate("document.querySelector('.chart').scrollIntoView()")
                (DOCS / name).write_bytes(browser.picture(whole=False))
        finally:
            browser.end()


if __name__ == "__main__":
    main()
