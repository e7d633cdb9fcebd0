"""The province's server: the real application over a database in memory, which can be put back, damaged or full."""

import io
from contextlib import contextmanager

from sync import wire
from sync.keys.roster import Roster
from sync.server import acting
from sync.server.app import App
from sync.server.engine_sqlite import SqliteEngine
from sync.server.limits import Rate


class Server:
    """`image` is what its database holds. `held` is for whoever looks at it often, and empty after it was put back."""

    def __init__(self, keys, image):
        self.keys, self.earlier = keys, [image]
        self.put_back(image)

    def image(self):
        return self.engine._db.serialize()

    def put_back(self, image):
        self.engine, self.held = SqliteEngine(":memory:"), {}
        self.engine._db.deserialize(image)
        self.app = App(self.engine, self.keys, Rate(10**9))

    @property
    def written(self):
        """A number that grows with everything written."""
        return self.engine._db.total_changes

    def segments(self):
        """All that are held, in their place or beyond a gap."""
        return [data for (data,) in self.engine._rows("SELECT data FROM segment UNION ALL SELECT data FROM beyond")]

    def roster(self, office):
        document = self.engine.roster(office)
        if self.held.get("document") != document:
            self.held.update(document=document, roster=Roster.verified(document, self.keys.root))
        return self.held["roster"]

    @contextmanager
    def province(self, office):
        """The province's hand over an office; what it does is in force afterwards."""
        document = self.engine.roster(office)
        hand = acting.authority(self.engine, self.keys.province, self.roster(office))
        yield hand
        acting.keep(self.engine, hand, document)

    def lose_segment(self, fate, device="%", after=0):
        """A damaged page: one segment is gone, of any PC or of one beyond a change; and the server is started again."""
        which = "SELECT office, number FROM segment WHERE device LIKE ? AND first > ? ORDER BY number"
        rows = self.engine._rows(which, device, after)
        if rows:
            self.engine._db.execute("DELETE FROM segment WHERE office = ? AND number = ?", fate.choice(rows))
        self.engine._step_back()
        return bool(rows)

    @contextmanager
    def full(self, pages):
        """The disk has room for so many more pages of 4 KiB."""
        with out_of_room(self.engine._db, pages):
            yield

    def post(self, headers, body, length):
        """Status, headers and body of the answer; None where the request was cut, so that nobody reads one."""
        answer = called(self.app, headers, body, length)
        return None if len(body) < length else answer


def called(app, headers, body, length, **more):
    """What a WSGI application answers to a POST of which only `body` has arrived."""
    heard = {}

    def start(status, answered):
        heard.update(status=int(status[:3]), headers=dict(answered))

    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": wire.PATH, "CONTENT_LENGTH": str(length), "wsgi.input": io.BytesIO(body),
        **{"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()},
        **more,
    }  # fmt: skip
    answer = b"".join(app(environ, start))
    return heard["status"], heard["headers"], answer


@contextmanager
def out_of_room(db, pages):
    """A database may grow by so many pages and no more, as on a disk that fills up."""
    [(count,)] = db.execute("PRAGMA page_count").fetchall()
    [(most,)] = db.execute("PRAGMA max_page_count").fetchall()
    db.execute(f"PRAGMA max_page_count = {count + pages}").fetchall()
    try:
        yield
    finally:
        db.execute(f"PRAGMA max_page_count = {most}").fetchall()
