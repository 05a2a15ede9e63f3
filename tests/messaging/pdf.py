"""What a PDF says of itself and how it is tagged, read by another library than the one that wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf


@dataclass(frozen=True)
class Tagged:
    """A PDF as a screen reader meets it."""

    pdf: pikepdf.Pdf

    @classmethod
    def of(cls, content: bytes) -> "Tagged":
        """The PDF with this content."""
        return cls(pikepdf.open(BytesIO(content)))

    @property
    def title(self) -> str:
        """Its title, as shown in place of a file name."""
        return str(self.pdf.docinfo["/Title"])

    @property
    def language(self) -> str:
        """The language that it is read in."""
        return str(self.pdf.Root.Lang)

    @property
    def claims_ua(self) -> bool:
        """Whether it says that it keeps PDF/UA-1, and is marked and shows its title."""
        marked = bool(self.pdf.Root.MarkInfo.Marked)
        shows_title = bool(self.pdf.Root.ViewerPreferences.DisplayDocTitle)
        return self.pdf.open_metadata()["pdfuaid:part"] == "1" and marked and shows_title

    @property
    def tags(self) -> list[str]:
        """The structure in reading order: Document, P, H1, Table, ..."""
        return [str(element.S)[1:] for element in self._elements(self.pdf.Root.StructTreeRoot.K)]

    @property
    def figures(self) -> list[str]:
        """What the figures say in place of being seen."""
        elements = self._elements(self.pdf.Root.StructTreeRoot.K)
        return [str(element.get("/Alt", "")) for element in elements if element.S == "/Figure"]

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.pdf.pages)

    @property
    def fonts(self) -> set[str]:
        """The families of what is embedded, without their subset's name."""
        found: set[str] = set()
        for page in self.pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                found.add(str(font.BaseFont)[1:].partition("+")[2])
        return found

    def _elements(self, kids: Any) -> Iterator[Any]:
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                if "/K" in kid:
                    yield from self._elements(kid.K)
