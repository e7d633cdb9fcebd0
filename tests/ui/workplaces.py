"""Windows of an office's PCs for tests: real homes, shown and worked by keyboard, changes shared without a network."""

from sync import log
from ui.places import SPOTS
from ui.session import Session
from ui.workplace import Workplace

PLACES = [spot for spot in SPOTS if spot.key in ("cases", "reconcile")]


class Pc:
    """One PC at work: its desk, session and window with the places of cases and conflicts."""

    def __init__(self, desk, server=""):
        self.desk = desk
        self.session = Session(desk, server)
        self.workplace = Workplace(self.session, PLACES)
        self.window = self.workplace.window

    @property
    def cases(self):
        return self.workplace.place("cases")

    @property
    def reconcile(self):
        return self.workplace.place("reconcile")

    def receive(self, entries):
        self.session.tell(log.receive(self.desk.db, entries))

    def close(self):
        self.workplace.close()
        self.session.close()


def share(*pcs):
    """Give every PC the changes of all others, as an exchange would."""
    held = [list(log.everything(pc.desk.db)) for pc in pcs]
    for pc in pcs:
        for entries in held:
            pc.receive(entries)


def exchange(*desks):
    """The same between desks without windows."""
    held = [list(log.everything(desk.db)) for desk in desks]
    for desk in desks:
        for entries in held:
            log.receive(desk.db, entries)
