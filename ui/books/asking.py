"""What is asked before a book is opened, handed over, closed, or numbers are set aside or made void."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desk import Refused, Spoken
from desk.words import text
from ui.books import known
from ui.books.known import KnownBook
from ui.kit.button import Button
from ui.kit.choice import Choice
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.session import Session

Values = Mapping[str, str]


class Asking(QObject):
    """A sheet with a sentence, fields and one action. `do(values)` may raise a Spoken error, shown at its field.

    `fields` are names with their labels; `pcs` offers PCs (id, name) as the value "pc".
    """

    def __init__(
        self,
        over: QWidget,
        title: str,
        about: str,
        *,
        button: Button,
        do: Callable[[Values], None],
        fields: Sequence[tuple[str, str, str]] = (),
        pcs: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(over)
        self._do = do
        self.button, self.fields = (
            button,
            {name: Field(label, text=value, labelled=True) for name, label, value in fields},
        )
        self.pc = Choice(pcs, pcs[0][0] if pcs else "", name=text("books_place.ask.pc"))
        self.wrong = Text("", "secondary", ink="late", wrap=True)
        self.wrong.hide()
        body = Pane(None, margins=(20, 16, 20, 16), gap=14)
        body.add(Text(about, "secondary", ink="text2", wrap=True))
        if pcs:
            body.add(Text(text("books_place.ask.pc"), "secondary", ink="text2"), self.pc)
        body.add(*self.fields.values(), self.wrong, None)
        self.sheet = Sheet(over, title, body)
        self.sheet.foot((button, 1))
        button.clicked.connect(self.act)
        self.sheet.closed.connect(self.sheet.deleteLater)
        self.sheet.closed.connect(self.deleteLater)
        self.sheet.open(self.pc if pcs else next(iter(self.fields.values()), button))

    def values(self) -> dict[str, str]:
        """What was entered."""
        return {"pc": self.pc.chosen(), **{name: field.text() for name, field in self.fields.items()}}

    def act(self) -> None:
        """Do it, or say why not."""
        self.wrong.hide()
        try:
            self._do(self.values())
        except Spoken as refused:
            self._refuse(refused)
        else:
            self.sheet.close_sheet()

    def _refuse(self, refused: Spoken) -> None:
        field = self.fields.get(getattr(refused, "field", None) or "")
        if field is None:
            self.wrong.say(str(refused))
            self.wrong.show()
        else:
            field.refuse(str(refused))
            field.setFocus()


class Asker:
    """Opens the sheet of each thing that may be done with a book; `tell(words)` says what was done."""

    def __init__(self, session: Session, over: QWidget, tell: Callable[[str], None]) -> None:
        self._session, self._over, self._tell = session, over, tell

    def void(self, book: KnownBook, number: int = 0) -> Asking:
        """Make numbers void, with the reason."""

        def do(said: Values) -> None:
            first = _number("number", said["number"])
            last = _number("last", said["last"]) if said["last"] else first
            self._session.do(known.voiding(self._session.desk, book, first, last, said["reason"]))
            many = "books.voided_many" if last > first else "books.voided"
            self._tell(text(many, first=first, last=last, reason=said["reason"]))

        start = f"{number or book.next:02}" if number or book.next else ""
        return self._ask(
            "void", book, do, "prohibit",
            fields=[_field("number", start), _field("last"), _field("reason")],
        )  # fmt: skip

    def reserve(self, book: KnownBook) -> Asking:
        """Set numbers aside for another PC."""

        def do(said: Values) -> None:
            count = _number("count", said["count"])
            change = self._session.do(known.reserving(self._session.desk, book, said["pc"], count))
            row = change.edits[1].fields
            self._tell(text("books.set_aside", first=row["first"], last=row["last"], pc=book.seat.name(said["pc"])))

        return self._ask("reserve", book, do, "bookmark-simple", fields=[_field("count", "10")], pcs=self._others(book))

    def hand_over(self, book: KnownBook) -> Asking:
        """Give the book to another PC; or take it over from one that left."""
        gone = book.hold.book.holder in book.seat.gone and book.seat.steward
        pcs = [(book.seat.device, book.seat.name(book.seat.device))] if gone else self._others(book)

        def do(said: Values) -> None:
            self._session.do(known.handing_over(self._session.desk, book, said["pc"], said["reason"]))
            words = {"kind": book.kind.code, "year": book.hold.book.year}
            pc = book.seat.name(said["pc"])
            self._tell(text("books.taken_over", **words) if gone else text("books.handed_over", pc=pc, **words))

        return self._ask("hand_over", book, do, "arrows-left-right", fields=[_field("reason")], pcs=pcs)

    def close(self, book: KnownBook) -> Asking:
        """Close the book of its year."""

        def do(said: Values) -> None:
            change = self._session.do(known.closing(self._session.desk, book, said["reason"]))
            totals = change.edits[0].fields
            words = {"given": totals["given"], "void": totals["void"]}
            self._tell(text("books.done", kind=book.kind.code, year=book.hold.book.year, **words))

        return self._ask("close", book, do, "lock-simple", fields=[_field("reason")])

    def _others(self, book: KnownBook) -> list[tuple[str, str]]:
        place = book.seat
        return [(id, name) for id, name in place.names.items() if id != place.device and id not in place.gone]

    def _ask(
        self,
        name: str,
        book: KnownBook,
        do: Callable[[Values], None],
        icon: str,
        *,
        fields: Sequence[tuple[str, str, str]],
        pcs: Sequence[tuple[str, str]] = (),
    ) -> Asking:
        title = text(f"books_place.ask.{name}_title", cover=book.title)
        button = Button(text(f"books_place.ask.{name}"), "primary", icon=icon, key="F9")
        return Asking(
            self._over.window(),
            title,
            text(f"books_place.ask.{name}_about"),
            button=button,
            do=do,
            fields=fields,
            pcs=pcs,
        )


def _field(name: str, value: str = "") -> tuple[str, str, str]:
    return name, text(f"books_place.ask.{name}"), value


def _number(name: str, written: str) -> int:
    """A number as it is written in a book: "07" is 7. Raises Refused."""
    if not (written.isascii() and written.isdigit() and len(written) < 8):
        raise Refused("books_place.not_a_number", field=name)
    return int(written)
