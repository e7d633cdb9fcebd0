"""The benches run; what they measure is for people to read, and no test asserts a time."""

import json

import pytest

from tests.bench.__main__ import GROUPS, main
from tests.bench.exchanging import work
from tests.bench.table import HEADS, Figure, table


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_runs_and_tells_its_figures(group, tmp_path, capsys):
    assert main(["--quick", "--only", group, "--json", str(tmp_path / "figures.json")]) == 0
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))[group]
    assert figures
    printed = capsys.readouterr().out
    assert all(figure["name"] in printed for figure in figures)


def test_the_workload_is_the_same_every_time_and_as_large_as_it_is_meant_to_be():
    one, again = work(300, 2), work(300, 2)
    assert (one.lines_of_new(), one.lines_of_edits()) == (again.lines_of_new(), again.lines_of_edits())
    sizes = [len(json.dumps(line, ensure_ascii=False).encode()) for line in one.lines_of_new()]
    assert 1000 < sum(sizes) / len(sizes) < 1500
    assert len(one.edits) == 600


def test_an_edit_of_the_workload_always_changes_something():
    one = work(40, 10)
    now = [dict(new.values) for new in one.new]
    for place, field, value in one.edits:
        assert now[place].get(field) != value
        now[place][field] = value


def test_a_target_is_told_beside_its_figure():
    figures = [Figure("saves", 3.0, "ms", 2.0, "bare", most=1.2, by_ratio=True), Figure("day", 2.0, "s", most=2.5)]
    lines = table({"group": figures}).splitlines()
    assert [cell.strip() for cell in lines[0].strip("|").split("|")] == list(HEADS)
    assert "1.50" in lines[3] and "MISSED" in lines[3]
    assert "<= 2.50 s  met" in lines[4]
    assert len({len(line) for line in lines}) == 1
