"""Where the office's own words on a form hold a mistake and are not in use, whoever prints it is told so."""

from desk.own.own_file import LETTERHEAD
from desk.words import text
from sync import own
from sync.desk import Desk
from ui.preview import Preview


def warn(preview: Preview, desk: Desk, form: str) -> None:
    """Say in the preview of a form (a key of `desk.forms.checking.FORMS`) what is wrong with the office's words."""
    faults = own.wording_faults(desk)
    wrong = faults.get(form) or faults.get(LETTERHEAD)
    if wrong:
        preview.warn(text("preview.own_words", reason=wrong))
