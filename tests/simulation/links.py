"""What carries an exchange: the line to the province and the office's own network, with the faults drawn by fate.

Both are the real carrier but for the socket; on the office's network the caller is known without TLS.
"""

import io
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import Spoken
from sync.carriers import lan_answer
from sync.carriers.lan_server import Listener
from sync.carriers.lan_trust import EPOCHS
from sync.carriers.posting import Posting, Response
from sync.errors import Offline, Tampered
from sync.mail import Letter
from sync.signing import Identity
from sync.wire import NONCE
from tests.simulation.fate import Bug
from tests.simulation.server import called


@dataclass
class Faults:
    """How likely each fault of a line is, for one request."""

    lost: float = 0.0
    cut_up: float = 0.0
    cut_down: float = 0.0
    unheard: float = 0.0
    twice: float = 0.0


def identity(desk):
    return Identity(desk.office.code, desk.device.id, desk.keyring.signing)


class Link(Posting):
    """Carries one exchange; `answer` is what those who inherit do with what arrives."""

    def __init__(self, pc, world):
        super().__init__(identity(pc.desk))
        self.pc, self.world, self.fate = pc, world, world.fate

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
        answer = self.answer(dict(headers), arriving, len(body))
        self.meter.sent += len(body)
        if answer is None or fate.random() < faults.unheard:
            raise Offline("sync.cut")
        status, answered, data = answer
        whole = io.BytesIO(data[: fate.randrange(len(data))] if fate.random() < faults.cut_down else data)
        self.meter.received += len(data)
        yield Response(status, answered, whole.read)


class Line(Link):
    """To the province's server."""

    @property
    def key(self):
        return Ed25519PublicKey.from_public_bytes(self.pc.desk.keyring.server)

    def introduce(self, office, statements):
        faults, fate = self.world.faults, self.fate
        if fate.random() < faults.lost:
            raise Offline("sync.cut")
        letter = Letter(fate.code.randbytes(NONCE), "statements", (office, list(statements)))
        assert self.world.server.app.mailbox.answer(letter).refusal == ""
        if fate.random() < faults.unheard:
            raise Offline("sync.cut")

    def answer(self, headers, arriving, length):
        world = self.world
        if len(arriving) == length:
            world.sent.append((headers, arriving))
        answer = world.server.post(headers, arriving, length)
        if world.sent and self.fate.random() < world.faults.twice:
            again, body = self.fate.choice(world.sent)
            world.server.post(again, body, len(body))
        return answer


class Lan(Link):
    """To another PC of the office, in its own network."""

    def __init__(self, pc, other, world):
        super().__init__(pc, world)
        self.other = other
        self.member = known(pc.desk, other.desk)

    @property
    def key(self):
        return self.member.public_key

    def answer(self, headers, arriving, length):
        if len(arriving) < length:
            return None
        return called(_Answering(self.other, self.pc, self.world)._answer, headers, arriving, length, **CALLER)


CALLER = {"casedesk.line": SimpleNamespace(getpeercert=lambda binary: b"")}


class _Answering(Listener):
    """A PC that listens, without the socket: it answers at once, on the only thread there is."""

    def __init__(self, pc, caller, world):
        def ask(asked):
            answered = Future()
            with bugs_told():
                answered.set_result(world.run(lan_answer.answer(pc.desk, asked, batch=3)))
            return answered

        trust = SimpleNamespace(identity=identity(pc.desk), who=lambda _: known(pc.desk, caller.desk))
        self._ask, self._trust = ask, lambda: trust


@contextmanager
def bugs_told():
    try:
        yield
    except Spoken:
        raise
    except Exception as error:
        raise Bug(repr(error)) from error


def known(desk, other):
    """Another PC as `lan_trust` knows it: by a key of the office that both hold, and by the roster."""
    newest = [set(sorted(each.keyring.office_keys.items(), reverse=True)[:EPOCHS]) for each in (desk, other)]
    member = desk.keyring.roster.find(other.device.id)
    if not newest[0] & newest[1]:
        raise Tampered("lan.stranger")
    if member is None or member.revoked_after is not None:
        raise Tampered("lan.not_a_member", device=other.device.name)
    return member
