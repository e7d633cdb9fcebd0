"""Forms 02 and 03 of Circular 03/2025/TT-VPCP, Annex I: what is still to be handed in, and why a case cannot be taken.

Both speak of the case by its slip. They carry no code: a code promises a result, and these promise none.
"""

from collections.abc import Sequence
from pathlib import Path

from desk.forms import sheet
from desk.forms.compose import Content
from desk.forms.slip import COMMON, COMMON_WORDS, Slip, common_values, named
from desk.forms.template import Names, load

SUPPLEMENT = Names((*COMMON, "reason", "contact"), ("items",), COMMON_WORDS)
REFUSAL = Names(COMMON, ("reasons",), COMMON_WORDS)


def supplement_pdf(
    slip: Slip, items: Sequence[str], *, at: str, reason: str = "", contact: str = "", size: str = "A5",
    templates: Path | None = None,
) -> bytes:  # fmt: skip
    """Form 02, "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ": `items` to complete, made out `at` ("YYYY-MM-DDTHH:MM").

    `slip.receiver` is the guiding officer, `contact` how to reach them. Raises as `slip_pdf` does.
    """
    said = {"reason": reason, "contact": contact}
    return _pdf("02", SUPPLEMENT, slip, said, {"items": items}, at, size, templates)


def refusal_pdf(
    slip: Slip, reasons: Sequence[str], *, at: str, size: str = "A5", templates: Path | None = None
) -> bytes:
    """Form 03, "Phiếu từ chối tiếp nhận giải quyết hồ sơ", for these `reasons`. Raises as `slip_pdf` does."""
    return _pdf("03", REFUSAL, slip, {}, {"reasons": reasons}, at, size, templates)


def _pdf(
    form: str, names: Names, slip: Slip, said: dict[str, str], lists: dict[str, Sequence[str]], at: str, size: str,
    templates: Path | None,
) -> bytes:  # fmt: skip
    template = load(form, names, folder=templates)
    content = Content({**common_values(slip, template.words, at), **said}, lists)
    return sheet.pdf(sheet.Form(template, content, None, slip.draft, *named(slip, template)), size)
