"""Form 01, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" (Circular 03/2025/TT-VPCP, Annex I): what it says and its PDF.

A slip is values only; its fixed words are `resources/forms/01.toml`. It is printed in Vietnamese whatever language
the window speaks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.cases import COLLECT, Case, CasePaper
from desk.forms import qr, sheet
from desk.forms.compose import Content
from desk.forms.template import Names, Template, Wording, fill, load
from desk.time import written

if TYPE_CHECKING:
    from desk.procedures.procedure import Procedure

FORM = "01"
DAY = ("day", "month", "year")
LIMITS = ("hours", "working_days", "calendar_days", "same_day")
COMMON = (
    "office", "place", "day", "number", "portal_number", "received_from", "submitter", "signer", "address", "phone",
    "email", "subject", "procedure", "received_at", "receiver",
)  # fmt: skip
COMMON_WORDS: Mapping[str, tuple[str, ...]] = {
    "no_number": (),
    "day": DAY,
    "moment": ("hour", "minute", *DAY),
    "subject": ("procedure", "subject"),
}
NAMES = Names(
    values=(*COMMON, "sets", "limit", "due_at", "collect", "book", "serial"),
    lists=("papers",),
    words={
        **COMMON_WORDS,
        "paper": ("name", "count", "form"),
        **dict.fromkeys(("original", "certified", "copy", "seen"), ()),
        **dict.fromkeys(COLLECT, ()),
        **dict.fromkeys(LIMITS, ("amount",)),
    },
)
OFFICE_PREFIXES = ("ubnd ", "ủy ban nhân dân ", "uỷ ban nhân dân ")
PLACE_PREFIXES = ("xã ", "phường ", "đặc khu ", "thị trấn ")


@dataclass(frozen=True)
class SlipPaper:
    """A paper on the slip; `form` is one of original, certified, copy, seen."""

    name: str
    form: str = "original"
    copies: int = 1


@dataclass(frozen=True)
class Slip:
    """All that a slip says. Times are "YYYY-MM-DDTHH:MM" (due_at "" = to be written by hand); unknown texts are "".

    `office` is the code, `office_name` such as "xã Phú Lương"; `collect` one of counter, post, electronic; `limit` is a
    phrase of the template with its amount, or words of its own with none.
    """

    office: str
    office_name: str
    number: str
    received_from: str
    procedure: str
    procedure_name: str
    received_at: str
    due_at: str = ""
    subject: str = ""
    portal_number: str = ""
    submitter: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    papers: tuple[SlipPaper, ...] = ()
    sets: int = 1
    limit: str = ""
    limit_amount: str = ""
    collect: str = "counter"
    receiver: str = ""
    device: str = ""
    draft: bool = False


def slip_of(
    case: Case, papers: Iterable[CasePaper], *, office_name: str, procedure: "Procedure | None" = None,
    receiver: str = "", device: str = "", draft: bool = False,
) -> Slip:  # fmt: skip
    """The slip of a case as it stands. `receiver` is the officer's name, `device` this PC's id; missing papers are
    left out. Without `procedure` the limit by rule stays blank."""
    limit, amount = _limit(procedure)
    return Slip(
        office=case.office, office_name=without(office_name, OFFICE_PREFIXES), number=case.number,
        portal_number=case.portal_number,
        received_from=case.applicant_name, submitter=case.submitter_name, address=case.address, phone=case.phone,
        email=case.email, procedure=case.procedure, procedure_name=case.procedure_name, subject=case.subject,
        papers=tuple(SlipPaper(p.name, p.form, p.copies) for p in papers if p.form != "missing"), sets=case.sets,
        limit=limit, limit_amount=amount, received_at=case.received_at, due_at=case.due_at, collect=case.collect,
        receiver=receiver, device=device, draft=draft or not case.number,
    )  # fmt: skip


def _limit(procedure: "Procedure | None") -> tuple[str, str]:
    if procedure is None:
        return "", ""
    if procedure.limit is None:
        return procedure.limit_text, ""
    return procedure.limit.unit, f"{procedure.limit.amount:g}"


def slip_pdf(slip: Slip, size: str = "A5", *, sign: qr.Sign | None = None, templates: Wording | None = None) -> bytes:
    """Both copies of the slip as PDF on A5 or A4; the same slip gives the same bytes.

    `sign` signs the QR code's statement with this PC's Ed25519 key; a draft has no code. `templates` is
    the office's own wording. Raises Refused for an unknown size, Unusable for a missing font or a wrong template.
    """
    template = load(FORM, NAMES, own=templates)
    coded = None if slip.draft else qr.matrix(qr.statement(statement_of(slip), sign))
    content = Content(_values(slip, template.words), {"papers": _papers(slip, template.words)}, coded is not None)
    return sheet.pdf(sheet.Form(template, content, coded, slip.draft, *named(slip, template)), size)


def named(slip: Slip, template: Template) -> tuple[str, str]:
    """Title and author of a form's PDF."""
    return f"{' '.join(template.title)} {slip.number}".strip(), f"UBND {slip.office_name}"


def statement_of(slip: Slip) -> qr.Statement:
    """What the slip's QR code states."""
    return qr.Statement(
        slip.office, slip.number, slip.received_at, slip.due_at, slip.procedure, slip.received_from, slip.device
    )


def common_values(slip: Slip, words: Mapping[str, str], at: str) -> dict[str, str]:
    """What every form says of the case and the people, by COMMON's names; `at` is when the form is made out."""
    other = slip.submitter if slip.submitter != slip.received_from else ""
    return {
        "office": slip.office_name.upper(), "place": without(slip.office_name, PLACE_PREFIXES),
        "day": fill(words["day"], calendar_words(at)), "number": slip.number or words["no_number"],
        "portal_number": slip.portal_number, "received_from": slip.received_from, "submitter": other,
        "signer": other or slip.received_from, "address": slip.address, "phone": slip.phone, "email": slip.email,
        "subject": subject_of(slip, words), "procedure": slip.procedure,
        "received_at": moment_words(slip.received_at, words), "receiver": slip.receiver,
    }  # fmt: skip


def _values(slip: Slip, words: Mapping[str, str]) -> dict[str, str]:
    book, serial = register_place(slip)
    limit = fill(words[slip.limit], {"amount": slip.limit_amount}) if slip.limit in LIMITS else slip.limit
    return {
        **common_values(slip, words, slip.received_at), "sets": f"{slip.sets:02}", "limit": limit,
        "due_at": moment_words(slip.due_at, words), "collect": words[slip.collect], "book": book, "serial": serial,
    }  # fmt: skip


def subject_of(slip: Slip, words: Mapping[str, str]) -> str:
    """What is asked for, in the phrase of a template."""
    if not slip.subject or slip.subject == slip.procedure_name:
        return slip.procedure_name
    return fill(words["subject"], {"procedure": slip.procedure_name, "subject": slip.subject})


def _papers(slip: Slip, words: Mapping[str, str]) -> list[str]:
    return [
        fill(words["paper"], {"name": paper.name, "count": f"{paper.copies:02}", "form": words[paper.form]})
        for paper in slip.papers
    ]


def register_place(slip: Slip) -> tuple[str, str]:
    """Book and serial in the register of this PC: number "01-00562-H" of 2026 is book "01/2026", serial "00562"."""
    pc, _, rest = slip.number.partition("-")
    serial = rest.rpartition("-")[0]
    return (f"{pc}/{slip.received_at[:4]}", serial) if serial else ("", "")


def calendar_words(moment: str) -> dict[str, str]:
    """The parts of a time as official papers write them: days and the first two months with two digits.

    They are empty for what another program wrote that is no time.
    """
    at = written.moment(moment)
    if at is None:
        return dict.fromkeys(("hour", "minute", "day", "month", "year"), "")
    month = f"{at.month:02}" if at.month < 3 else str(at.month)
    parts = {"hour": f"{at.hour:02}", "minute": f"{at.minute:02}"}
    return {**parts, "day": f"{at.day:02}", "month": month, "year": str(at.year)}


def moment_words(moment: str, words: Mapping[str, str]) -> str:
    """A time in the phrase of a template, "" for none."""
    return fill(words["moment"], calendar_words(moment)) if written.moment(moment) else ""


def without(name: str, prefixes: Iterable[str]) -> str:
    """`name` without the first of `prefixes` it starts with, in any case."""
    found = next((each for each in prefixes if name.lower().startswith(each)), "")
    return name[len(found) :]
