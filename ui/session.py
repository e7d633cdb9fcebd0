"""The open desk as the windows see it: read with `desk`, write with `do`, and hear when records changed."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desk.counter import Hand
from desk.find import Finder
from desk.procedures import hint_list
from desk.record import Change
from sync.carriers.turns import Turn
from sync.desk import Desk
from sync.log import Touched
from ui.background import Background
from ui.lan import Lan
from ui.stick import Stick
from ui.syncing import Syncing


class Session(QObject):
    """What every window is given.

    Only the window's thread touches the desk's file; only the background thread touches the network.
    """

    changed = Signal(object)
    """The records touched, here or on another PC: a set of (kind, id)."""

    finder_renewed = Signal()
    """The search box knows newer procedures or hints."""

    served = Signal(str)
    """A citizen took home the result of the case of this record id, and may be asked how the service was."""

    disputed: int
    """How many things wait to be decided, as the place of decisions last counted them."""

    closing = Signal()
    """The file is about to be closed: what still works with it ends now."""

    def __init__(
        self, desk: Desk, server: str = "", parent: QObject | None = None, *, folder: Path | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self.folder = desk, folder
        self.disputed = 0
        self.background = Background(self)
        turn, self.bench = Turn(), Background(self, threads=2)
        self.syncing = Syncing(desk, server, self.background, self, turn)
        self.syncing.touched.connect(self.changed)
        self.lan = Lan(desk, self.bench, turn, self)
        self.lan.touched.connect(self.changed)
        self.stick = Stick(desk, self.bench, turn, self)
        self.stick.touched.connect(self.changed)
        self.changed.connect(self._forget_finder)

    def do(self, decide: Callable[[Hand], Change]) -> Change:
        """Let the officer's `decide` make a change and write it down; it is on the disk when this returns.

        Raises Refused or Unusable with a text to show; nothing was written then.
        """
        change, touched = self.desk.do(decide)
        self.tell(touched)
        return change

    def tell(self, touched: Touched) -> None:
        """Let the windows know of records that were written, and the delivery that something waits."""
        self.changed.emit(touched)
        self.syncing.soon()
        self.lan.soon()

    @cached_property
    def finder(self) -> Finder:
        """The search box over the procedures in force today and the office's hints on them."""
        notes = hint_list.searched(self.desk.db, self.desk.by)
        return Finder(self.desk.catalogue.current(self.desk.now().date()), notes)

    def _forget_finder(self, touched: Touched) -> None:
        """Let the search box take hints in anew where one was written or taken back, here or elsewhere."""
        if any(kind == "hint" for kind, _ in touched):
            self.renew_finder()

    def renew_finder(self) -> None:
        """Make the search box anew beside the work, for a large catalogue takes a second; until then the old serves."""
        if "finder" not in self.__dict__:
            self.finder_renewed.emit()
            return
        current, notes = (
            self.desk.catalogue.current(self.desk.now().date()),
            hint_list.searched(self.desk.db, self.desk.by),
        )
        self.background.run(lambda: Finder(current, notes), self._take_finder, lambda error: self._take_finder(None))

    def _take_finder(self, finder: Finder | None) -> None:
        self.__dict__.pop("finder", None)
        if finder is not None:
            self.__dict__["finder"] = finder
        self.finder_renewed.emit()

    def close(self) -> None:
        """Stop delivery and close the file; what waits stays in it."""
        self.closing.emit()
        self.syncing.stop()
        self.lan.close()
        self.stick.close()
        self.bench.close()
        self.background.close()
        self.desk.close()
