"""Sets a template and its values as the rows of one copy of a form, in the layout of Decree 30/2020/NĐ-CP, Annex I.

Knows what stands where; wrapping belongs to `typeset`, pages and drawing to `sheet`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desk.forms import typeset
from desk.forms.fonts import Face, Faces
from desk.forms.template import Line, Template, fill
from desk.forms.typeset import Box, Row, Span, paragraph

AIR = 0.2  # between entries, of the size of type
GUTTER = 12.0  # between what stands side by side


@dataclass(frozen=True)
class Scale:
    """Sizes of one paper format in points: the column of text, its type, the QR code."""

    width: float
    body: float
    head: float
    title: float
    code: float


@dataclass(frozen=True)
class Content:
    """What fills the template: values by name, numbered lists by name, whether a QR code stands beside the title."""

    values: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]
    coded: bool = False


class Composer:
    """Sets one form: holds what every part needs, so that parts read as what they print."""

    def __init__(self, faces: Faces, scale: Scale, template: Template, content: Content) -> None:
        self.faces, self.scale, self.template, self.content = faces, scale, template, content

    def rows(self, copy: str) -> list[Row]:
        """All rows of one copy, named `copy` under the title."""
        parts = [self._letterhead(), self._title(copy)]
        for line in self._shown(self.template.body):
            parts += [self._line(line), [typeset.gap(self.scale.body * AIR)]]
        parts[-2:] = [[row for part in parts[-2:] for row in part]]
        parts[-1] = [replace(row, keep=True) for row in parts[-1]]  # signatures never stand alone on a page
        return [row for part in (*parts, self._signatures()) for row in part]

    def _filled(self, text: str) -> str:
        return fill(text, self.content.values)

    def _shown(self, lines: Sequence[Line]) -> list[Line]:
        return [line for line in lines if not line.when or self.content.values[line.when]]

    def _letterhead(self) -> list[Row]:
        words, scale = self.template.letterhead, self.scale
        left = Box(0, scale.width * 0.47, scale.head, "centre")
        right = Box(scale.width * 0.48, scale.width * 0.52, scale.head, "centre")
        agency = [*self._words(words.agency, left), *self._words(words.desk, left, "bold")]
        motto = [row for text in words.motto for row in self._words(text, right, "bold")]
        last = self.faces.width(words.motto[-1], "bold", scale.head) if words.motto else 0.0
        head = typeset.columns([*agency, _centred_rule(left, left.width * 0.3)], [*motto, _centred_rule(right, last)])
        below = typeset.columns(self._words(words.number, left), self._words(words.place, right, "italic"))
        return [*head, typeset.gap(scale.head * 0.2), *below, typeset.gap(scale.head * 0.6)]

    def _words(self, text: str, box: Box, face: Face = "regular") -> list[Row]:
        return paragraph(self.faces, [Span(self._filled(text), face)], box)

    def _title(self, copy: str) -> list[Row]:
        """The title, what stands under it, and the QR code hanging at the right of both."""
        scale, aside = self.scale, (self.scale.code + 4 if self.content.coded else 0.0)
        big = Box(aside, scale.width - 2 * aside, scale.title, "centre")
        small = replace(big, size=scale.body)
        rows = [row for text in self.template.title for row in self._words(text, big, "bold")]
        rows += [row for line in self._shown(self.template.under_title) for row in self._entry(line, small)]
        rows += paragraph(self.faces, [Span(copy, "italic")], small)
        if self.content.coded and rows:
            rows[0] = replace(rows[0], code=scale.code)
            rows.append(typeset.gap(max(0.0, scale.code - typeset.height(rows))))
        return [*typeset.kept(rows, with_next=True), typeset.gap(scale.body * 0.5)]

    def _line(self, line: Line) -> list[Row]:
        whole = Box(0, self.scale.width, self.scale.body)
        if not line.beside:
            return [*self._entry(line, whole), *self._list(line)]
        said = self.faces.width(f"{line.label} {self._value(line.value)}", "bold", whole.size)
        split = max(0.5, min(0.7, said / whole.width)) * whole.width
        second = Line(line.beside.label, line.beside.value, line.strong)
        right = replace(whole, x=split + GUTTER, width=whole.width - split - GUTTER)
        return typeset.columns(self._entry(line, replace(whole, width=split)), self._entry(second, right))

    def _entry(self, line: Line, box: Box) -> list[Row]:
        value = self._value(line.value)
        spans = [Span(self._filled(line.label)), Span(value, "bold" if line.strong else "regular")]
        rows = paragraph(self.faces, spans, box, blank=bool(line.value) and not value and box.align == "left")
        return typeset.kept(rows, with_next=True) if line.list else rows

    def _value(self, text: str) -> str:
        """The filled value; nothing when every value in it is unknown, whatever unit stands beside."""
        names = [name for name in self.content.values if f"{{{name}}}" in text]
        return self._filled(text) if not names or any(self.content.values[name] for name in names) else ""

    def _list(self, line: Line) -> list[Row]:
        items = self.content.lists[line.list] if line.list else ()
        size = self.scale.body
        number = Box(size * 0.5, size * 1.8, size)
        dotted = replace(number, width=self.scale.width - number.x)
        text = Box(size * 2.3, self.scale.width - size * 2.3, size)
        rows: list[Row] = []
        for n, item in enumerate(items, 1):
            said = paragraph(self.faces, [Span(item)], text)
            rows += typeset.columns(paragraph(self.faces, [Span(f"{n})")], number), said)
        return rows or (paragraph(self.faces, [Span("-")], dotted, blank=True) if line.list else [])

    def _signatures(self) -> list[Row]:
        each = self.scale.width / max(1, len(self.template.signatures))
        sides = [self._signature(n, each) for n in range(len(self.template.signatures))]
        return typeset.kept([typeset.gap(self.scale.body * 0.7), *typeset.columns(*sides)])

    def _signature(self, n: int, width: float) -> list[Row]:
        words, box = self.template.signatures[n], Box(n * width, width - 6, self.scale.body, "centre")
        name = self._words(words.name, box, "bold") or [typeset.gap(self.scale.body)]
        return [
            *self._words(words.title, box, "bold"),
            *self._words(words.hint, box, "italic"),
            typeset.gap(self.scale.body * 4),
            *name,
        ]


def _centred_rule(box: Box, width: float) -> Row:
    return typeset.rule(box.x + (box.width - width) / 2, width, box.size * 0.4)
