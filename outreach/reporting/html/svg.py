"""A drawing of matplotlib as SVG that stands inside a page: its text stays text, its colours are the page's own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, filterwarnings
from xml.etree import ElementTree

from markupsafe import Markup

from outreach.core.errors import MissingExtra
from outreach.reporting.html.ink import Ink

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: What a drawing is wide, in its own units: a phone's width, so that 12 units of text are 11 to 15 pixels everywhere.
WIDTH = 330

_SETTINGS: dict[Any, Any] = {
    # Text stays text: it can be selected, searched for and read aloud, and takes the page's typeface.
    "svg.fonttype": "none",
    # Names of defs come from their contents, so that the same report is the same file.
    "svg.hashsalt": "outreach",
    # "$" in somebody's name begins no formula.
    "text.parse_math": False,
    "font.family": ["DejaVu Sans"],
    "font.size": 12,
    "hatch.linewidth": 1.5,
}
_PLACED_BY_NAME = re.compile(r"url\(#([^)]+)\)")
#: The typeface of the drawing's own measuring, which the page's replaces.
_TYPEFACE = re.compile(r"font-family: [^;]+;?\s*")
_NAMESPACE = re.compile(r"^\{[^}]*\}")
_COLOURS = {str(ink): f"var({ink.variable})" for ink in Ink}
_COLOUR = re.compile("|".join(_COLOURS))


@contextmanager
def drawing(height: float) -> Iterator["tuple[Figure, Axes]"]:
    """A sheet of WIDTH by `height`, and axes all over it that count from its upper left corner. Raises MissingExtra."""
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtra("charts", "A report with charts in HTML") from None
    with rc_context(_SETTINGS), catch_warnings():
        # It measures with a typeface of its own; the browser has others for what that one lacks.
        filterwarnings("ignore", message=r"Glyph .* missing from")
        sheet = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        axes = sheet.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        yield sheet, axes


def markup(sheet: "Figure", *, name: str, title: str, description: str) -> Markup:
    """The sheet as an `svg` element. `name` begins the ids in it, since a page has many; call it inside `drawing`."""
    written = StringIO()
    sheet.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    # Written a line above by matplotlib, which escapes: nothing that a stranger could have made up as XML.
    root = ElementTree.fromstring(written.getvalue())  # noqa: S314
    _drop_foreign(root)
    _name_apart(root, name)
    for element in root.iter():
        _in_the_pages_colours(element)
    _say_what_it_is(root, name, title, description)
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 - escaped by ElementTree


def _drop_foreign(root: ElementTree.Element) -> None:
    """No namespaces, no metadata with addresses in it, no style sheet that would hold for the whole page."""
    for parent in list(root.iter()):
        for child in list(parent):
            if _NAMESPACE.sub("", child.tag) in ("metadata", "style"):
                parent.remove(child)
        parent.tag = _NAMESPACE.sub("", parent.tag)
        parent.attrib = {_NAMESPACE.sub("", key): value for key, value in parent.attrib.items()}


def _name_apart(root: ElementTree.Element, name: str) -> None:
    used = {
        each for element in root.iter() for value in element.attrib.values() for each in _pointed_at(value)
    }
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "id":
                element.attrib.pop(key)
                if value in used:
                    element.set(key, f"{name}-{value}")
            elif key == "href":
                element.set(key, f"#{name}-{value[1:]}")
            else:
                element.set(key, _PLACED_BY_NAME.sub(rf"url(#{name}-\1)", value))


def _pointed_at(value: str) -> list[str]:
    return [value[1:]] if value.startswith("#") else _PLACED_BY_NAME.findall(value)


def _in_the_pages_colours(element: ElementTree.Element) -> None:
    """Custom properties work in `style`, not in attributes such as `fill`."""
    styles = [element.attrib.pop("style", "")]
    styles += [f"{key}: {element.attrib.pop(key)}" for key in ("fill", "stroke") if key in element.attrib]
    style = _TYPEFACE.sub("", "; ".join(filter(None, styles))).strip()
    if style:
        element.set("style", _COLOUR.sub(lambda found: _COLOURS[found[0]], style))
    if element.get("transform", "").startswith("rotate(-0"):
        element.attrib.pop("transform")


def _say_what_it_is(root: ElementTree.Element, name: str, title: str, description: str) -> None:
    for position, (tag, text) in enumerate((("title", title), ("desc", description))):
        child = ElementTree.Element(tag, {"id": f"{name}-{tag}"})
        child.text = text
        root.insert(position, child)
    box = root.attrib["viewBox"]
    root.attrib = {
        "class": "drawing",
        "viewBox": box,
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-desc",
    }
