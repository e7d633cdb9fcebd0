"""`casedesk lan`: the PCs of the office exchange with each other, with or without the province's server."""

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from threading import Event
from typing import Any

from desk import Refused
from desk.words import text
from sync import jobs
from sync.carriers import lan_preview, peers
from sync.carriers.lan_preview import Offered
from sync.carriers.neighbours import Neighbour, Neighbours
from sync.carriers.turns import Turn
from sync.carriers.workbench import Workbench
from sync.desk import Desk
from sync.errors import Offline, Tampered
from sync.segments import MOST_CHANGES
from ui.command.answer import OFFLINE, Answer, Lines
from ui.command.opening import desk_of
from ui.words_of_arriving import of_pc

_BETWEEN = 2.0
"""s between two looks whether an exchange is due, or another command has let somebody in."""

_LOOK_AROUND = 4.0
"""s to look for other PCs, where no address is given and nothing else is asked for."""


def serve(args: argparse.Namespace) -> Answer:
    """Listen, announce this PC, exchange with those that are found, until SIGTERM or Ctrl+C."""
    host, port = _host_port(args.listen)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with desk_of(args) as desk, _at_work(desk) as (there, bench):
        there.listen(host, port)
        print(text("lan.listening", port=there.port), flush=True)
        if args.find:
            there.find()
        for address in args.addresses:
            there.meet(address, typed=True)
        while not stop.is_set():
            there.round()
            there.moved()
            bench.work(_BETWEEN, stop.is_set)
        return _answer(desk, there)


def sync(args: argparse.Namespace) -> Answer:
    """Exchange once with the PCs whose addresses are given or known, and with those that are found.

    With `--preview` only ask them what they would bring.
    """
    if args.preview:
        return _preview(args)
    with desk_of(args) as desk, _at_work(desk) as (there, bench):
        for address in args.addresses:
            there.meet(address, typed=True)
        there.round()
        if wait := _LOOK_AROUND * (not args.addresses) if args.wait is None else args.wait:
            there.listen()
            there.find()
            bench.work(wait)
        bench.work(3600, lambda: not there.busy)
        return _answer(desk, there)


def _preview(args: argparse.Namespace) -> Answer:
    with desk_of(args) as desk:
        wait = _LOOK_AROUND if args.wait is None else args.wait
        addresses = args.addresses or peers.addresses(desk.db) or lan_preview.look(desk, wait)
        asked = [_asked(desk, address) for address in dict.fromkeys(addresses)]
    data, lines = [shape for shape, _ in asked], [line for _, some in asked for line in some]
    failed = bool(data) and all(each["reason"] for each in data)
    return Answer({"pcs": data}, lambda: lines or [text("evidence.arriving_nobody")], OFFLINE if failed else 0)


def _asked(desk: Desk, address: str) -> tuple[dict[str, Any], list[str]]:
    """What one PC would bring: for scripts, and in sentences."""
    try:
        offered: Offered = jobs.run(lan_preview.preview(desk, address))
    except (Offline, Tampered) as error:
        failed = {"address": address, "device": "", "name": "", "changes": 0, "cases": None, "aside": 0}
        said = text("evidence.arriving_failed", address=address, reason=error)
        return {**failed, "questions": None, "more": False, "reason": str(error)}, [said]
    found, name = offered.arriving, desk.device_name(offered.device)
    questions = None if found.questions is None else [asdict(each) for each in found.questions]
    shape = {
        "address": address, "device": offered.device, "name": name, "changes": found.changes, "cases": found.cases,
        "aside": found.aside, "questions": questions, "more": offered.more, "reason": "",
    }  # fmt: skip
    return shape, list(of_pc(name, offered))


def forget(args: argparse.Namespace) -> Answer:
    """Forget an address that was typed in."""
    with desk_of(args) as desk:
        for address in args.addresses:
            peers.forget_address(desk.db, address)
        left = peers.addresses(desk.db)
    return Answer(left, lambda: left)


@contextmanager
def _at_work(desk: Desk) -> Iterator[tuple[Neighbours, Workbench]]:
    bench = Workbench()
    there = Neighbours(desk, bench, Turn(), batch=MOST_CHANGES)
    try:
        yield there, bench
    finally:
        there.stop()
        bench.close()


def _answer(desk: Desk, there: Neighbours) -> Answer:
    met = [_shape(desk, neighbour) for neighbour in there.known.values()]
    holding = peers.holding_all(desk)
    status = OFFLINE if met and all(each["reason"] for each in met) else 0
    return Answer({"pcs": met, "holding": holding}, lambda: _lines(met, holding), status)


def _shape(desk: Desk, neighbour: Neighbour) -> dict[str, Any]:
    report = neighbour.last
    return {
        "address": neighbour.address,
        "device": neighbour.device,
        "name": desk.device_name(neighbour.device) if neighbour.device else "",
        "changes_sent": report.changes_sent if report else 0,
        "changes_received": report.changes_received if report else 0,
        "reason": neighbour.reason,
    }


def _lines(met: list[dict[str, Any]], holding: int) -> Lines:
    for each in met:
        if each["reason"]:
            yield text("lan.failed", address=each["address"], reason=each["reason"])
        else:
            sent, received = each["changes_sent"], each["changes_received"]
            yield text("lan.met", name=each["name"], address=each["address"], sent=sent, received=received)
    yield text("lan.holding", count=holding) if met else text("lan.none_found")


def _host_port(listen: str) -> tuple[str, int | None]:
    host, colon, port = listen.rpartition(":")
    if not colon:
        return listen or "0.0.0.0", None
    if not port.isdecimal() or int(port) > 65535:
        raise Refused("lan.bad_address", field="listen", address=listen[:80])
    return host.strip("[]"), int(port)
