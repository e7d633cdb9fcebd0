"""What goes between the province and its server: over the network, or as files on a stick, chosen or dropped."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desk import Refused, Spoken
from desk.words import text
from sync.keys import parcel
from sync.keys.request import Request, read_file
from sync.province import travel
from sync.province.secret import Secret
from ui import saving
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Item, Pane, Rule, row
from ui.kit.text import Icon, Text
from ui.province.hand import Hand
from ui.province.place import ProvincePlace
from ui.theme.tokens import STRONG

WIDE = 760


class CarryPlace(ProvincePlace):
    """Three ways: publish, write a file, take a file in."""

    NAME = "carry"
    KEYS = ("F5", "F6", "Ctrl+O", "F9")

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self.publish = Button(text("province_window.publish"), "primary", icon="cloud-arrow-up", key="F9")
        self.ask = Button(text("province_window.ask_all"), icon="arrows-clockwise", key="F5", height=38)
        self.write = Button(text("province_window.export"), icon="export", key="F6", height=38)
        self.read = Button(text("province_window.take_file"), icon="folder-open", key="Ctrl+O", height=38)
        self.state = Banner("wait", "")
        self.said = Banner("ok", "")
        self.said.hide()
        inner = Pane(None, gap=14)
        inner.setMaximumWidth(WIDE)
        inner.add(self.state, _way("cloud-arrow-up", "by_network", row(self.ask, None)), Rule())
        inner.add(_way("export", "by_file", row(self.write, None)), Rule())
        inner.add(_way("folder-open", "by_drop", row(self.read, None)), Rule(), self.said, row(None, self.publish))
        body = Pane("surface", margins=(28, 20, 28, 20))
        body.body.addLayout(row((inner, 10), None))
        self.add(body.add(None))
        self.setFocusProxy(self.publish)
        self._connect()

    def _connect(self) -> None:
        self.publish.clicked.connect(lambda: self.hand.with_secret(lambda _: self.hand.send_all()))
        self.ask.clicked.connect(lambda: self.hand.with_secret(lambda _: self._ask_all()))
        self.write.clicked.connect(lambda: self.hand.with_secret(self._ask_where))
        self.read.clicked.connect(self.ask_file)
        self.hand.changed.connect(self.come_to)

    def come_to(self) -> None:
        """Show what the server lacks, and what may be done."""
        ahead = sum(kept.ahead for kept in self.hand.offices.values())
        key = "carry_ahead" if ahead else "carry_all" if self.hand.offices else "carry_none"
        key = "brought_back" if self.hand.folder.face.brought_back else key
        tone = "soon" if ahead or key == "brought_back" else "ok"
        self.state.say(tone, text(f"province_window.{key}", count=ahead))
        linked = self.hand.linked
        for button in (self.publish, self.ask):
            button.release() if linked else button.hold(text("province_window.no_server_yet"))
        self.setFocusProxy(self.publish if linked else self.write)

    def _ask_all(self) -> None:
        if self.hand.folder.face.brought_back:
            self.hand.recall()
        else:
            self.hand.ask(list(self.hand.offices))

    def _ask_where(self, secret: Secret) -> None:
        kinds = text("province_window.parcel_files")
        if path := saving.ask_path(self, text("province_window.parcel_name"), suffix="parcels", kinds=kinds):
            self.export(path, secret)

    def export(self, path: Path, secret: Secret) -> None:
        """Write all that was done into a file, beside the work."""
        folder = self.hand.folder

        def job() -> int:
            parcels = [travel.parcel(folder, secret, code) for code in folder.offices()]
            saving.write_whole(path, parcel.packed(parcels))
            return len(parcels)

        def done(count: int) -> None:
            self._say("ok", text("province_window.exported", file=path.name, count=count))

        self.hand.background.run(job, done, self._failed)

    def ask_file(self) -> None:
        """Ask which file to take in."""
        kinds = text("province_window.taken_files")
        chosen, _ = QFileDialog.getOpenFileName(self, text("province_window.take_file"), str(Path.home()), kinds)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Take in what the server wrote, bring parcels to it, or keep the request of a PC: each by what it is."""
        try:
            data = read_file(path, parcel.LARGEST)
            if data.startswith(travel.MAGIC):
                self._take_states(data)
            elif data.startswith(parcel.MAGIC):
                self._publish_file(data)
            else:
                self._keep_request(data)
        except Spoken as refused:
            self._say("late", str(refused))

    def _take_states(self, data: bytes) -> None:
        elsewhere = sum(travel.elsewhere(self.hand.folder, said) for said in travel.states(data))
        offices, requests = travel.learn(self.hand.folder, data)
        self.hand.load()
        if elsewhere:
            self._say("late", text("province.others_acted", count=elsewhere))
            return
        self._say("ok", text("province_window.taken", offices=offices, requests=len(requests)))

    def _publish_file(self, data: bytes) -> None:
        parcels, folder = parcel.unpacked(data), self.hand.folder
        if not self.hand.linked:
            raise Refused("province_window.no_server_for_file", field="file")

        def done(count: int) -> None:
            self._say("ok", text("province_window.sent_all", count=count))

        self.hand.background.run(lambda: travel.publish(folder, parcels), done, self._failed)

    def _keep_request(self, data: bytes) -> None:
        try:
            request = Request.read(data)
        except Refused as error:
            raise Refused("province_window.unknown_file", field="file") from error
        self.hand.folder.office(request.office)
        self.hand.folder.keep_request(request)
        self.hand.changed.emit()
        self._say("ok", text("province_window.request_kept", device=request.device))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Spoken):
            raise error
        self._say("late", str(error))

    def _say(self, tone: str, words: str) -> None:
        self.said.say(tone, words)
        self.said.show()
        if not self.isVisible():
            self.hand.told.emit(tone, words)


def _way(icon: str, name: str, *items: Item) -> Pane:
    pane = Pane(None, gap=6)
    title = Text(text(f"province_window.{name}"), "body", weight=STRONG)
    pane.add(row(Icon(icon, 20, "text2"), title, None, gap=10))
    about = Text(text(f"province_window.{name}_about"), "secondary", ink="text2", wrap=True)
    return pane.add(row(30, (about, 1)), row(30, *items))
