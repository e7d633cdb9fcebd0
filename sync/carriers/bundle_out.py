"""What a PC writes onto a USB stick: the exchange by file (`bundle`), with the desk at this end.

A generator like `sync.exchange`: the stick is written in a job, the desk's file is touched between jobs. Nothing counts
as delivered for having been written; only the server's receipt that comes back (`bundle_in`) says so.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from os import urandom
from pathlib import Path
from typing import Any

from desk import Refused
from sync import delivery, envelope, exchange, frames, segments
from sync.carriers import bundle, peers
from sync.carriers.bundle import SUFFIX, Head, Progress
from sync.desk import Desk
from sync.healing import strays, succession
from sync.jobs import Job
from sync.keys import disowned, known_rosters, telling
from sync.keys.news import News
from sync.wire import LARGEST_ROOM, NONCE, Heads, Hello

SERVER, OFFICE = "server", "office"


@dataclass(frozen=True)
class Written:
    """What was written: where, bytes, changes inside, and how many of this PC's wait for the province's receipt."""

    file: Path
    bytes: int
    changes: int
    waiting: int


def write(
    desk: Desk, path: Path, *, to: str = "", whole: bool = False, progress: Progress = lambda done, of: None
) -> Generator[Job | None, Any, Written]:
    """Write what the other side is not known to hold into a file, or into a folder under a name that tells what it is.

    `to` is "server", "office" (or its code), or number, name or id of one PC; without it, the file serves everybody.
    `whole` leaves nothing out. Raises Refused for a reader there is none of, or a name that is another file's;
    Unusable.
    """
    to = OFFICE if to == desk.office.code else to
    held = {} if whole else _held(desk, to)
    yield from exchange.seal_waiting(desk)
    heads = segments.heads(desk.db)
    going = list(chain.from_iterable(segments.after(desk.db, device, _last(held, device)) for device in sorted(heads)))
    news = telling.say(desk.db, desk.keyring, News({}))  # nobody answers in time, so all is said at once
    words = (*news.statements, *disowned.kept(desk.db).values())
    news = replace(news, statements=words, asks=[asked.data for asked in succession.waiting(desk)])
    hello = Hello(LARGEST_ROOM, desk.keyring.roster.listed_version, heads, news=news, strays=strays.wishes(desk.db))
    body = [frames.message(bytes(hello)), *map(frames.frame, going)]
    path = path / _name(desk, to) if path.is_dir() else path
    head = Head(
        "q", desk.office.code, desk.device.id, urandom(NONCE), int(desk.clock() * 1000),
        known_rosters.own_document(desk.db), peers.carried(desk.db),
    )  # fmt: skip
    length = sum(map(len, body))
    size = yield partial(bundle.write, path, head, body, length, desk.keyring.signing, progress)
    changes = sum(parsed.last - parsed.first + 1 for parsed in (envelope.parse(data).header for data in going))
    return Written(path, size, changes, delivery.delivery(desk).waiting)


def _held(desk: Desk, to: str) -> Heads:
    """What every reader that is meant holds already; nothing of readers never heard of."""
    told = {id: known.heads for id, known in peers.known(desk.db).items()}
    office = [told.get(id, {}) for id in peers.others(desk)]
    server = delivery.last_heads(desk.db)[0]
    match to.lower():
        case "":
            return _least([server, *office])
        case "server":
            return server
        case "office":
            return _least(office)
    if (member := desk.keyring.roster.named(to)) is not None and member.id != desk.device.id:
        return told.get(member.id, {})
    raise Refused("bundle.no_such_reader", field="for", name=to)


def _least(all: Sequence[Heads]) -> Heads:
    """For each device the head that all of them have reached."""
    if not all:
        return {}
    shared = set(all[0]).intersection(*all[1:])
    return {device: min((heads[device] for heads in all), key=lambda head: head.last) for device in shared}


def _last(heads: Heads, device: str) -> int:
    return heads[device].last if device in heads else 0


def _name(desk: Desk, to: str) -> str:
    """A name in plain ASCII, as any stick can hold it: office, PC, for whom, when."""
    moment = f"{desk.now():%Y%m%d-%H%M%S}"
    reader = to.lower() if to.lower() in (SERVER, OFFICE) else "pc" if to else ""
    return "-".join(filter(None, (desk.office.code, f"pc{desk.device.pc:02}", reader, moment))) + SUFFIX
