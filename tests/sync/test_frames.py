"""Bodies taken apart as they arrive, in whatever pieces the line hands them over."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.envelope import segment_hash
from sync.frames import OVERHEAD, Body, Partial, frame, message

cuts = st.lists(st.integers(0, 500), max_size=8)


def pieces(data, places):
    places = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in pairwise(places)]


@given(st.binary(max_size=50), st.lists(st.binary(min_size=1, max_size=80), max_size=5), cuts)
def test_a_body_reads_back_in_any_pieces(said, segments, places):
    body = Body(100)
    data = message(said) + b"".join(frame(segment) for segment in segments)
    arrived = [one for piece in pieces(data, places) for one in body.feed(piece)]
    assert (body.message, [one.data for one in arrived]) == (said, segments)
    assert not body.unfinished
    assert body.partial is None


@given(st.lists(st.binary(min_size=1, max_size=80), min_size=1, max_size=5), st.integers(0, 600), cuts)
def test_a_body_cut_anywhere_goes_on_where_it_stopped(segments, at, places):
    data = message(b"") + b"".join(frame(segment) for segment in segments)
    first = Body(100)
    got = [one.data for piece in pieces(data[:at], places) for one in first.feed(piece)]
    part = first.partial
    second = Body(100, part)
    offset = len(part.data) if part else 0
    rest = [frame(segment, offset if place == 0 else 0) for place, segment in enumerate(segments[len(got) :])]
    got += [one.data for one in second.feed(message(b"") + b"".join(rest))]
    assert got == segments
    assert second.partial is None


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_any_bytes_are_taken_apart_without_a_fault(noise, held):
    body = Body(100, Partial(bytes(32), 50, held))
    try:
        for arrived in body.feed(noise):
            assert arrived.data is None or segment_hash(arrived.data) == arrived.hash
    except ValueError:
        assert len(noise) >= 4
    partial = body.partial
    assert partial is None or partial.data == held or partial.data in noise or len(partial.data) > len(held)


def test_an_offset_that_is_not_held_is_no_segment():
    data = b"some segment"
    body = Body(100, Partial(segment_hash(data), len(data), data[:3]))
    [arrived] = body.feed(message(b"") + frame(data, 5))
    assert arrived.data is None


def test_a_message_too_long_is_refused_at_once():
    with pytest.raises(ValueError, match="long"):
        list(Body(100).feed(b"\xff\xff\xff\xff"))


def test_a_frame_costs_what_is_said():
    assert len(frame(b"abc")) == OVERHEAD + 3
