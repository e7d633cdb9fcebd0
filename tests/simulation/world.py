"""The province, its server and the PCs of one office, and everything that may happen to them."""

import io
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import Refused
from sync import wire
from sync.carriers import bundle_in, bundle_out
from sync.carriers.posting import Posting, Response
from sync.delivery import missed
from sync.errors import Offline, Tampered
from sync.exchange import exchange
from sync.home import make, open_desk, unlock
from sync.server.app import App
from sync.server.engine_sqlite import SqliteEngine
from sync.server.limits import Rate
from sync.signing import Identity
from tests.sync.province import Province

OFFICE = "00562"
PASSWORD = "Mot-cua-2026"


class Server:
    """The province's server: the real application over a database in memory, which can be put back."""

    def __init__(self, keys, image):
        self.keys, self.earlier = keys, [image]
        self.put_back(image)

    def image(self):
        return self.engine._db.serialize()

    def put_back(self, image):
        self.engine = SqliteEngine(":memory:")
        self.engine._db.deserialize(image)
        self.app = App(self.engine, self.keys, Rate(10**9))

    def lose_segment(self, fate):
        """A damaged page: one segment is gone, and the server is started again."""
        rows = self.engine._rows("SELECT office, number FROM segment ORDER BY number")
        if rows:
            self.engine._db.execute("DELETE FROM segment WHERE office = ? AND number = ?", fate.choice(rows))
        self.engine._step_back()

    def post(self, headers, body, length):
        """Status, headers and body of the answer; None where the request was cut, so that nobody reads one."""
        heard = {}

        def start(status, answered):
            heard.update(status=int(status[:3]), headers=dict(answered))

        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": wire.PATH, "CONTENT_LENGTH": str(length),
            "wsgi.input": io.BytesIO(body),
            **{"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()},
        }  # fmt: skip
        answer = b"".join(self.app(environ, start))
        return None if len(body) < length else (heard["status"], heard["headers"], answer)


class Line(Posting):
    """Carries one exchange to the server in memory, with the faults of a line drawn by `fate`."""

    def __init__(self, pc, world):
        desk = pc.desk
        super().__init__(Identity(desk.office.code, desk.device.id, desk.keyring.signing))
        self.world, self.fate = world, world.fate
        self.server_key = Ed25519PublicKey.from_public_bytes(desk.keyring.server)
        self.sent = self.received = 0

    @property
    def key(self):
        return self.server_key

    def close(self):
        pass

    def offline(self, error):
        return Offline("sync.cut")

    @contextmanager
    def post(self, body, headers, silence):
        faults, fate = self.world.faults, self.fate
        if fate.random() < faults.lost:
            raise Offline("sync.cut")
        arriving = body[: fate.randrange(len(body))] if fate.random() < faults.cut_up else body
        self.world.sent.append((dict(headers), body))
        answer = self.world.server.post(headers, arriving, len(body))
        if fate.random() < faults.twice:
            again, its_body = fate.choice(self.world.sent)
            self.world.server.post(again, its_body, len(its_body))
        self.sent += len(body)
        if answer is None or fate.random() < faults.unheard:
            raise Offline("sync.cut")
        status, answered, data = answer
        whole = io.BytesIO(data[: fate.randrange(len(data))] if fate.random() < faults.cut_down else data)
        self.received += len(data)
        yield Response(status, answered, whole.read)


@dataclass
class Faults:
    """How likely each fault of the line is, for one request."""

    lost: float = 0.0
    cut_up: float = 0.0
    cut_down: float = 0.0
    unheard: float = 0.0
    twice: float = 0.0


@dataclass(eq=False)
class Pc:
    """One PC: its folder, its open desk, how wrong its clock is (s)."""

    name: str
    folder: Path
    key: bytes
    officer: str
    desk: object = None
    wrong: float = 0.0
    backups: list = field(default_factory=list)


class Templates:
    """A provisioned office whose PCs have written nothing but their first officer; made once, copied often."""

    def __init__(self, folder, count):
        self.folder = folder
        province = Province(folder / "province", SqliteEngine(":memory:"))
        self.keys, self.pcs = province.keys, []
        for pc in province.provision(OFFICE, pcs=count):
            home = folder / f"pc{pc.file.pc}"
            make(home, pc.file, f"Cán bộ {pc.file.pc}", PASSWORD)
            lock, key = unlock(home, PASSWORD)
            self.pcs.append((home, key, lock.officer))
        self.image = province.engine._db.serialize()


class World:
    """An office at work."""

    def __init__(self, templates, folder, fate):
        self.folder, self.fate, self.faults, self.sent = folder, fate, Faults(), []
        self.server = Server(templates.keys, templates.image)
        self.images, self.pcs, self.revoked, self.deceived = [templates.image], [], set(), []
        self.meanwhile = None  # what an officer does while a PC exchanges
        self.gone = False  # whether what was seen somewhere may be nowhere now
        for home, key, officer in templates.pcs:
            shutil.copytree(home, folder / home.name)
            self.pcs.append(self.open(Pc(home.name, folder / home.name, key, officer)))

    def open(self, pc):
        pc.desk = open_desk(pc.folder, pc.key, pc.officer, lambda: self.fate.now + pc.wrong)
        return pc

    def close(self):
        for pc in self.pcs:
            pc.desk.close()

    def crash(self, pc):
        """Kill the program at a PC and start it again; what was not committed is gone."""
        pc.desk.db.rollback()
        pc.desk.close()
        self.open(pc)

    def copy(self, pc, to):
        """A copy of a PC's folder as the disk holds it."""
        pc.desk.close()
        shutil.copytree(pc.folder, to)
        self.open(pc)
        return to

    def clone(self, pc):
        """A second PC from the image of a disk."""
        name = f"{pc.name}.{len(self.pcs)}"
        clone = self.open(Pc(name, self.copy(pc, self.folder / name), pc.key, pc.officer))
        self.pcs.append(clone)
        self.deceived += [clone] if pc in self.deceived else []
        return clone

    def back_up(self, pc):
        pc.backups.append(self.copy(pc, self.folder / f"{pc.name}-backup{len(pc.backups)}"))

    def restore(self, pc):
        """Put an old copy in the place of a PC's folder."""
        backup = self.fate.choice(pc.backups)
        pc.desk.close()
        shutil.rmtree(pc.folder)
        shutil.copytree(backup, pc.folder)
        self.deceived.append(self.open(pc))

    def exchange(self, pc, stop_after=None):
        """One exchange of a PC with the server; `stop_after` so many steps the program dies. The report, or None."""
        steps = exchange(pc.desk, Line(pc, self), batch=3)
        try:
            report = self.run(steps, stop_after)
            self.deceived = [other for other in self.deceived if other is not pc or report is None]
            return report
        except (Offline, Tampered) as error:
            missed(pc.desk, error)
            pc.last = error
            return None

    def carry(self, pc, other):
        """Take what one PC holds to another on a USB stick; what was taken in, or None."""
        stick = self.folder / f"stick{len(list(self.folder.glob('stick*')))}.casedesk"
        self.run(bundle_out.write(pc.desk, stick, whole=True), None)
        try:
            return self.run(bundle_in.read(other.desk, stick), None)
        except (Offline, Tampered, Refused) as error:
            other.last = error
            return None

    def run(self, steps, stop_after=None):
        move, value, count = steps.send, None, 0
        while stop_after is None or count < stop_after:
            try:
                job = move(value)
            except StopIteration as ended:
                return ended.value
            try:
                move, value = steps.send, job() if job else None
            except (Offline, Tampered) as error:
                move, value = steps.throw, error
            count += 1
            if self.meanwhile and self.fate.random() < 0.1:
                self.meanwhile()
        steps.close()
        return None
