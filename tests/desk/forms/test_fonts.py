import shutil
import subprocess
import sys

import pytest

from desk import Unusable
from desk.forms import fonts


def test_a_family_with_every_vietnamese_letter_is_found():
    family = fonts.find()
    assert all(fonts.speaks_vietnamese(path) for path in (family.regular, family.bold, family.italic))


def test_no_font_says_what_to_install(tmp_path):
    with pytest.raises(Unusable, match="fonts-croscore"):
        fonts.find((tmp_path,))


def test_a_damaged_or_incomplete_family_is_passed_over(tmp_path):
    family = fonts.find()
    (tmp_path / "times.ttf").write_bytes(family.regular.read_bytes())
    (tmp_path / "timesbd.ttf").write_bytes(b"not a font")
    (tmp_path / "timesi.ttf").write_bytes(b"")
    with pytest.raises(Unusable):
        fonts.find((tmp_path,))
    for source, name in ((family.bold, "TIMESBD.TTF"), (family.italic, "timesi.ttf")):
        (tmp_path / "timesbd.ttf").unlink(missing_ok=True)
        shutil.copy(source, tmp_path / name)
    fonts.find.cache_clear()
    assert fonts.find((tmp_path,)).name == "Times New Roman"


def test_forms_are_imported_without_the_pdf_library():
    code = "import sys, desk.forms.render; print([m for m in sys.modules if m in {'reportlab', 'segno', 'PIL'}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
