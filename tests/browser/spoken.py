"""A page as a screen reader says it: the browser's own accessibility tree, read from top to bottom.

It is what the browser gives to every screen reader, in the order in which it is read; the words for
roles are ours. So it sounds to whoever comes to a page and lets it be read, but for the ends of things.
"""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

Node = dict[str, Any]

INLINE = frozenset({"strong", "emphasis", "time", "mark", "superscript", "Abbr", "none", "term"})
"""Said within the sentence they stand in."""
SILENT = frozenset({"LabelText", "Legend", "InlineTextBox", "ListMarker"})
"""Labels and legends are said with what they name."""
WHOLE = {
    "link": "link",
    "button": "button",
    "radio": "radio button",
    "checkbox": "tick box",
    "textbox": "box to write in",
    "searchbox": "box to search in",
    "combobox": "list to choose from",
    "heading": "heading",
    "DisclosureTriangle": "button that opens",
    "image": "picture",
}
"""Said in one breath with their names; what is inside them is not said again."""
AROUND = {
    "banner": "top of the page",
    "navigation": "navigation",
    "main": "main part",
    "contentinfo": "bottom of the page",
    "region": "region",
    "alert": "said at once",
    "status": "said when there is time",
    "group": "group",
    "radiogroup": "group",
    "list": "list",
    "DescriptionList": "list of facts",
    "table": "table",
    "row": "row",
}
"""Said before what is inside them."""


def spoken(page: Page) -> list[str]:
    """Everything that is said, a line each time that the reader would draw breath."""
    session = page.context.new_cdp_session(page)
    nodes: list[Node] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    reading = _Reading({node["nodeId"]: node for node in nodes})
    reading.within(nodes[0])
    reading.breathe()
    return [f"page: {_words(_value(nodes[0], 'name'))}", *reading.said]


def main_part(lines: list[str]) -> list[str]:
    """The page's name and its main part: what stands around it is the same on every page."""
    first, last = lines.index(AROUND["main"]), lines.index(AROUND["contentinfo"])
    return [lines[0], *lines[first + 1 : last]]


class _Reading:
    """Reads one tree."""

    def __init__(self, nodes: dict[str, Node]) -> None:
        self.nodes, self.said, self._text = nodes, list[str](), ""
        self._radios: list[str] = []

    def within(self, node: Node) -> None:
        """Says what is inside."""
        for child in self._children(node):
            self._say(child)

    def breathe(self) -> None:
        """Ends the sentence."""
        if text := _words(self._text):
            self.said.append(text)
        self._text = ""

    def _say(self, node: Node) -> None:
        role = _value(node, "role")
        if role == "StaticText":
            self._text += _value(node, "name")
        elif role == "LineBreak":
            self.breathe()
        elif node["ignored"] or role in INLINE:
            self._text += " " if role in INLINE else ""
            self.within(node)
        elif role in SILENT:
            self._headings(node)
        else:
            self._stop(node, role)

    def _stop(self, node: Node, role: str) -> None:
        self.breathe()
        if _property(node, "focused"):
            self.said.append("the focus is here")
        if role in WHOLE:
            self.said.append(self._whole(node, role))
            return
        if role in ("group", "radiogroup"):
            self._radios = [
                one["nodeId"] for one in self._all(node) if _value(one, "role") == "radio"
            ]
        if role == "status" and not any(
            _value(one, "role") == "StaticText" for one in self._all(node)
        ):
            return
        if role in AROUND:
            self.said.append(_joined(AROUND[role] + self._size(node, role), *_named(node)))
        self.within(node)
        self.breathe()

    def _headings(self, node: Node) -> None:
        """A question that is the heading of its page is said as that too."""
        for child in self._children(node):
            if _value(child, "role") == "heading":
                self._stop(child, "heading")
            else:
                self._headings(child)

    def _whole(self, node: Node, role: str) -> str:
        level = f" level {_property(node, 'level')}" if role == "heading" else ""
        return _joined(WHOLE[role] + level, *_named(node), *self._states(node, role))

    def _states(self, node: Node, role: str) -> Iterator[str]:
        if role in ("radio", "checkbox"):
            yield "chosen" if _property(node, "checked") == "true" else "not chosen"
        if role == "radio" and node["nodeId"] in self._radios:
            yield f"{self._radios.index(node['nodeId']) + 1} of {len(self._radios)}"
        if role in ("textbox", "searchbox", "combobox"):
            yield _words(_value(node, "value")) or "empty"
        if (opened := _property(node, "expanded")) is not None and role != "combobox":
            yield "open" if opened else "closed"
        if _property(node, "disabled"):
            yield "not to be used"

    def _size(self, node: Node, role: str) -> str:
        if role != "list":
            return ""
        return f" of {sum(_value(child, 'role') == 'listitem' for child in self._children(node))}"

    def _all(self, node: Node) -> Iterator[Node]:
        for child in self._children(node):
            yield child
            yield from self._all(child)

    def _children(self, node: Node) -> list[Node]:
        return [self.nodes[id_] for id_ in node.get("childIds", ()) if id_ in self.nodes]


def _named(node: Node) -> Iterator[str]:
    """The name, and what describes it; the separator is for the ear."""
    yield _words(_value(node, "name"))
    yield _words(_value(node, "description"))


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _value(node: Node, of: str) -> str:
    return str(node.get(of, {}).get("value", ""))


def _property(node: Node, name: str) -> Any:
    found = (one for one in node.get("properties", ()) if one["name"] == name)
    return next((one["value"].get("value") for one in found), None)


def _words(text: str) -> str:
    return " ".join(text.split())
