"""A provisioned office on a real server, and its PCs as far as the carrier knows them: heads, segments, no changes."""

import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import envelope
from sync.carriers.carrier import Request
from sync.carriers.https import HttpsCarrier
from sync.envelope import NOTHING_BEFORE, Header
from sync.frames import Partial
from sync.keys import provision_file
from sync.server.app import App
from sync.server.engine_sqlite import SqliteEngine
from sync.server.keys import Keys
from sync.server.provision import provision
from sync.server.serve import listen
from sync.server.store import open_shelf
from sync.signing import Identity
from sync.wire import Head, Held


class Province:
    """The server with its data folder; `pc(1)` is a PC of the office `00562`."""

    def __init__(self, folder, engine=None):
        self.folder = folder
        self.keys = Keys.open(folder / "data")
        self.engine = engine or SqliteEngine(folder / "data" / "server.db")
        self.listening = None

    def start(self, **options):
        self.app = App(self.engine, self.keys, **{"shelf": open_shelf(self.folder / "data"), **options})
        self.listening = listen(self.app, "127.0.0.1", 0)
        self.address = self.listening.address
        return self

    def stop(self):
        if self.listening:
            self.listening.stop()
            self.listening = None

    def provision(self, office="00562", pcs=2):
        paths = provision(self.engine, self.keys, office, pcs, self.folder / "out" / office)
        return [Pc(provision_file.read(path)) for path in paths if path.suffix == ".casedesk"]


@dataclass
class Pc:
    """One PC: makes segments of random bytes, exchanges, and believes only what continues what it has."""

    file: provision_file.Provision
    heads: dict = field(default_factory=dict)
    own: list = field(default_factory=list)
    received: list = field(default_factory=list)
    staged: Held | None = None
    partial: Partial | None = None

    @property
    def id(self):
        return self.file.device

    @property
    def key(self):
        return Ed25519PrivateKey.from_private_bytes(self.file.signing_key)

    def carrier(self, address, **wrong):
        identity = Identity(self.file.office, wrong.get("device", self.id), wrong.get("key", self.key))
        return HttpsCarrier(address, identity, wrong.get("server", self.file.server))

    def make(self, size=100, changes=3, **wrong):
        """One more own segment, of `size` random bytes."""
        last, previous = self.heads.get(self.id, Head(0, NOTHING_BEFORE))
        place = {"first": last + 1, "last": last + changes, "previous": previous, "office": self.file.office}
        header = Header(device=self.id, epoch=1, nonce=bytes(12), **(place | wrong))
        data = envelope.pack(header, os.urandom(size), self.key)
        self.own.append(data)
        self.heads[self.id] = Head(header.last, envelope.segment_hash(data))
        return data

    def request(self, segments=(), **other):
        return Request(self.heads, 1, segments=segments, staged=self.staged, partial=self.partial, **other)

    def exchange(self, carrier, segments=(), **other):
        """One exchange; takes in what came, and remembers what was cut."""
        answer = carrier.exchange(self.request(segments, **other))
        self.staged, self.partial = answer.receipt.staged, answer.partial
        for data in answer.segments:
            self.take(data)
        return answer

    def take(self, data):
        read = envelope.parse(data)
        last, previous = self.heads.get(read.header.device, Head(0, NOTHING_BEFORE))
        assert (read.header.first, read.header.previous) == (last + 1, previous)
        self.heads[read.header.device] = Head(read.header.last, read.hash)
        self.received.append(data)
