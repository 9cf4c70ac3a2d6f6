"""Reports as one HTML file that needs nothing else: no script, no font, no network."""

from outreach.reporting.html.document import document

__all__ = ["document"]
