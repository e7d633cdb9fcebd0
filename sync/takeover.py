"""One PC goes on with the work of another that died: what it gets, and honestly what nobody has.

`outlook` says both and changes nothing; `take_over` does it as one change: certification books, numbers set aside in
them, drafts that had been shared, and the dead PC's place in lists. The dead PC stays a member. Comes it back, its
changes merge as any others; it gives no more numbers of those books, and what it gave meanwhile stands in them twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desk import Refused, drafts, numbers, store
from desk.begun import FAMILY, SCANS, Begun, BegunScan, packed, pile_of, scan_item, unpacked
from desk.books import bookkeeping
from desk.books.book import Hold
from desk.books.book_kinds import kind_of, kinds
from desk.books.book_taking import Taken, to_take
from desk.books.book_taking import take_over as take_book
from desk.cases import Case
from desk.counter import Hand
from desk.drafts import Draft, Shared
from desk.inherited import Takeover
from desk.lifecycle import OPEN
from desk.officers import rights
from desk.record import Change, Edit
from desk.scans.scan import Scan
from sync import delivery, log
from sync.carriers import peers
from sync.desk import Desk
from sync.keys.member import Member
from sync.keys.seats import seat
from sync.scans import travel

PROVINCE = "province"
"""Beside the ids of PCs: the province's server."""


@dataclass(frozen=True)
class Loss:
    """What is known of a PC's history. `number` is its last case number known, "" for none.

    `held` is its last change here and `at` that change's time by its own clock (s since 1970 UTC, None where nothing is
    here); `told` what others hold: a PC's id or "province" to its last change there; `seen` its last change that
    anybody is known to have had.
    """

    held: int
    at: int | None
    told: Mapping[str, int]
    seen: int
    number: str

    @property
    def missing(self) -> int:
        """Changes that others have and this PC has not: an exchange with them brings these."""
        return max(0, self.seen - self.held)


@dataclass(frozen=True)
class Outlook:
    """What this PC gets of another, and what it cannot get. `scans` are those that only the dead PC may have.

    `with_drafts` has the scans that were shared with each draft, and how many of their files do not lie here.
    """

    gone: Member
    done: Takeover | None
    drafts: Sequence[Begun]
    books: Sequence[Taken]
    received: Sequence[Case]
    in_hand: Sequence[Case]
    scans: Sequence[Scan]
    loss: Loss
    with_drafts: Mapping[str, tuple[int, int]]

    @property
    def unbound(self) -> list[Case]:
        """The cases received there that wait for their entry in the portal."""
        return [case for case in self.received if not case.portal_number]


def replaced(desk: Desk) -> Member | None:
    """The PC whose place this one was enrolled to take; None for a PC that takes nobody's."""
    own = desk.keyring.roster.find(desk.device.id)
    return desk.keyring.roster.find(own.replaces) if own and own.replaces else None


def meant(desk: Desk, asked: str = "") -> Member:
    """The PC that a person means by number, name or id; the one this PC was enrolled for where none is named.

    Raises Refused for none, and for this PC itself.
    """
    found = desk.keyring.roster.named(asked) if asked else replaced(desk)
    if found is None:
        raise Refused("takeover.no_such_pc" if asked else "takeover.which", field="pc", pc=asked[:40])
    if found.id == desk.device.id:
        raise Refused("takeover.itself", field="pc", pc=found.name)
    return found


def outlook(desk: Desk, gone: Member) -> Outlook:
    """What this PC would get of another one, or got; changes nothing."""
    done = store.select(desk.db, Takeover, "WHERE gone = ? AND heir = ? ORDER BY at LIMIT 1", [gone.id, desk.device.id])
    received = _cases(desk, "WHERE device = ? AND {open}", gone.id)
    return Outlook(
        gone,
        done[0] if done else None,
        [_readable(desk, each) for each in _begun(desk, gone.id)],
        to_take(_holds(desk), gone.id),
        received,
        _cases(desk, f"WHERE {{open}} AND device != ? AND {_LAST_THERE}", *[gone.id] * 3),
        _scans(desk, gone.id),
        _loss(desk, gone),
        {each.id: _lying(desk, each.id) for each in _begun(desk, gone.id)},
    )


def _begun(desk: Desk, gone: str) -> list[Begun]:
    """The drafts that lie open at that PC, oldest first; what a PC gone bad wrote in another shape is none."""
    sound = "typeof(at) = 'integer' AND typeof(body) = 'blob'"
    return store.select(desk.db, Begun, f"WHERE device = ? AND ended = 0 AND {sound} ORDER BY at, id", [gone])


def _readable(desk: Desk, begun: Begun) -> Begun:
    """A draft as who works here may read it."""
    values = unpacked(begun.body)
    if desk.may("read") or not values.get("person"):
        return begun
    masked = {"person": {"applicant_name": rights.MASK}, SCANS: values.get(SCANS, 0)}
    return replace(begun, body=packed(masked))


def _cases(desk: Desk, clause: str, *values: str) -> list[Case]:
    open_ = f"stage IN ({', '.join(repr(str(stage)) for stage in OPEN)}) AND void_reason = ''"
    found = store.select(desk.db, Case, clause.format(open=open_) + " ORDER BY due, id", values)
    return [rights.shown(case, desk.roles) for case in found]


_LAST_THERE = (
    "id IN (SELECT record FROM mention WHERE device = ?) AND ? = (SELECT last.device FROM mention JOIN change AS last "
    "USING (device, seq) WHERE mention.record = [case].id ORDER BY last.lamport DESC, last.device DESC LIMIT 1)"
)
"""Cases whose last change, wherever they were received, was made at that PC."""


def _holds(desk: Desk) -> list[Hold]:
    return [bookkeeping.hold(desk.db, kind_of(b.kind), b.year) for b in bookkeeping.books(desk.db) if _known(b.kind)]


def _known(kind: str) -> bool:
    return any(each.code == kind for each in kinds())


def _scans(desk: Desk, gone: str) -> list[Scan]:
    """Scans added at that PC whose file is not here."""
    clause = "WHERE id LIKE ? AND void_reason = '' AND sha256 NOT IN (SELECT sha256 FROM scan_file) ORDER BY at, id"
    found = store.select(desk.db, Scan, clause, [f"{gone}.%"])
    return found if desk.may("read") else [replace(scan, name=rights.MASK) for scan in found]


def _loss(desk: Desk, gone: Member) -> Loss:
    held = log.vector(desk.db).get(gone.id, 0)
    at = desk.db.execute("SELECT at FROM change WHERE device = ? AND seq = ?", [gone.id, held]).fetchone()
    told = {pc: known.heads[gone.id].last for pc, known in peers.known(desk.db).items() if gone.id in known.heads}
    heads = delivery.last_heads(desk.db)[0]
    told |= {PROVINCE: heads[gone.id].last} if gone.id in heads else {}
    named = desk.db.execute("SELECT last FROM named WHERE device = ?", [gone.id]).fetchone()
    seen = max([held, *told.values(), *(named or ())])
    serial = store.counter(desk.db, f"serial.{gone.pc}")
    return Loss(held, at[0] if at else None, told, seen, numbers.make(gone.pc, serial) if serial else "")


def take_over(desk: Desk, gone: Member, on_paper: Mapping[str, int] | None = None) -> Outlook:
    """Let this PC go on with the work of a dead one; what it got. Done again it takes what has come since.

    `on_paper` names the last number that a book shows on paper, by the book's kind. Raises Refused where the roster
    does not say that this PC takes that one's place and who works here is no administrator.
    """
    taking = replaced(desk)
    if taking is None or taking.id != gone.id:
        desk.demand("appoint")
    said = {kind_of(kind).code: number for kind, number in (on_paper or {}).items()}
    found = outlook(desk, gone)
    desk.do(lambda hand: _decided(desk, hand, gone, said))
    return found


def _decided(desk: Desk, hand: Hand, gone: Member, on_paper: Mapping[str, int]) -> Change:
    """Called in the transaction that writes the change: the drafts are kept here with it."""
    loss, here, place = _loss(desk, gone), desk.device.id, seat(desk)
    row = {"gone": gone.id, "heir": here, "at": hand.at, "known": loss.held, "number": loss.number}
    edits = [Edit("takeover", hand.new_id(), row)] if not _taken_before(desk, gone.id) else []
    edits += [Edit("takeover", hand.new_id(), {**row, "gone": each}) for each in _taken_by(desk, gone.id)]
    for hold in _holds(desk):
        edits += take_book(hold, place, gone.id, on_paper.get(hold.book.kind, 0))
    for begun in _begun(desk, gone.id):
        _keep(desk, begun)
        edits.append(Edit("begun", begun.id, {"device": here}))
    if not edits:
        raise Refused("takeover.nothing", pc=gone.name)
    return Change("take_over", tuple(edits), hand.by)


def _taken_before(desk: Desk, gone: str) -> bool:
    query = "SELECT 1 FROM takeover WHERE gone = ? AND heir = ?"
    return desk.db.execute(query, [gone, desk.device.id]).fetchone() is not None


def _taken_by(desk: Desk, gone: str) -> list[str]:
    """The PCs whose work the dead one had taken over before, and this PC has not yet."""
    rows = desk.db.execute("SELECT DISTINCT gone FROM takeover WHERE heir = ? ORDER BY gone", [gone]).fetchall()
    return [pc for (pc,) in rows if pc != desk.device.id and not _taken_before(desk, pc)]


def _keep(desk: Desk, begun: Begun) -> None:
    """Keep a draft here as its officer left it, and for who works here now where that is the officer's own name."""
    officer = begun.officer
    if desk.officer_name(officer).casefold() in (desk.officer.name.casefold(), officer):
        officer = desk.by
    taken = {owner for owner, _ in drafts.kept_under(desk.db, f"{FAMILY}{officer}")}
    names = (f"{FAMILY}{officer}", *(f"{FAMILY}{officer}#{n}" for n in range(1, len(taken) + 2)))
    owner = next(name for name in names if name not in taken)
    values = unpacked(begun.body)
    values.pop(SCANS, None)
    scans = with_draft(desk, begun.id)
    shared = {**values, SCANS: len(scans)}
    drafts.take_over(desk.db, owner, Draft(begun.at, values, True), Shared(begun.id, packed(shared)))
    if scans:
        drafts.keep(desk.db, pile_of(owner), {"items": [scan_item(each) for each in scans]}, begun.at)
        travel.want(desk, *not_here(desk, scans))


def with_draft(desk: Desk, begun: str) -> list[BegunScan]:
    """The scans that were shared with a draft (record id), in their order; of those of a PC gone bad what is sound."""
    found = store.select(desk.db, BegunScan, "WHERE begun = ? AND ended = 0", [begun])
    return sorted(filter(_sound, found), key=lambda each: (len(each.id), each.id))


def _sound(scan: BegunScan) -> bool:
    words = (scan.sha256, scan.name, scan.media, scan.paper)
    return all(isinstance(word, str) for word in words) and len(scan.sha256) == 64 and isinstance(scan.size, int)


def _lying(desk: Desk, begun: str) -> tuple[int, int]:
    scans = with_draft(desk, begun)
    return len(scans), len(not_here(desk, scans))


def not_here(desk: Desk, scans: Sequence[BegunScan]) -> list[str]:
    """The hashes of those whose file does not lie here."""
    held = "SELECT 1 FROM scan_file WHERE sha256 = ?"
    return [each.sha256 for each in scans if not desk.db.execute(held, [each.sha256]).fetchone()]
