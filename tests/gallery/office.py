"""One ward in its fourth week: two PCs with real homes, cases in every stage, disagreements, drafts, hints and books.

The same seed makes the same office; only keys and record ids differ from time to time.
"""

import random
from datetime import datetime, timedelta
from itertools import count

from desk.books.book_kinds import kind_of
from desk.cases import PaperGiven
from desk.casework.papers import Brought
from desk.casework.returning import Taker
from desk.counter import edit, receive, versions
from desk.officers.officer import Role
from desk.procedures import hints
from sync import home, log
from sync.keys import accounts
from sync.reconcile import deciding
from tests.gallery.people import HINTS, PEOPLE, REASONS, WORK
from tests.sync.offices import PASSWORD, provisions
from ui.books import known
from ui.cases.casefile import read
from ui.casework.decisions import decide

NOW = datetime(2026, 11, 20, 9, 41)
"""Friday morning, local time of Vietnam."""
FIRST_DAY = datetime(2026, 10, 26, 8, 5)
HANH, OANH = "Nguyễn Thị Hồng Hạnh", "Vũ Thị Kim Oanh"
STAFF = (
    ("Trần Quốc Bảo", [Role.LEADER]),
    ("Lê Văn Tám", [Role.SPECIALIST]),
    ("Phạm Hoàng Thị Ngọc Ánh", [Role.RECEPTION, Role.SPECIALIST]),
    ("Hoàng Minh Đức", [Role.IT]),
)
WAYS = {
    "received": [],
    "taken": ["take"],
    "handed": ["take", "handover"],
    "asked": ["take", "ask_supplement"],
    "again": ["take", "ask_supplement", "supplement"],
    "unpaid": ["take", "ask_payment"],
    "suspended": ["take", "suspend"],
    "done": ["take", "finish"],
    "returned": ["take", "finish", "return"],
    "refused": ["refuse"],
    "withdrawn": ["take", "withdraw"],
    "stopped": ["take", "stop"],
    "apologised": ["take", "apologise"],
}


class Clock:
    """The clock of every PC of the office; it is set, and never goes by itself."""

    def __init__(self, at):
        self.at = at

    def __call__(self):
        return (self.at - timedelta(hours=7) - datetime(1970, 1, 1)).total_seconds()


class Office:
    """Two PCs; `cases` are record ids by the way a case went, `disputed` by what is disagreed about."""

    def __init__(self, folder, seed=2026):
        self.folder, self.random, self.clock = folder, random.Random(seed), Clock(FIRST_DAY)
        self.cases, self._serial = {}, count(1)
        self.one, self.two = self._open()
        self._appoint()
        self._receive_all()
        self.clock.at = NOW
        self._write_down()
        self._disagree()

    def _open(self):
        files = provisions(2)
        for file, officer in zip(files, (HANH, OANH), strict=True):
            home.make(self.folder / f"pc{file.pc}", file, officer, PASSWORD)
        return [home.open_home(self.folder / f"pc{file.pc}", PASSWORD, clock=self.clock) for file in files]

    def _appoint(self):
        for name, roles in STAFF:
            self.one.do(accounts.add(self.one.db, name, roles, f"{PASSWORD}-{len(name)}", provisional=Role.IT in roles))
        self.share()

    def share(self):
        """Both PCs see all there is."""
        held = [list(log.everything(desk.db)) for desk in (self.one, self.two)]
        for desk in (self.one, self.two):
            for entries in held:
                log.receive(desk.db, entries)

    def receive(self, desk, person, code, **values):
        """A case with its papers; its record id."""
        procedure = desk.catalogue.in_force(code, desk.now().date())
        papers = [PaperGiven(paper.name, ("original", "certified")[n % 2]) for n, paper in enumerate(procedure.papers)]
        entered = {**PEOPLE[person], "subject": "", **values}
        change, _ = desk.do(lambda hand: receive(desk.db, hand, procedure, desk.calendar, entered, papers))
        return change.edits[0].id

    def act(self, desk, id, name):
        """One step of a case."""
        desk.do(lambda hand: decide(name, desk, hand, read(desk, id), self._values(desk, name)))

    def _values(self, desk, name):
        tam = next(lock.officer for lock in home.read(self.folder / "pc1").locks if lock.name == "Lê Văn Tám")
        given = {
            "handover": {"officer": tam, "note": "Chị kiểm tra giúp phần tờ khai."},
            "finish": {"number": f"{next(self._serial)}/TLKS-BS", "day": f"{desk.now():%Y-%m-%d}"},
            "return": {"taker": Taker()},
            "supplement": {"brought": Brought({})},
            "apologise": {"due_at": "2026-12-04T16:00", "reason": REASONS["apologise"]},
        }
        return given.get(name, {"reason": REASONS.get(name, "")})

    def _receive_all(self):
        """The cases of four weeks; each way is gone by some of them, at hours when an office works."""
        plan = []
        for number, (day, code, way) in enumerate(WORK):
            at = FIRST_DAY + timedelta(days=day, minutes=self.random.randrange(0, 400))
            plan.append((at, number, code, way))
        steps = []
        for at, number, code, way in sorted(plan):
            held = []
            desk = self.two if number % 4 == 3 else self.one
            steps.append(
                (at, number, 0, lambda d=desk, n=number, c=code, h=held: h.append(self.receive(d, n % len(PEOPLE), c)))
            )
            for place, action in enumerate(WAYS[way], 1):
                later = min(at + timedelta(hours=3 * place, minutes=17), NOW - timedelta(minutes=30 - place))
                steps.append((later, number, place, lambda d=desk, h=held, a=action: self.act(d, h[0], a)))
            self.cases.setdefault(way, []).append(held)
        for at, _, _, do in sorted(steps, key=lambda step: step[:3]):
            self.clock.at = max(at, self.clock.at)
            do()
        self.cases = {way: [held[0] for held in found] for way, found in self.cases.items()}
        self.share()

    def _write_down(self):
        """Hints, books and what is noted on a case."""
        desk = self.one
        for code, words, mine in HINTS:
            desk.do(
                lambda hand, c=code, w=words, m=mine: hints.add(
                    c, w, only_me=m, at=hand.at, new_id=hand.new_id, by=hand.by
                )
            )
        for code in ("SCT/BS", "SCT/CK"):
            desk.do(known.opening(desk, kind_of(code), 2026))
        kind = kind_of("SCT/BS")
        for number in range(23):
            book = known.known_book(desk, kind, 2026)
            person = PEOPLE[number % len(PEOPLE)]["applicant_name"]
            desk.do(known.giving(desk, book, {"person": person, "subject": "Bằng tốt nghiệp đại học", "fee": 8_000}))
        book = known.known_book(desk, kind, 2026)
        desk.do(known.voiding(desk, book, 12, 12, "Viết sai tên người yêu cầu"))
        id = self.cases["handed"][0]
        desk.do(lambda hand: edit(desk.db, hand, id, {"portal_number": "H57.132-261118-0042"}))
        desk.do(
            lambda hand: decide(
                "note", desk, hand, read(desk, id), {"note": "Đã gọi điện, công dân hẹn chiều thứ Hai."}
            )
        )

    def apart(self, id, field, values):
        """Both PCs write to one field before they have seen each other."""
        for desk, value in zip((self.one, self.two), values, strict=True):
            desk.do(lambda hand, d=desk, v=value: edit(d.db, hand, id, {field: v}))

    def _disagree(self):
        one, two = self.one, self.two
        taken, received = self.cases["taken"], self.cases["received"]
        twins = [self.receive(desk, 4, "1.001193", phone=f"098700011{n}") for n, desk in enumerate((one, two))]
        lost = received[1]
        self.share()
        for n, id in enumerate(taken[:3]):
            self.apart(id, "phone", (f"091200047{n}", f"091200071{n}"))
        long = "Tổ 4, khu phố Ninh Trung, phường Tân Hòa Đông, thành phố Tân Hòa, tỉnh Bình Dương"
        self.apart(taken[3], "address", (long, long.replace("Tổ 4", "Tổ 14, hẻm 41/2")))
        self.apart(lost, "phone", ("0912000471", "0912000714"))
        one.do(lambda hand: decide("take", one, hand, read(one, received[2]), {}))
        two.do(lambda hand: decide("refuse", two, hand, read(two, received[2]), {"reason": REASONS["refuse"]}))
        one.do(lambda hand: deciding.void(one, hand, received[3], "Nhập thử khi hướng dẫn người mới"))
        two.do(lambda hand: edit(two.db, hand, received[3], {"phone": "0987111222"}))
        self.share()
        seen = versions(two.db, lost)["phone"]
        two.do(
            lambda hand: deciding.settle(
                two, hand, "case", lost, "phone", "0912000714", seen, "Đã gọi số này, đúng người"
            )
        )
        self.share()
        self.disputed = {"field": taken[0], "address": taken[3], "state": received[2], "twice": twins[0], "lost": lost}

    def close(self):
        """Close the files of both PCs."""
        for desk in (self.one, self.two):
            desk.close()
