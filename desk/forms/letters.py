"""Forms 02 to 05 of Circular 03/2025/TT-VPCP, Annex I: what is still to be handed in, why a case cannot be taken, why
it takes longer, why it was stopped.

All speak of the case by its slip. They carry no code: the slip's code already says what was promised and by whom.
"""

from collections.abc import Sequence

from desk.forms import sheet
from desk.forms.compose import Content
from desk.forms.slip import COMMON, COMMON_WORDS, Slip, common_values, moment_words, named
from desk.forms.template import Names, Wording, load

SUPPLEMENT = Names((*COMMON, "reason", "contact"), ("items",), COMMON_WORDS)
REFUSAL = Names(COMMON, ("reasons",), COMMON_WORDS)
APOLOGY = Names((*COMMON, "was_due", "new_due", "reason", "contact"), (), COMMON_WORDS)
STOP = Names((*COMMON, "stopped_at", "reason", "asked"), (), {**COMMON_WORDS, "asked": (), "decided": ()})


def supplement_pdf(
    slip: Slip, items: Sequence[str], *, at: str, reason: str = "", contact: str = "", size: str = "A5",
    templates: Wording | None = None,
) -> bytes:  # fmt: skip
    """Form 02, "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ": `items` to complete, made out `at` ("YYYY-MM-DDTHH:MM").

    `slip.receiver` is the guiding officer, `contact` how to reach them. Raises as `slip_pdf` does.
    """
    said = {"reason": reason, "contact": contact}
    return _pdf("02", SUPPLEMENT, slip, said, {"items": items}, at, size, templates)


def refusal_pdf(
    slip: Slip, reasons: Sequence[str], *, at: str, size: str = "A5", templates: Wording | None = None
) -> bytes:
    """Form 03, "Phiếu từ chối tiếp nhận giải quyết hồ sơ", for these `reasons`. Raises as `slip_pdf` does."""
    return _pdf("03", REFUSAL, slip, {}, {"reasons": reasons}, at, size, templates)


def apology_pdf(
    slip: Slip, *, was_due: str, new_due: str, reason: str, at: str, contact: str = "", size: str = "A4",
    templates: Wording | None = None,
) -> bytes:  # fmt: skip
    """Form 04, the apology: promised for `was_due`, now for `new_due`, and why. Raises as `slip_pdf` does."""
    template = load("04", APOLOGY, own=templates)
    due = {"was_due": moment_words(was_due, template.words), "new_due": moment_words(new_due, template.words)}
    return _pdf("04", APOLOGY, slip, {**due, "reason": reason, "contact": contact}, {}, at, size, templates)


def stop_pdf(
    slip: Slip, *, reason: str, stopped_at: str, withdrawn: bool, at: str, size: str = "A5",
    templates: Wording | None = None,
) -> bytes:  # fmt: skip
    """Form 05, "Thông báo dừng giải quyết hồ sơ"; `withdrawn` where its submitter asked. Raises as `slip_pdf` does."""
    words = load("05", STOP, own=templates).words
    said = {"reason": reason, "stopped_at": moment_words(stopped_at, words)}
    said["asked"] = words["asked" if withdrawn else "decided"]
    return _pdf("05", STOP, slip, said, {}, at, size, templates)


def _pdf(
    form: str, names: Names, slip: Slip, said: dict[str, str], lists: dict[str, Sequence[str]], at: str, size: str,
    templates: Wording | None,
) -> bytes:  # fmt: skip
    template = load(form, names, own=templates)
    content = Content({**common_values(slip, template.words, at), **said}, lists)
    return sheet.pdf(sheet.Form(template, content, None, slip.draft, *named(slip, template)), size)
