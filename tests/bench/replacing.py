"""A dead PC is replaced: from the invitation to the next number of its book, with no line to the province.

One PC of the office lives, in a process of its own. Passwords are stretched in full; people's own time, to carry a
code across the room and to type a name, is not in it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter, sleep

from desk import drafts
from desk.books import book_numbers
from desk.books.book_kinds import kind_of
from sync import enrolling, home, takeover, taking_in
from sync.carriers import peers
from sync.carriers.lan import LanCarrier
from sync.carriers.lan_trust import Trust
from sync.errors import Offline
from sync.exchange import exchange, identity
from sync.jobs import run
from sync.keys import provision_file
from sync.keys.invitation import Invitation
from sync.keys.seats import seat
from tests.bench.table import Figure
from tests.sync.offices import receive_case
from tests.sync.province import Province
from tests.sync.test_exchange import sync

PASSWORD = "Mot-cua-2026"
BOOK = "SCT/BS"
HOUR = 3_600_000


def measure(temp: Path, cases: int, delegate: object) -> Iterator[Figure]:
    """`delegate(province, device)` lets a PC enrol others; `cases` were received at the PC that dies."""
    province = Province(temp / "province").start()
    province.provision(pcs=2)
    first, gone = (_made(province, temp / f"pc{n}", n) for n in (1, 2))
    delegate(province, first.device.id)
    _work(gone, cases)
    for desk in (gone, first):
        sync(desk, province.address)
    gone.close()
    province.stop()
    try:
        yield from _replaced(temp, first, gone.device.id, cases)
    finally:
        first.close()


def _made(province: Province, folder: Path, number: int) -> object:
    file = provision_file.read(province.folder / "out" / "00562" / f"pc{number}.casedesk")
    home.make(folder, file, f"Cán bộ {number}", PASSWORD)
    return home.open_home(folder, PASSWORD)


def _work(desk: object, cases: int) -> None:
    place = replace(seat(desk), steward=True)
    desk.do(
        lambda hand: book_numbers.open_book(
            kind_of(BOOK), hand.now.year, (), place, today=hand.now.date(), at=hand.at, new_id=hand.new_id, by=hand.by
        )
    )
    for _ in range(cases):
        receive_case(desk)
    drafts.keep(desk.db, f"counter.{desk.by}", {"person": {"applicant_name": "Lý Văn Chín"}}, 1)


def _replaced(temp: Path, first: object, gone: str, cases: int) -> Iterator[Figure]:
    with _at_work(temp / "pc1") as address:
        start = perf_counter()
        made = taking_in.invite(first, "", int(first.clock() * 1000) + HOUR, replaces=gone)
        asked = enrolling.begin(temp / "new", _by_code(made, address), "Cán bộ 2", PASSWORD)
        desk = home.open_home(temp / "new", PASSWORD, waiting=True)
        enrolling.ask_near(temp / "new", desk, address)
        taking_in.approve(first, asked)
        assert enrolling.ask_near(temp / "new", desk, address)
        yield Figure("time to enrol: by a code over the office's network, no internet", perf_counter() - start, "s")
        trust = Trust.of(identity(desk), desk.keyring.office_keys, desk.keyring.roster)
        carrier = LanCarrier(address, trust)
        run(exchange(desk, carrier, side=peers.Peer(desk, lambda: carrier.member.id if carrier.member else "")))
        carrier.close()
        found = takeover.take_over(desk, takeover.meant(desk))
        seconds = perf_counter() - start
        desk.close()
    assert (len(found.received), len(found.drafts), len(found.books)) == (cases, 1, 1)
    said = f"and in the dead PC's place: {cases:,} open cases, its draft, its book"
    yield Figure(said, seconds, "s", most=600.0)


def _by_code(made: Invitation, address: str) -> Invitation:
    """The invitation as who typed its code gets it; the PC at the address hears of it within some seconds."""
    end = perf_counter() + 30
    while True:
        try:
            return enrolling.fetch_near(made.code, address)
        except Offline:
            if perf_counter() > end:
                raise
            sleep(0.1)


@contextmanager
def _at_work(folder: Path) -> Iterator[str]:
    """A PC of the office in a process of its own; its address."""
    words = ["--home", str(folder), "lan", "serve", "--listen", "127.0.0.1:0", "--no-find"]
    env = {**os.environ, "CASEDESK_PASSWORD": PASSWORD, "CASEDESK_LANG": "en", "PYTHONUTF8": "1"}
    process = subprocess.Popen([sys.executable, "-m", "ui.command", *words], stdout=subprocess.PIPE, env=env, text=True)
    try:
        yield f"127.0.0.1:{process.stdout.readline().split('port ')[1].split('.')[0]}"
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
