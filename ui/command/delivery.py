"""`casedesk sync` and `casedesk status`: an exchange with the province now, and the truth about delivery."""

import argparse
from typing import Any

from desk import Refused, lists
from desk.words import text
from sync import filling, home, jobs, segments
from sync.carriers import peers
from sync.delivery import Delivery, delivery
from sync.desk import Desk
from sync.healing import notices
from sync.keys import refusals
from sync.report import Report
from sync.scans import journey, travel
from sync.scans.journey import Journey
from ui.command import exchanged, scan_travel
from ui.command.answer import Answer, Lines, moment, status_of
from ui.command.opening import desk_of
from ui.command.shapes import time_of
from ui.words_of_scans import queue_lines


def sync(args: argparse.Namespace) -> Answer:
    """Exchange until nothing waits on either side. A failure is noted, so that `status` can tell it."""
    server = args.server or home.read(args.home).server
    if not server:
        raise Refused("command.no_server", field="server")
    report = Report()
    with desk_of(args) as desk:
        failure = exchanged.with_server(desk, server, report)
        scans = _scans(desk, server) if args.scans and failure is None else None
        failure = scans.error if scans else failure
        waiting = delivery(desk).waiting
    data = {**vars(report), "waiting": waiting, **({"error": str(failure)} if failure else {})}
    data |= {"scans": scan_travel.gone(scans)} if scans else {}
    if failure:
        return Answer(data, lambda: (), status_of(failure), (str(failure),))
    aside = [text("command.set_aside", count=report.set_aside)] if report.set_aside else []
    return Answer(data, lambda: _exchanged(report, waiting), errors=aside)


def _scans(desk: Desk, server: str) -> Journey:
    done: Journey = jobs.run(journey.go(desk, server, peers.addresses(desk.db)))
    return done


def _exchanged(report: Report, waiting: int) -> Lines:
    figures: Any = {
        "sent": report.changes_sent,
        "received": report.changes_received,
        "bytes": report.bytes_sent + report.bytes_received,
        "trips": report.round_trips,
    }
    if report.delivered:
        yield text("command.exchanged", **figures)
    else:
        yield text("command.exchanged_part", waiting=waiting, **figures)


def status(args: argparse.Namespace) -> Answer:
    """How far delivery has come, what waits, since when and why; how much the file holds."""
    server = home.read(args.home).server
    with desk_of(args) as desk:
        scans = travel.queue(desk)
        data = {**_delivered(delivery(desk)), "server": server, **_held(desk, args), "notices": notices.told(desk)}
        data |= {"set_aside": _aside(desk), "refused": _refused(desk)}
        data["scans"] = scan_travel.shape(scans)
        coming = filling.filling(desk)
    data["filling"] = vars(coming) | {"until": _time(coming.until)} if coming else None
    more = [filling.words(coming, None)] if coming else []
    return Answer(data, lambda: [*_lines(data), *more, *(queue_lines(scans) if scans.waiting or scans.coming else ())])


def _delivered(stand: Delivery) -> dict[str, Any]:
    return {
        "delivered": stand.complete,
        "delivered_to": stand.delivered_to,
        "delivered_at": _time(stand.confirmed_at),
        "waiting": stand.waiting,
        "waiting_since": _time(stand.waiting_since),
        "failing_since": _time(stand.failing_since),
        "reason": stand.reason,
        "missing": stand.missing,
    }


def _held(desk: Desk, args: argparse.Namespace) -> dict[str, Any]:
    return {
        "office": desk.office.code,
        "device": desk.device.id,
        "pc_name": desk.device.name,
        "cases": lists.counts(desk.db, desk.now())["all"],
        "conflicts": lists.conflict_count(desk.db),
        "file_bytes": sum(path.stat().st_size for path in args.home.glob(f"{home.FILE}*")),
    }


def _aside(desk: Desk) -> list[dict[str, Any]]:
    """What was set aside, by PC and first change, and why."""
    return [
        {"device": device, "pc_name": desk.device_name(device), "first": first, "reason": reason.partition(".")[2]}
        for device, first, reason in segments.aside(desk.db)
    ]


def _refused(desk: Desk) -> list[dict[str, Any]]:
    """The words of membership that were turned down, and why."""
    return [
        {"reason": each.reason, "signer": each.signer, "count": each.count, "since": _time(each.first),
         "last": _time(each.last)}
        for each in refusals.known(desk.db)
    ]  # fmt: skip


def _time(at: int | None) -> str | None:
    return None if at is None else time_of(at)


def _lines(data: dict[str, Any]) -> Lines:
    if data["delivered_at"] is None:
        yield text("command.standing_alone")
    else:
        yield text("command.delivered", to=data["delivered_to"], at=moment(data["delivered_at"]))
    if data["waiting"]:
        yield text("command.waiting", count=data["waiting"], since=moment(data["waiting_since"]))
    else:
        yield text("command.nothing_waiting")
    if data["failing_since"] is not None:
        yield text("command.failing", since=moment(data["failing_since"]), reason=data["reason"])
    size = f"{data['file_bytes'] / 1e6:.1f}"
    yield text("command.holding", cases=data["cases"], conflicts=data["conflicts"], size=size)
    yield from data["notices"]
