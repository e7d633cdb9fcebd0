"""What the officers of an office do: receive, note, correct, settle what two wrote, void, allow. See `history`."""

from desk import Refused, numbers, store
from desk.reconcile import disputes
from desk.record import Change, Edit
from sync.reconcile import deciding, guard
from sync.reconcile.contest import contest

MANY = 3


def write(history):
    return write_at(history, history.pc())


def write_at(history, pc):
    """An officer receives a case, adds a note, or writes what others may write too."""
    cases = [id for (id,) in pc.desk.db.execute("SELECT id FROM [case] ORDER BY id")]
    kind = history.fate.choice(("receive", "note", "edit", "edit")) if cases else "receive"
    case = history.fate.choice(cases[-2:] if history.fate.random() < 0.5 else cases) if cases else None
    token = history.do(pc, lambda hand, token: _DECIDED[kind](pc, hand, token, case))
    return f"{pc.name} {kind} {token}"


def _receive(pc, hand, token, case):
    number = numbers.make(hand.pc, store.counter(pc.desk.db, f"serial.{hand.pc}") + 1)
    edit = Edit("case", hand.new_id(), {"number": number, "subject": value(token)})
    return Change("receive", (edit,), hand.by, token)


def _note(pc, hand, token, case):
    fields = {"case_id": case, "text": value(token), "at": hand.at}
    return Change("note", (Edit("note", hand.new_id(), fields),), hand.by, token)


def _edit(pc, hand, token, case):
    return Change("edit", (Edit("case", case, {"note": value(token)}),), hand.by, token)


_DECIDED = {"receive": _receive, "note": _note, "edit": _edit}


def value(token):
    """What the change of a token writes; settlements repeat values, and nothing repeats a token."""
    return token.replace("tok", "val")


def settle(history):
    """An officer chooses between the values of a field."""
    pc = history.pc()
    disputed = [each for each in disputes.registers(pc.desk.db) if each.record_kind == "case"]
    return settled(history, pc, history.fate.choice(disputed)) if disputed else None


def settle_at_two(history):
    """Two officers at two PCs choose between the same values, neither knowing of the other."""
    pc, other = history.two()
    here, there = ({(d.record, d.field): d for d in disputes.registers(one.desk.db)} for one in (pc, other))
    if both := sorted(here.keys() & there.keys()):
        place = history.fate.choice(both)
        done = [settled(history, pc, here[place]), settled(history, other, there[place])]
        return ", ".join(done) if all(done) else None
    return None


def settled(history, pc, dispute):
    stands = contest(pc.desk, dispute.record, dispute.field, dispute.record_kind)
    chosen = history.fate.choice(stands.versions).value
    place = dispute.record_kind, dispute.record, dispute.field
    try:
        token = history.do(
            pc, lambda hand, token: deciding.settle(pc.desk, hand, *place, chosen, stands.versions, token)
        )
    except Refused as error:
        return pc.last and str(error)
    return f"{pc.name} settles {dispute.field}: {chosen!r} ({token})"


def void_many(history):
    """Somebody voids many cases in one go, and delivers; other PCs let that wait."""
    pc, other = history.two()
    here = [id for (id,) in pc.desk.db.execute("SELECT id FROM [case] WHERE void_reason = '' ORDER BY id")]
    if len(here) < MANY:
        return None
    token = history.do(pc, lambda hand, token: Change("void", _voided(here, token), hand.by, token))
    for each in (pc, other):
        history.world.exchange(each)
    return f"{pc.name} voids {len(here)} cases ({token}), {other.name} holds back {len(guard.held(other.desk.db))}"


def _voided(cases, token):
    return tuple(Edit("case", id, {"void_reason": value(token)}) for id in cases)


def allow(history):
    """An administrator lets in what waits at a PC."""
    pc = history.pc()
    if not (waiting := guard.held(pc.desk.db)):
        return None
    return let_in(history, pc, history.fate.choice(waiting))


def let_in(history, pc, held):
    token = history.do(pc, lambda hand, token: deciding.mass(pc.desk, hand, held.hash, "allowed", token))
    return f"{pc.name} allows changes {held.first} to {held.last} of {held.device} ({token})"
