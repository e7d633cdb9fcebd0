"""Letters to the server (`sync.mail`): requests of new PCs wait here for who may approve them, and invitations.

The server admits nobody. What waits is small and counted, so that a stranger can fill a box and no more.
"""

from collections.abc import Callable
from time import time
from typing import Any

from desk import Spoken
from sync.errors import Tampered
from sync.keys.invitation import ID
from sync.keys.invitation import LARGEST as LARGEST_INVITATION
from sync.keys.member import spelt
from sync.keys.news import News
from sync.keys.parcel import Parcel
from sync.keys.request import LARGEST_REQUEST, Request
from sync.keys.statement import PROVINCE
from sync.mail import Letter, Query, Reply
from sync.server import noted, strays
from sync.server.engine import Away, Engine
from sync.server.members import Members
from sync.wire import Malformed

REQUESTS, INVITATIONS, TURNED_AWAY = "request", "invitation", "away"
MOST_REQUESTS, MOST_INVITATIONS, MOST_TURNED_AWAY = 100, 1000, 1000
MOST_STATEMENTS = 64 * 1024
"""Bytes of statements in one letter: anybody may bring them, and each signature is looked at."""


class Mailbox:
    """The boxes of one engine; any number of threads."""

    def __init__(self, engine: Engine, members: Members, root: bytes) -> None:
        self._engine, self._members, self._root = engine, members, root

    def answer(self, letter: Letter) -> Reply:
        """What a letter is answered with. Raises Full or Away."""
        words: dict[str, Callable[..., tuple[str, Any]]] = {
            "ask": self._ask, "invitation": self._invitation, "publish": self._publish, "requests": self._requests,
            "state": self._state, "offices": self._offices, "statements": self._statements,
        }  # fmt: skip
        try:
            return Reply(letter.nonce, *words[letter.word](*letter.rest))
        except Away:
            raise  # it was not the letter
        except (KeyError, TypeError, ValueError, Malformed, Spoken):
            return Reply(letter.nonce, "unread", None)

    def _ask(self, data: bytes) -> tuple[str, Any]:
        request = Request.read(data)
        roster = self._members.roster(request.office)
        if roster is None:
            return "no_office", None
        if roster.find(request.device) is not None or len(data) > LARGEST_REQUEST:
            return "", True
        if self._engine.find_letter(TURNED_AWAY, spelt(request.device)):
            return "turned_away", None
        kept = self._engine.post(request.office, REQUESTS, spelt(request.device), data, MOST_REQUESTS)
        return ("", True) if kept else ("full", None)

    def _invitation(self, id: bytes) -> tuple[str, Any]:
        if type(id) is not bytes:
            raise Malformed("not an id")
        found = self._engine.find_letter(INVITATIONS, id)
        return "", found[1] if found else None

    def _publish(self, data: bytes) -> tuple[str, Any]:
        return self.publish(Parcel.read(data))

    def publish(self, parcel: Parcel) -> tuple[str, Any]:
        """Put an authority's work in force. Raises Tampered for a signature that does not hold."""
        roster = self._members.join(parcel.office, parcel.statements)
        if roster is None:
            return "no_office", None
        member = roster.find(parcel.signer)
        if parcel.signer and not (member and roster.may_enrol(parcel.signer)):
            noted.refuse(self._engine, parcel.office, "parcel_no_right", parcel.signer)
            return "no_right", None
        try:
            parcel.verify(member.key if member else self._root)
        except Tampered:
            noted.refuse(self._engine, parcel.office, "parcel_signature", parcel.signer)
            raise
        self._members.keep(parcel.office, roster, News({}, (), parcel.sealed, parcel.keys))
        for id, public in parcel.invitations:
            if len(id) == ID and len(public) <= LARGEST_INVITATION:
                self._engine.post(parcel.office, INVITATIONS, id, public, MOST_INVITATIONS)
        for device in parcel.settled:
            self._engine.discard(parcel.office, REQUESTS, spelt(device))
            if roster.find(device) is None:
                self._engine.post(parcel.office, TURNED_AWAY, spelt(device), b"", MOST_TURNED_AWAY)
        return "", True

    def _requests(self, data: bytes) -> tuple[str, Any]:
        query = Query.read(data)
        refusal = self._refusal(query)
        return (refusal, None) if refusal else ("", self._waiting(query.office))

    def _state(self, data: bytes) -> tuple[str, Any]:
        query = Query.read(data)
        refusal = self._refusal(query)
        return (refusal, None) if refusal else ("", self.state(query.office))

    def _offices(self, data: bytes) -> tuple[str, Any]:
        query = Query.read(data)
        if query.office or query.signer or not query.holds(self._root):
            return "no_right", None
        return ("", self._engine.offices()) if query.fresh(time()) else ("clock", None)

    def state(self, office: str) -> list[Any]:
        """What is held of a known office that an authority would know, as drawn in `sync.mail`."""
        roster = self._members.roster(office)
        assert roster is not None, office
        sealed = self._engine.sealed(office, PROVINCE, list(roster.epochs))
        keys = self._engine.sealing_keys(office, [member.sealing for member in roster.members if member.sealing])
        heads = strays.delivered(self._engine, office)
        recovery = [[epoch, data] for epoch, _, data in sealed]
        boxes = [self._waiting(office), heads, self._members.clones(roster), self._members.disowned(roster)]
        return [office, self._engine.roster(office), recovery, keys, *boxes]

    def _refusal(self, query: Query) -> str:
        """Why who asks may not know, "" if it may."""
        roster = self._members.roster(query.office)
        if roster is None:
            return "no_office"
        member = roster.find(query.signer)
        if query.signer and not (member and roster.may_enrol(query.signer)):
            return "no_right"
        if not query.holds(member.key if member else self._root):
            return "no_right"
        return "" if query.fresh(time()) else "clock"

    def _waiting(self, office: str) -> list[bytes]:
        """The requests of PCs that are no members yet."""
        roster = self._members.roster(office)
        here = {spelt(member.id) for member in roster.members} if roster else set()
        waiting = self._engine.letters(office, REQUESTS)
        for done in waiting.keys() & here:
            self._engine.discard(office, REQUESTS, done)
        return [data for device, data in sorted(waiting.items()) if device not in here]

    def _statements(self, office: str, statements: list[bytes]) -> tuple[str, Any]:
        if not isinstance(office, str) or not isinstance(statements, list):
            raise Malformed("not statements of an office")
        if not all(isinstance(each, bytes) for each in statements) or sum(map(len, statements)) > MOST_STATEMENTS:
            raise Malformed("not statements, or too many at once")
        if self._members.roster(office) is None:
            return "no_office", None
        self._members.hear(office, statements)
        return "", True
