"""A TCP proxy that makes the line what a test or a bench needs: slow, far, cut, altered. It also counts.

    with Proxy(server_address, rate=8_000, delay=0.3, cut_every=15) as line:
        carrier = HttpsCarrier(line.address, ...)
        ...
        line.up, line.down

`rate` is bytes/s in each direction, shared by all connections as a line is; `delay` is seconds one way, and a new
connection costs there and back once before its first byte leaves, as TCP's greeting does. The line is cut
for all connections `cut_every` seconds, or once `cut_up` / `cut_down` bytes have passed in that direction since the
cut was set. Bytes that were on the line when it was cut are lost. `up` and `down` count what was handed on. Of the
connections the share `drop` breaks somewhere within its first bytes, by the dice of `seed`.
"""

import contextlib
import random
import socket
import threading
import time
from collections import deque
from urllib.parse import urlsplit

DROPPED_WITHIN = 4000  # bytes that a connection carries at most before it is dropped
PIECE = 1460  # what a TCP segment carries; the grain of the slow line


class Proxy:
    """Listens on a free port; `address` stands in for the server's."""

    def __init__(
        self, target, *, rate=None, delay=0.0, cut_every=None, cut_up=None, cut_down=None, alter=None,
        drop=0.0, seed=1,
    ):  # fmt: skip
        self._target = (urlsplit(target).hostname, urlsplit(target).port)
        self.rate, self.delay, self.alter = rate, delay, alter
        self._drop, self._dice, self.dropped = drop, random.Random(seed), 0
        self.cut_up, self.cut_down = cut_up, cut_down
        self.up = self.down = self.cuts = self.connections = 0
        self.open = True
        self._free = {"up": 0.0, "down": 0.0}
        self._pairs, self._lock, self._stop = set(), threading.Lock(), threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = []
        self._start(self._accept)
        if cut_every:
            self._start(self._cut_regularly, cut_every)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._stop.set()
        hang_up(self._listener)
        self.cut()
        for thread in self._threads:
            thread.join(5)

    def cut(self):
        """Break every connection now; what is under way is lost."""
        with self._lock:
            pairs, self._pairs = self._pairs, set()
            self.cuts += bool(pairs)
        for pair in pairs:
            pair.kill()

    def reset(self):
        """Count from zero again, and cut no more."""
        self.up = self.down = 0
        self.cut_up = self.cut_down = None

    def _start(self, run, *args):
        thread = threading.Thread(target=run, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        while not self._stop.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if not self.open:
                client.close()
                continue
            try:
                server = socket.create_connection(self._target, timeout=10)
                server.settimeout(None)
            except OSError:
                client.close()
                continue
            self.connections += 1
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the line is slow enough by itself
            pair = _Pair(client, server)
            if self._dice.random() < self._drop:
                pair.left = self._dice.randint(0, DROPPED_WITHIN)
                self.dropped += 1
            with self._lock:
                self._pairs.add(pair)
            for way, source, sink in (("up", client, server), ("down", server, client)):
                line = _Line()
                self._start(self._read, pair, way, source, line)
                self._start(self._write, pair, way, sink, line)

    def _cut_regularly(self, seconds):
        while not self._stop.wait(seconds):
            self.cut()

    def _read(self, pair, way, source, line):
        """Take bytes from one side no faster than the line, and put them on it with their time of arrival."""
        if way == "up":
            time.sleep(2 * self.delay)
        while True:
            try:
                piece = source.recv(PIECE)
            except OSError:
                piece = b""
            if not piece:
                line.put(None, 0)
                return
            with self._lock:
                left = max(self._free[way], time.monotonic()) + (len(piece) / self.rate if self.rate else 0)
                self._free[way] = left
            if self.rate:
                time.sleep(max(0.0, left - time.monotonic()))
            line.put(piece, left + self.delay)

    def _write(self, pair, way, sink, line):
        while True:
            piece, due = line.get()
            if piece is None:
                pair.end(sink)
                return
            time.sleep(max(0.0, due - time.monotonic()))
            if pair.dead:
                return
            piece, cut = self._within(way, piece)
            if self.alter:
                piece = self.alter(way, piece)
            piece = pair.passes(piece)
            try:
                sink.sendall(piece)
            except OSError:
                pair.kill()
            if pair.left == 0:
                time.sleep(0.05)
                pair.kill()
                return
            if cut:
                time.sleep(0.05)  # so that what was handed on arrives before the end does
                self.cut()
                return

    def _within(self, way, piece):
        """The part of a piece that passes before the line is cut, and whether it is cut then."""
        with self._lock:
            done, most = getattr(self, way), getattr(self, f"cut_{way}")
            cut = most is not None and done + len(piece) >= most
            piece = piece[: most - done] if cut else piece
            setattr(self, way, done + len(piece))
            if cut:
                setattr(self, f"cut_{way}", None)
        return piece, cut


class _Line:
    """What is on its way in one direction, in order."""

    def __init__(self):
        self._pieces, self._ready = deque(), threading.Condition()

    def put(self, piece, due):
        with self._ready:
            self._pieces.append((piece, due))
            self._ready.notify()

    def get(self):
        with self._ready:
            while not self._pieces:
                self._ready.wait()
            return self._pieces.popleft()


class _Pair:
    """The two sockets of one connection."""

    def __init__(self, client, server):
        self._sockets, self.dead = (client, server), False
        self.left = None

    def passes(self, piece):
        """What of a piece still passes before the connection breaks."""
        if self.left is not None:
            piece = piece[: self.left]
            self.left -= len(piece)
        return piece

    def end(self, sink):
        """One side has said all it had to say."""
        try:
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            self.kill()

    def kill(self):
        self.dead = True
        for one in self._sockets:
            hang_up(one)


def hang_up(one):
    """Close a socket so that threads waiting on it wake up."""
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
