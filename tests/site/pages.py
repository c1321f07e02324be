"""Reads a rendered page as a browser would: elements with their attributes and text, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "img", "input", "meta", "link", "hr", "use"})


@dataclass
class Element:
    """One element: its tag, attributes, children, and the text inside it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def walk(self) -> list[Element]:
        """This element and everything inside it, in document order."""
        found = [self]
        for child in self.children:
            found += child.walk()
        return found

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Elements inside with this tag and these attributes (`data_goal` for data-goal, `class_` contains)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}

        def fits(element: Element) -> bool:
            return (not tag or element.tag == tag) and all(
                value in element.attributes.get(name, "").split()
                if name == "class"
                else element.attributes.get(name) == value
                for name, value in wanted.items()
            )

        return [element for element in self.walk() if fits(element)]

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#page", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open[-1])
        assert len(element.attributes) == len(attrs), f"an attribute twice: {attrs}"
        self.open[-1].children.append(element)
        if tag == "br":
            self.handle_data("\n")
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag == "use":
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read(markdown: str | bytes) -> Element:
    """The body of a page as elements. AssertionError when an element is not closed or closed twice."""
    assert isinstance(markdown, str)
    reader = _Reader()
    reader.feed(markdown.split("---\n", 2)[2])
    reader.close()
    assert [element.tag for element in reader.open] == ["#page"]
    return reader.root
