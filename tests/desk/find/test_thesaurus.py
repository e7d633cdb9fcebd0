import json
import tomllib
from collections import Counter

import pytest

from desk.find.spelling import words
from desk.find.thesaurus import FOLDER, Thesaurus, published
from tests.source import SHARED

FILES = sorted(FOLDER.glob("*.toml"))


def spans(thesaurus, text, open_end=False):
    typed = words(text)
    found = thesaurus.spans(typed, [[(word.folded, 1.0)] for word in typed], open_end)
    return {(span.start, span.end, " ".join(span.meaning)) for span in found}


@pytest.fixture
def taught():
    thesaurus = Thesaurus(faint=frozenset({"cho", "con"}))
    thesaurus.add("giấy độc thân", ("hon", "nhan"))
    thesaurus.add("khai sinh cho bé", ("khai", "sinh"))
    thesaurus.add("là gì", ())
    return thesaurus


def test_a_saying_is_found_inside_a_query(taught):
    assert spans(taught, "xin giay doc than moi") == {(1, 4, "hon nhan")}


def test_a_question_means_nothing(taught):
    assert spans(taught, "hộ khẩu là gì") == {(2, 4, "")}


def test_a_light_word_may_be_left_out_or_put_in(taught):
    assert spans(taught, "khai sinh bé") == {(0, 3, "khai sinh")}
    assert spans(taught, "khai sinh cho con bé") == {(0, 5, "khai sinh")}


def test_an_unfinished_saying_is_understood_only_at_an_open_end(taught):
    assert spans(taught, "giấy độc th", open_end=True) == {(0, 3, "hon nhan")}
    assert spans(taught, "giấy độc th") == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_has_the_shape_the_thesaurus_reads(path):
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(data) <= {"means", "questions", "faint", "variants"}
    phrases = [*data.get("questions", []), *data.get("faint", []), *data.get("variants", [])]
    for meaning, sayings in data.get("means", {}).items():
        phrases += [meaning, *sayings]
    assert all(words(phrase) for phrase in phrases)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_saying_is_written_twice_for_one_meaning(path):
    for meaning, sayings in tomllib.loads(path.read_text(encoding="utf-8")).get("means", {}).items():
        assert [saying for saying, times in Counter(sayings).items() if times > 1] == [], meaning


def test_the_thesaurus_is_broad():
    data = [tomllib.loads(path.read_text(encoding="utf-8")).get("means", {}) for path in FILES]
    assert sum(map(len, data)) > 300
    assert published().vocabulary


@pytest.mark.skipif(not SHARED.exists(), reason=f"no shared data at {SHARED}")
def test_the_public_queries_are_not_listed():
    queries = {row["query"] for row in json.loads((SHARED / "search_public.json").read_text(encoding="utf-8"))}
    said = {
        saying
        for path in FILES
        for sayings in tomllib.loads(path.read_text(encoding="utf-8")).get("means", {}).values()
        for saying in sayings
    }
    assert [query for query in queries & said if len(query.split()) > 3] == []
