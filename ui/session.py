"""The open desk as the windows see it: read with `desk`, write with `do`, and hear when records changed."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desk.counter import Hand
from desk.find import Finder, Plain
from desk.procedures import hint_list
from desk.procedures.procedure import Procedure
from desk.record import Change
from sync.carriers.turns import Turn
from sync.desk import Desk
from sync.log import Touched
from ui.background import Background
from ui.backing_up import Backing
from ui.lan import Lan
from ui.scans.travelling import Travelling
from ui.stick import Stick
from ui.syncing import Syncing

AT_ONCE = 250
"""Procedures up to which the search box is made within a moment, when it is first asked for."""


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
        self._finder: Finder | None = None
        self._making = 0  # how often it was begun to be made
        self.background = Background(self)
        turn, self.bench = Turn(), Background(self, threads=2)
        self.syncing = Syncing(desk, server, self.background, self, turn)
        self.syncing.touched.connect(self.changed)
        self.lan = Lan(desk, self.bench, turn, self)
        self.lan.touched.connect(self.changed)
        self.stick = Stick(desk, self.bench, turn, self)
        self.stick.touched.connect(self.changed)
        self.scans = Travelling(desk, server, self.syncing, self.lan, turn, self)
        self.backing = Backing(desk, turn, self)
        self.changed.connect(self.scans.heard)
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

    @property
    def finder(self) -> Finder | Plain:
        """The search box over the procedures in force today and the office's hints on them.

        Over many procedures it is made beside the work; until then their bare names are searched.
        """
        self.prepare_finder()
        return self._finder or self._plain

    def prepare_finder(self) -> None:
        """See to it that the search box is made, or is being made."""
        if not self._making:
            self._make_finder()

    @cached_property
    def _plain(self) -> Plain:
        return Plain(self._current())

    def _current(self) -> list[Procedure]:
        return list(self.desk.catalogue.current(self.desk.now().date()))

    def _forget_finder(self, touched: Touched) -> None:
        """Let the search box take hints in anew where one was written or taken back, here or elsewhere."""
        if any(kind == "hint" for kind, _ in touched):
            self.renew_finder()

    def renew_finder(self) -> None:
        """Make the search box anew beside the work, for a large catalogue takes a second; until then the old serves."""
        if self._making:
            self._make_finder()
        else:
            self.finder_renewed.emit()

    def _make_finder(self) -> None:
        current, notes = self._current(), hint_list.searched(self.desk.db, self.desk.by)
        self._making = making = self._making + 1
        if self._finder is None and len(current) <= AT_ONCE:
            self._finder = Finder(current, notes)
        else:
            self.bench.run(
                lambda: Finder(current, notes),
                lambda finder: self._take_finder(finder, making),
                lambda error: self._take_finder(None, making),
            )

    def _take_finder(self, finder: Finder | None, making: int) -> None:
        """Take what was made into use, unless something newer is being made."""
        if making == self._making:
            self._finder = finder or self._finder
            self.__dict__.pop("_plain", None)
            self.finder_renewed.emit()

    def close(self) -> None:
        """Stop delivery and close the file; what waits stays in it."""
        self.closing.emit()
        self.syncing.stop()
        self.scans.close()
        self.backing.close()
        self.lan.close()
        self.stick.close()
        self.bench.close()
        self.background.close()
        self.desk.close()
