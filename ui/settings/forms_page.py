"""The office's own words on its forms: the letterhead of all, the wording of each, seen on paper before it is kept."""

import tomllib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desk import Refused, Spoken
from desk.forms import checking
from desk.forms.sample import sample_pdf
from desk.forms.template import HEADS, LETTERHEAD, shipped
from desk.own.own_file import SIZE_LIMIT, form_name
from desk.own.own_files import own_files
from desk.text import clean
from desk.words import text
from sync import own
from sync.log import Touched
from ui import saving
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, Rule, row
from ui.kit.sheet import Sheet
from ui.kit.text import Chip, Elided, Text
from ui.preview import Preview
from ui.preview_sheet import show_over
from ui.session import Session
from ui.settings.page import Page
from ui.theme.tokens import STRONG

ACROSS = frozenset({"07"})


class FormsPage(Page):
    """Letterhead and forms. `told(words)` says what was kept."""

    told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(text("forms_page.title"), text("forms_page.about"))
        self._session = session
        self.fields = {name: Field(text(f"forms_page.{name}"), labelled=True) for name in HEADS}
        self.look = Button(text("forms_page.look"), icon="eye", key="Ctrl+P", height=36)
        self.keep = Button(text("forms_page.keep"), "primary", icon="check", key="F9", height=40, size="body")
        self.look.clicked.connect(lambda: self.show_sample("01", {LETTERHEAD: self.letterhead()}))
        self.keep.clicked.connect(self.save)
        self.wrong = Banner("late", "")
        self._list = Pane(None)
        self.buttons: dict[tuple[str, str], Button] = {}
        self.opened: FormSheet | None = None
        self.add(Text(text("forms_page.letterhead"), "body", weight=STRONG))
        about = text("forms_page.letterhead_about", **{name: f"{{{name}}}" for name in ("office", "place", "day")})
        self.add(Text(about, "small", ink="text3", wrap=True), 2)
        self.add(*self.fields.values(), self.wrong, row(None, self.look, self.keep), 14)
        self.add(Text(text("forms_page.forms"), "body", weight=STRONG))
        self.add(Text(text("forms_page.forms_about"), "small", ink="text3", wrap=True), 2, self._list, None)
        if not session.desk.may("own_file"):
            self.keep.hold(text("settings.officer.ask_own"))
        session.changed.connect(self._heard)
        self.setFocusProxy(self.fields["agency"])
        self.show_words()

    def _heard(self, touched: Touched) -> None:
        if any(kind == "ownfile" for kind, _ in touched):
            self.show_words()

    def show_words(self) -> None:
        """Show what is in force."""
        mine, faults = own_files(self._session.desk.db), own.wording_faults(self._session.desk)
        lines = _heads(mine[LETTERHEAD].text) if LETTERHEAD in mine else {}
        first = _shipped_heads()
        for name, field in self.fields.items():
            field.set_text(lines.get(name, first[name]))
        self.wrong.setVisible(LETTERHEAD in faults)
        self.wrong.say("late", faults.get(LETTERHEAD, ""))
        old, self._list = self._list, Pane(None)
        for form in checking.FORMS:
            self._list.add(self._row(form, form_name(form) in mine, faults.get(form, "")), Rule())
        self.body.replaceWidget(old, self._list)
        old.hide()
        old.deleteLater()

    def _row(self, form: str, mine: bool, fault: str) -> Pane:
        chip = Chip(text("forms_page.shipped"), "wait")
        if mine:
            chip = Chip(text("forms_page.fault" if fault else "forms_page.own"), "late" if fault else "accent")
        name = Pane(None, gap=1).add(Elided(text(f"forms_page.form.{form}")))
        if fault:
            name.add(Text(fault, "small", ink="late", wrap=True))
        line = row(Text(form, "secondary", ink="text3"), (name, 1), chip, gap=10, margins=(0, 5, 0, 5))
        asked: tuple[tuple[str, Callable[[], object]], ...] = (
            ("see", lambda: self.show_sample(form, {})),
            ("export", lambda: self.export(form)),
            ("import", lambda: self.ask(form)),
        )
        for kind, do in (*asked, ("back", lambda: self.put_back(form))) if mine else asked:
            button = Button(text(f"forms_page.{kind}"), "quiet", height=30, size="small")
            button.setAccessibleName(text(f"forms_page.{kind}_of", form=form))
            button.clicked.connect(do)
            if kind in ("import", "back") and not self._session.desk.may("own_file"):
                button.hold(text("settings.officer.ask_own"))
            self.buttons[form, kind] = button
            line.addWidget(button)
        pane = Pane(None)
        pane.body.addLayout(line)
        return pane

    def letterhead(self) -> str:
        """What is written in the fields, as the office's own; "" where it is what the program ships."""
        first = _shipped_heads()
        said = {name: clean(field.text()) for name, field in self.fields.items()}
        return "".join(f"{name} = {_quoted(line)}\n" for name, line in said.items() if line and line != first[name])

    def save(self) -> None:
        """Keep the letterhead, or say what is wrong with it."""
        self._do(LETTERHEAD, self.letterhead(), text("forms_page.kept"))

    def put_back(self, form: str) -> None:
        """Print the program's own words of a form again."""
        self._do(form, "", text("forms_page.put_back", form=form))

    def _do(self, name: str, words: str, said: str) -> None:
        self.wrong.hide()
        try:
            self._session.do(own.keep_wording(self._session.desk, name, words))
        except Spoken as refused:
            self.wrong.say("late", str(refused))
            self.wrong.show()
            return
        self.told.emit(said)

    def show_sample(self, form: str, words: dict[str, str]) -> Preview:
        """A form with a made-up case, in the words in force and those given."""
        desk = self._session.desk

        def make(size: str) -> bytes:
            mine = {**own.wording(desk), **words}
            name = desk.office.name or desk.office.code
            return sample_pdf(form, mine, office=desk.office.code, office_name=name, size=size)

        title = text(f"forms_page.form.{form}")
        preview = Preview(make, title=title, file_name=f"{form}.pdf", size="A4" if form in checking.CELLS else "A5")
        preview.size_choice.setVisible(form not in checking.CELLS)
        show_over(self, preview, text("forms_page.sample"), across=form in ACROSS)
        return preview

    def export(self, form: str) -> None:
        """Write the words of a form in force where the person chooses, to be adapted."""
        words = own.wording(self._session.desk).get(form) or shipped(form)
        path = saving.ask_path(self, f"{form}.toml", suffix="toml", kinds=text("forms_page.file_type"))
        if path is None:
            return
        try:
            saving.write_whole(path, words.encode())
        except Spoken as refused:
            self.wrong.say("late", str(refused))
            self.wrong.show()
            return
        self.told.emit(text("forms_page.exported", form=form, path=path))

    def ask(self, form: str) -> None:
        """Ask for adapted words of a form and show them on paper."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, text("forms_page.import_of", form=form), str(Path.home()), text("forms_page.file_type")
        )
        if chosen:
            self.read(form, Path(chosen))

    def read(self, form: str, path: Path) -> None:
        """Check adapted words of a form; sound ones may be seen and kept, a mistake is named."""
        try:
            words = _read(path)
            checking.check(form, words)
        except Spoken as refused:
            self.wrong.say("late", str(refused))
            self.wrong.show()
            self.fields["agency"].setFocus()
            return
        self.wrong.hide()
        self.opened = FormSheet(self, form, words)

    def keep_form(self, form: str, words: str) -> None:
        """Print these words on a form from now on. Raises a Spoken error."""
        self._session.do(own.keep_wording(self._session.desk, form, words))
        self.told.emit(text("forms_page.kept_form", form=form))


class FormSheet(Sheet):
    """Adapted words of a form that are sound: to be seen on paper, then kept."""

    def __init__(self, page: FormsPage, form: str, words: str) -> None:
        self._page, self._form, self._words = page, form, words
        self.wrong = Banner("late", "")
        self.wrong.hide()
        self.look = Button(text("forms_page.look"), icon="eye", key="Ctrl+P", height=36)
        self.look.clicked.connect(lambda: page.show_sample(form, {form: words}))
        body = Pane(None, margins=(20, 16, 20, 16), gap=14)
        body.add(Text(text("forms_page.sound"), "secondary", ink="text2", wrap=True), row(self.look, None), self.wrong)
        body.add(None)
        super().__init__(page.window(), text(f"forms_page.form.{form}"), body)
        self.button = Button(text("forms_page.keep"), "primary", icon="check", key="F9")
        self.button.clicked.connect(self.save)
        self.foot((self.button, 1))
        self.closed.connect(self.deleteLater)
        self.open(self.button)

    def save(self) -> None:
        """Keep them, or say why not."""
        try:
            self._page.keep_form(self._form, self._words)
        except Spoken as refused:
            self.wrong.say("late", str(refused))
            self.wrong.show()
            return
        self.close_sheet()


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > 4 * SIZE_LIMIT:
            raise Refused("own.too_large", limit=SIZE_LIMIT)
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise Refused("forms_page.unreadable", file=path.name) from wrong


def _heads(words: str) -> dict[str, str]:
    try:
        return {name: line for name, line in tomllib.loads(words).items() if isinstance(line, str)}
    except tomllib.TOMLDecodeError:
        return {}


def _shipped_heads() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(shipped("01"))["letterhead"]
    return {name: found[name] for name in HEADS}


def _quoted(line: str) -> str:
    """A line as a TOML string."""
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
