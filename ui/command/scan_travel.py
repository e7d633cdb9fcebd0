"""`casedesk scan send | fetch | queue | limit`: scans on their way to the province and to this PC."""

import argparse
from dataclasses import replace
from typing import Any

from desk import Refused, Spoken, counter
from desk.scans import scan_words, scanning
from desk.words import text
from sync import home, jobs
from sync.carriers import lan_preview, peers
from sync.delivery import delivery
from sync.desk import Desk
from sync.report import Report
from sync.scans import journey, limits, scan_store, travel
from sync.scans.journey import Journey
from sync.scans.limits import Limits
from sync.scans.travel import Queue
from ui.command import exchanged
from ui.command.answer import OFFLINE, REFUSED, Answer, Lines, status_of
from ui.command.opening import desk_of
from ui.command.shapes import time_of
from ui.words_of_scans import queue_lines

LOOK_AROUND = 4.0
"""Seconds to look for other PCs of the office."""


def send(args: argparse.Namespace) -> Answer:
    """Send what waits, after the changes that say what it is; the status is 3 where the line brings nothing more."""
    server = args.server or home.read(args.home).server
    if not server:
        raise Refused("command.no_server", field="server")
    with desk_of(args) as desk:
        if args.again:
            travel.ask_again(desk)
        done = Journey(error=_changes_first(desk, server))
        if done.error is None:
            jobs.run(journey.go(desk, server, peers.addresses(desk.db), journey=done, unasked=not args.now))
        return _gone(done, travel.queue(desk))


def _changes_first(desk: Desk, server: str) -> Spoken | None:
    return exchanged.with_server(desk, server, Report()) if delivery(desk).waiting else None


def _gone(done: Journey, now: Queue) -> Answer:
    data = {**gone(done), "queue": shape(now)}
    errors = [str(done.error)] if done.error else []
    errors += [text("scans_travel.damaged", count=len(done.sent.damaged))] if done.sent.damaged else []
    return Answer(data, lambda: _said(done, now), status_of(done.error) if done.error else 0, errors)


def gone(done: Journey) -> dict[str, Any]:
    """A journey as `--json` shows it."""
    error = {"error": str(done.error)} if done.error else {}
    return {"sent": dict(vars(done.sent)), "fetched": dict(vars(done.fetched)), **error}


def _said(done: Journey, now: Queue) -> Lines:
    sent, fetched = done.sent, done.fetched
    yield text("scans_travel.sent", count=sent.files, size=scan_words.size(sent.bytes))
    if fetched.files:
        yield text("scans_travel.fetched", count=fetched.files, size=scan_words.size(fetched.bytes))
    yield from queue_lines(now)


def fetch(args: argparse.Namespace) -> Answer:
    """Fetch scans of a case, all that are lacking, or those that are wanted already; status 1 or 3 where some lack."""
    server = args.server or home.read(args.home).server
    with desk_of(args) as desk:
        desk.demand("read")
        which = _which(desk, args)
        found = lan_preview.look(desk, LOOK_AROUND) if args.find and which else []
        addresses = [*args.addresses, *peers.addresses(desk.db), *found]
        done: Journey = jobs.run(journey.bring(desk, which, server, dict.fromkeys(addresses)))
    fetched = done.fetched
    data = {**vars(fetched), "asked": len(which), "here": len(which) - len(fetched.missing)}
    errors = [text("scans_travel.from_side", side=side, reason=reason) for side, reason in fetched.reasons.items()]
    if fetched.missing:
        errors.append(text("scans_travel.missing", count=len(fetched.missing)))
    status = 0 if not fetched.missing else OFFLINE if fetched.reasons or not server else REFUSED
    size = scan_words.size(fetched.bytes)
    return Answer(data, lambda: [text("scans_travel.fetched", count=fetched.files, size=size)], status, errors)


def _which(desk: Desk, args: argparse.Namespace) -> list[str]:
    """The hashes of the files that are meant and do not lie here."""
    folder = scan_store.folder_of(desk)
    if args.all:
        return [sha256 for sha256, _ in travel.lacking(desk)]
    if not args.number:
        return [sha256 for sha256, _ in travel.wanted(desk)]
    case = counter.case_here(desk.db, args.number)
    one = args.n is not None
    scans = [scanning.numbered(desk.db, case.id, args.n)] if one else scanning.of_case(desk.db, case.id)
    return [scan.sha256 for scan in scans if not folder.holds(scan.sha256)]


def queue(args: argparse.Namespace) -> Answer:
    """What waits and what is to come, and how long it takes."""
    with desk_of(args) as desk:
        now = travel.queue(desk)
    return Answer(shape(now), lambda: queue_lines(now))


def limit(args: argparse.Namespace) -> Answer:
    """Set the limits that are given; answer those that hold then."""
    with desk_of(args) as desk:
        now = limits.of(desk)
        kbps, hours = (now.kbps if args.kbps is None else args.kbps), (now.hours if args.hours is None else args.hours)
        paused = args.pause or (now.paused and not args.go_on)
        everything = args.everything or (now.everything and not args.on_demand)
        wanted = replace(now, kbps=kbps, hours=hours, paused=paused, everything=everything)
        now = now if wanted == now else limits.put(desk, wanted)
    return Answer(dict(vars(now)), lambda: _limits(now))


def shape(now: Queue) -> dict[str, Any]:
    """How the files stand, as `--json` shows it; durations in s, rates in bytes/s, `oldest` local time."""
    oldest = None if now.oldest is None else time_of(now.oldest)
    return {**vars(now), "limits": dict(vars(now.limits)), "oldest": oldest}


def _limits(now: Limits) -> Lines:
    yield text("scans_travel.limit_kbps", kbps=now.kbps) if now.kbps else text("scans_travel.limit_none")
    yield text("scans_travel.limit_hours", hours=now.hours) if now.hours else text("scans_travel.limit_always")
    yield text("scans_travel.limit_everything" if now.everything else "scans_travel.limit_on_demand")
    if now.paused:
        yield text("scans_travel.paused")
