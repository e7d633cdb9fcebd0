"""Every window in Vietnamese, every other one in English: drawn, whole, named, in its language, with all its glyphs.

`python -m tests.gallery` draws all, in any language, theme and size. Set CASEDESK_PICTURES to a folder to keep these;
otherwise those of windows with which something is wrong are kept beside what else the test leaves.
"""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from tests.gallery.drawing import VIEWS, draw
from tests.gallery.faults import faults
from tests.gallery.office import Office


@pytest.fixture(scope="module")
def office(qapp, tmp_path_factory):
    """The office of all pictures."""
    made = Office(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@pytest.mark.parametrize(("language", "every"), [("vi", 1), ("en", 2)])
def test_every_window_is_whole_named_and_in_one_language(office, tmp_path, language, every):
    wanted = os.environ.get("CASEDESK_PICTURES", "")
    folder = Path(wanted or tmp_path) / language
    drawn = list(draw(office, folder, tmp_path, language=language, every=every, keep=bool(wanted)))
    assert [each.name for each in drawn] == list(VIEWS)[::every]
    assert {each.name: each.wrong for each in drawn if each.wrong} == {}


def test_what_is_wrong_with_a_window_is_found(qapp):
    label = QLabel("Next citizen \U0010fffd")
    label.setAccessibleName("Save and print the slip")
    label.resize(20, 8)
    label.show()
    found = faults(label, label.grab(), "vi")
    label.close()
    assert any(each.startswith("no glyph") for each in found)
    blank = QLabel()
    assert "empty" in faults(blank, blank.grab(), "vi")
