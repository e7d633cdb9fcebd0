import dataclasses
import json
from copy import deepcopy

import pytest

from desk import Refused
from desk.procedures.procedure import NAME_LIMIT, Fee, PaperRule, Procedure, Step, from_json, from_kept, to_json
from desk.time.deadlines import Rule


def procedure(**changes):
    plain = Procedure(
        code="1.001193",
        version="2026-07",
        name="Đăng ký khai sinh",
        short="Khai sinh",
        aliases=("làm khai sinh", "khai sanh"),
        field="Hộ tịch",
        papers=(PaperRule("to-khai", "Tờ khai", 1, 0, True, ""), PaperRule("uy-quyen", "Ủy quyền", 1, 1, False, "Có")),
        limit=Rule("same_day", cutoff="15:00", supplement="restart"),
        limit_text="Ngay trong ngày",
        fees=(Fee("in_person", 8000, "bản", ""), Fee("online", None, "", "chưa rõ")),
        result="Giấy khai sinh",
        legal=("Luật Hộ tịch",),
        steps=(Step("Tiếp nhận", "reception", 0.5), Step("Trả kết quả", "reception", 0)),
        competent="UBND cấp xã",
        effective_from="2026-07-01",
        effective_to="",
        special=False,
        about="Trẻ mới sinh",
        source="2026-07",
    )
    return dataclasses.replace(plain, **changes)


def written(**changes):
    return json.loads(json.dumps(to_json(procedure()))) | changes


def test_a_procedure_survives_json():
    assert from_json(written()) == procedure()
    assert from_kept(written()) == procedure()


def test_a_procedure_without_a_limit_survives_json():
    open_ended = procedure(limit=None, limit_text="Nguồn không nêu")
    assert from_json(json.loads(json.dumps(to_json(open_ended)))) == open_ended
    assert from_kept(json.loads(json.dumps(to_json(open_ended)))) == open_ended


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Procedure)])
def test_every_field_has_to_be_there(name):
    data = written()
    del data[name]
    with pytest.raises(Refused) as refused:
        from_json(data)
    assert refused.value.values["name"] == name


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Procedure)])
def test_a_field_of_a_wrong_type_is_refused_by_record_and_name(name):
    with pytest.raises(Refused) as refused:
        from_json(written(**{name: 3.5}))
    assert refused.value.values["name"] == name
    assert name in str(refused.value)
    if name != "code":
        assert "1.001193" in str(refused.value)


def test_a_wrong_value_deep_inside_is_named_by_its_path():
    data = written()
    data["papers"][1]["original"] = "1"
    with pytest.raises(Refused) as refused:
        from_json(data)
    assert refused.value.values["name"] == "papers[1].original"


def test_an_unknown_field_is_refused_not_dropped():
    data = written()
    data["papers"][0]["colour"] = "red"
    with pytest.raises(Refused, match=r"papers\[0\]\.colour"):
        from_json(data)


IMPOSSIBLE = {
    "code": ["", "1001193", "1.001193x", "1.١٠٠١٩٣"],
    "version": ["", "7/2026"],
    "name": ["", " \u200b "],
    "short": ["", "x" * 61],
    "effective_from": ["", "2026-13-01", "20260701"],
    "effective_to": ["soon"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in IMPOSSIBLE.items() for value in values])
def test_an_impossible_value_is_refused(name, value):
    with pytest.raises(Refused) as refused:
        from_json(written(**{name: value}))
    assert refused.value.values["name"] == name


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("limit", "unit"), "weeks"),
        (("limit", "cutoff"), "27:00"),
        (("papers", 0, "original"), 20251),
        (("papers", 0, "copies"), -1),
        (("papers", 0, "key"), "uy-quyen"),
        (("papers", 0, "name"), ""),
        (("fees", 0, "channel"), "pigeon"),
        (("fees", 0, "amount"), -1),
        (("fees", 0, "amount"), True),
        (("fees", 0, "amount"), 10**12),
        (("steps", 0, "role"), "king"),
        (("steps", 0, "hours"), -1),
        (("steps", 0, "hours"), float("nan")),
    ],
)
def test_an_impossible_part_is_refused(path, value):
    data = inner = deepcopy(written())
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(Refused, match=r"1\.001193"):
        from_json(data)


def test_a_text_of_ten_million_letters_is_refused_by_its_limit():
    with pytest.raises(Refused, match=str(NAME_LIMIT)):
        from_json(written(name="x" * 10_000_000))


@pytest.mark.parametrize("data", [None, [], "1.001193", 7])
def test_what_is_no_object_is_refused(data):
    with pytest.raises(Refused):
        from_json(data)


def test_text_is_composed_and_freed_of_invisible_characters():
    assert from_json(written(name="Đa\u0306ng\u200b  ký")).name == "Đăng ký"
