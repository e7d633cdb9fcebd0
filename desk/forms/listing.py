"""A table over as many A4 pages as it needs: heads repeated, no cell cut, pages numbered. Knows no book and no word.

Lengths are points. A row that fits on a page stands on one; a taller one goes on at the top of the next.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from desk.forms import fonts, typeset
from desk.forms.fonts import Face, Faces
from desk.forms.sheet import MM, RULE
from desk.forms.typeset import Align, Box, Row, Span, paragraph

A4 = 210 * MM, 297 * MM
MARGIN = 14 * MM
PAD = 3.0
HEAD, TITLE, FOOT = 11.0, 15.0, 9.0


@dataclass(frozen=True)
class Column:
    """A column: its head, its share of the width, how its cells stand."""

    title: str
    share: float
    align: Align = "left"


def aligned(word: str) -> Align:
    """How a cell stands, as a template writes it; anything unknown at the left."""
    return {"centre": "centre", "right": "right"}.get(word, "left")  # type: ignore[return-value]


@dataclass(frozen=True)
class Listing:
    """A table with all its words. `left` and `right` stand above the title, `facts` below it, `closing` at the end.

    A row of one cell is a heading over the whole width. `page` has {page} and {pages}.
    """

    title: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    page: str
    left: Sequence[str] = ()
    right: Sequence[str] = ()
    facts: Sequence[str] = ()
    closing: Sequence[str] = ()
    body: float = 10.0
    landscape: bool = False
    author: str = ""
    name: str = field(default="")


@dataclass(frozen=True)
class _Band:
    """Lines that stand together between two rules: a row of the table, or a part of one."""

    lines: Sequence[Row]
    edges: Sequence[float]
    shaded: bool = False

    @property
    def height(self) -> float:
        return typeset.height(self.lines) + 2 * PAD


def pdf(listing: Listing) -> bytes:
    """The table as PDF; the same table gives the same bytes. Raises Unusable without a usable font."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    size = (A4[1], A4[0]) if listing.landscape else A4
    canvas = Canvas(out, pagesize=size, invariant=1, pageCompression=1, lang="vi")
    canvas.setTitle(fonts.faces().printable(listing.name or " ".join(listing.title)))
    canvas.setAuthor(fonts.faces().printable(listing.author))
    _Table(canvas, fonts.faces(), listing, size).draw()
    canvas.save()
    return out.getvalue()


class _Table:
    """Draws one table on a canvas of `size`, whose lengths start at the bottom left."""

    def __init__(self, canvas: Any, faces: Faces, listing: Listing, size: Sequence[float]) -> None:
        self.canvas, self.faces, self.listing = canvas, faces, listing
        self.width, self.height = size
        self.room = self.width - 2 * MARGIN
        shares = sum(column.share for column in listing.columns)
        self.widths = [self.room * column.share / shares for column in listing.columns]

    def draw(self) -> None:
        """All pages."""
        above, heads = self._above(), self._band([c.title for c in self.listing.columns], "bold", "centre", shaded=True)
        closing = [row for line in self.listing.closing for row in self._line(line, self.listing.body, "left")]
        pages = self._dealt(typeset.height(above), heads.height, typeset.height(closing))
        for n, bands in enumerate(pages, 1):
            top = self.height - MARGIN
            if n == 1:
                top = self._rows(above, top)
            for band in (heads, *bands) if bands else ():
                top = self._draw(band, top)
            if n == len(pages):
                self._rows(closing, top - PAD)
            self._foot(n, len(pages))
            self.canvas.showPage()

    def _dealt(self, above: float, heads: float, closing: float) -> list[list[_Band]]:
        """The rows dealt onto pages, the last with room for what closes the table."""
        whole = self.height - 2 * MARGIN - 2 * FOOT - heads
        pages: list[list[_Band]] = [[]]
        left = whole - above
        for band in (part for row in self.listing.rows for part in self._fitting(self._cells(row), whole)):
            if band.height > left:
                pages.append([])
                left = whole
            pages[-1].append(band)
            left -= band.height
        if closing + PAD > left:
            pages.append(pages[-1][-1:])  # what closes the table never stands alone
            del pages[-2][-1:]
        return pages

    def _fitting(self, band: _Band, room: float) -> Iterable[_Band]:
        """The band, in parts where it is taller than a page."""
        lines: list[Row] = []
        for line in band.lines:
            if lines and typeset.height(lines) + line.height + 2 * PAD > room:
                yield _Band(lines, band.edges, band.shaded)
                lines = []
            lines.append(line)
        yield _Band(lines, band.edges, band.shaded)

    def _cells(self, row: Sequence[str]) -> _Band:
        if len(row) == 1:
            return _Band(self._line(row[0], self.listing.body, "left", "bold", PAD), (0.0, self.room), shaded=True)
        return self._band(row)

    def _band(
        self, cells: Sequence[str], face: Face = "regular", align: Align | None = None, *, shaded: bool = False
    ) -> _Band:
        edges, sides = [0.0], []
        for cell, column, width in zip(cells, self.listing.columns, self.widths, strict=True):
            box = Box(edges[-1] + PAD, width - 2 * PAD, self.listing.body, align or column.align)
            texts = cell.split("\n")
            sides.append([row for text in texts for row in paragraph(self.faces, [Span(text, face)], box)])
            edges.append(edges[-1] + width)
        return _Band(typeset.columns(*sides) or [typeset.gap(self.listing.body)], edges, shaded)

    def _line(self, text: str, size: float, align: Align, face: Face = "regular", pad: float = 0.0) -> list[Row]:
        return paragraph(self.faces, [Span(text, face)], Box(pad, self.room - 2 * pad, size, align))

    def _above(self) -> list[Row]:
        half = self.room / 2
        sides = []
        for x, lines in ((0.0, self.listing.left), (half, self.listing.right)):
            box = Box(x, half, HEAD, "centre")
            sides.append([row for line in lines for row in paragraph(self.faces, [Span(line, "bold")], box)])
        title = [row for line in self.listing.title[:1] for row in self._line(line, TITLE, "centre", "bold")]
        under = [row for line in self.listing.title[1:] for row in self._line(line, HEAD, "centre")]
        head = typeset.columns(*sides) if any(sides) else []
        facts = [row for line in self.listing.facts for row in self._line(line, HEAD, "left")]
        return [
            *head,
            typeset.gap(HEAD),
            *title,
            *under,
            typeset.gap(HEAD),
            *facts,
            typeset.gap(HEAD * bool(facts) / 2),
        ]

    def _draw(self, band: _Band, top: float) -> float:
        bottom = top - band.height
        if band.shaded:
            self.canvas.setFillGray(0.92)
            self.canvas.rect(MARGIN, bottom, self.room, band.height, stroke=0, fill=1)
            self.canvas.setFillGray(0)
        self._rows(band.lines, top - PAD)
        self.canvas.setLineWidth(RULE)
        self.canvas.rect(MARGIN, bottom, self.room, band.height, stroke=1, fill=0)
        for edge in band.edges[1:-1]:
            self.canvas.line(MARGIN + edge, bottom, MARGIN + edge, top)
        return bottom

    def _rows(self, rows: Sequence[Row], top: float) -> float:
        for row in rows:
            for run in row.runs:
                self.canvas.setFont(self.faces.name(run.face), run.size)
                self.canvas.drawString(MARGIN + run.x, top - run.y, run.text)
            top -= row.height
        return top

    def _foot(self, page: int, pages: int) -> None:
        said = self.faces.printable(self.listing.page.format(page=page, pages=pages))
        self.canvas.setFont(self.faces.name("italic"), FOOT)
        self.canvas.drawRightString(self.width - MARGIN, MARGIN - FOOT, said)
