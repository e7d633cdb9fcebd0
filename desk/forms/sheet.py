"""Lays composed copies onto A5 or A4 paper and draws the PDF. Decides pages; decides no word.

On A4 two short copies stand side by side, each an A5 page, with a line to cut along; long ones get whole A4 pages.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from desk import Refused
from desk.forms import fonts, typeset
from desk.forms.compose import Composer, Content, Scale
from desk.forms.template import Template, fill
from desk.forms.typeset import Row

MM = 72 / 25.4
SIZES = ("A4", "A5")
Matrix = Sequence[Sequence[bool]]
QUIET = 4  # modules of white around a QR code (ISO/IEC 18004, 6.3.8)
WATERMARK = 0.88
RULE = 0.6
TIGHT = 0.91  # of the size of type, where that saves a page


@dataclass(frozen=True)
class Paper:
    """One paper format: its edges in points and the sizes of what stands on it."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    scale: Scale
    foot: float = 9.0

    @property
    def room(self) -> float:
        """Height for rows, above the foot line."""
        return self.height - self.top - self.bottom - 1.6 * self.foot


def _paper(width: float, height: float, margins: tuple[float, float, float, float], *sizes: float) -> Paper:
    left, right, top, bottom = (each * MM for each in margins)
    body, head, title, code = sizes
    scale = Scale(width * MM - left - right, body, head, title, code * MM)
    return Paper(width * MM, height * MM, left, right, top, bottom, scale)


A5 = _paper(148, 210, (12, 10, 9, 7), 11, 8.7, 13, 27)
A4 = _paper(210, 297, (25, 17, 16, 13), 13, 11.5, 15, 32)


@dataclass(frozen=True)
class Page:
    """The rows of one page, what runs above them and the line at its foot."""

    rows: Sequence[Row]
    running: str
    foot: str


@dataclass(frozen=True)
class Form:
    """A form ready to be laid out: words, content, QR code, whether it is a draft, and what the PDF is called."""

    template: Template
    content: Content
    matrix: Matrix | None
    draft: bool
    title: str
    author: str


def pdf(form: Form, size: str) -> bytes:
    """The form's copies as one PDF on A4 or A5; the same form gives the same bytes.

    Raises Refused for another size, Unusable without a usable font.
    """
    from reportlab.pdfgen.canvas import Canvas

    if size not in SIZES:
        raise Refused("forms.size_unknown", field="size", size=size)
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1, lang="vi")
    for part, text in (("Title", form.title), ("Author", form.author), ("Subject", form.template.form)):
        getattr(canvas, f"set{part}")(fonts.faces().printable(text))
    _lay(_Pen(canvas, fonts.faces(), form), size)
    canvas.save()
    return out.getvalue()


def _lay(pen: "_Pen", size: str) -> None:
    copies = [_pages(pen, copy, A5) for copy in pen.form.template.copies]
    if size == "A5":
        _one_by_one(pen, copies, A5)
    elif len(copies) == 2 and all(len(copy) == 1 for copy in copies):
        _side_by_side(pen, [copy[0] for copy in copies])
    else:
        _one_by_one(pen, [_pages(pen, copy, A4) for copy in pen.form.template.copies], A4)


def _pages(pen: "_Pen", copy: str, paper: Paper) -> list[Page]:
    form = pen.form
    dealt = min((_dealt(pen, copy, paper, by) for by in (1.0, TIGHT)), key=len)
    running = fill(form.template.running, form.content.values)
    total = len(dealt)
    return [
        Page(rows, running if n > 1 else "", _foot(form, copy, n, total) if total > 1 else "")
        for n, rows in enumerate(dealt, 1)
    ]


def _dealt(pen: "_Pen", copy: str, paper: Paper, by: float) -> list[list[Row]]:
    scale = replace(paper.scale, body=paper.scale.body * by)
    rows = Composer(pen.faces, scale, pen.form.template, pen.form.content).rows(copy)
    return typeset.pages(rows, paper.room, paper.room - 2 * paper.foot)


def _foot(form: Form, copy: str, page: int, pages: int) -> str:
    return fill(form.template.page, {**form.content.values, "copy": copy, "page": str(page), "pages": str(pages)})


def _one_by_one(pen: "_Pen", copies: Sequence[Sequence[Page]], paper: Paper) -> None:
    for page in (page for copy in copies for page in copy):
        pen.canvas.setPageSize((paper.width, paper.height))
        pen.page(page, paper)
        pen.canvas.showPage()


def _side_by_side(pen: "_Pen", pages: Sequence[Page]) -> None:
    pen.canvas.setPageSize((A4.height, A4.width))
    for n, page in enumerate(pages):
        pen.canvas.saveState()
        pen.canvas.translate(n * A4.height / 2, 0)
        pen.page(page, A5)
        pen.canvas.restoreState()
    pen.canvas.setLineWidth(RULE / 2)
    pen.canvas.setDash(3, 4)
    pen.canvas.line(A4.height / 2, 0, A4.height / 2, A4.width)
    pen.canvas.showPage()


class _Pen:
    """Draws pages of one form on a canvas, whose lengths start at the bottom left."""

    def __init__(self, canvas: Any, faces: fonts.Faces, form: Form) -> None:
        self.canvas, self.faces, self.form = canvas, faces, form

    def page(self, page: Page, paper: Paper) -> None:
        """One page of `paper` with its lower left corner at the origin."""
        if self.form.draft:
            self._watermark(paper)
        top = paper.height - paper.top
        if page.running:
            top -= 2 * paper.foot
            self._small(page.running, paper, top + 1.2 * paper.foot)
        for row in page.rows:
            self._row(row, paper, top)
            top -= row.height
        self._small(page.foot, paper, paper.bottom, right=True)

    def _row(self, row: Row, paper: Paper, top: float) -> None:
        for run in row.runs:
            self.canvas.setFont(self.faces.name(run.face), run.size)
            self.canvas.drawString(paper.left + run.x, top - run.y, run.text)
        self.canvas.setLineWidth(RULE)
        for start, end in row.rules:
            self.canvas.line(paper.left + start, top - 2, paper.left + end, top - 2)
        if row.code and self.form.matrix:
            self._code(self.form.matrix, paper.width - paper.right - row.code, top, row.code)

    def _small(self, text: str, paper: Paper, y: float, *, right: bool = False) -> None:
        """A line of small type, cut to the column with an ellipsis: it only repeats what the form says."""
        text, width = self.faces.printable(text), paper.scale.width
        while self.faces.width(text, "italic", paper.foot) > width:
            text = text[: -2 - len(text) // 20].rstrip() + "…"
        x = width - self.faces.width(text, "italic", paper.foot) if right else 0.0
        self.canvas.setFont(self.faces.name("italic"), paper.foot)
        self.canvas.drawString(paper.left + x, y, text)

    def _watermark(self, paper: Paper) -> None:
        size = paper.width / 6
        self.canvas.saveState()
        self.canvas.setFillGray(WATERMARK)
        self.canvas.translate(paper.width / 2, paper.height / 2)
        self.canvas.rotate(52)
        self.canvas.setFont(self.faces.name("bold"), size)
        self.canvas.drawCentredString(0, -size / 3, self.faces.printable(self.form.template.draft))
        self.canvas.restoreState()

    def _code(self, matrix: Matrix, x: float, top: float, size: float) -> None:
        """The QR code as one path, so that no hairline opens between its modules."""
        module = size / (len(matrix) + 2 * QUIET)
        path = self.canvas.beginPath()
        for row, modules in enumerate(matrix):
            for column, dark in enumerate(modules):
                if dark:
                    path.rect(x + (column + QUIET) * module, top - (row + 1 + QUIET) * module, module, module)
        self.canvas.drawPath(path, stroke=0, fill=1)
