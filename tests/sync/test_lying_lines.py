"""What answers is not the server, or not what the server said: clear words, and nothing of it is believed."""

import socket
import threading
from contextlib import contextmanager

import pytest

from sync import wire
from sync.envelope import segment_hash
from sync.errors import Offline, Tampered
from sync.frames import Body
from tests.proxy import Proxy, hang_up


@contextmanager
def answering(*answers):
    """A server that reads a request and says whatever it is told to; the last answer is repeated."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        for place in range(100):
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                client.recv(65536)
                client.sendall(answers[min(place, len(answers) - 1)])
                client.shutdown(socket.SHUT_WR)
                while client.recv(65536):
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    hang_up(listener)
    thread.join(5)


def http(status, body=b"", **headers):
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


PAGE = b"<html><body>Dang nhap Wi-Fi</body></html>"
TYPE = wire.TYPE


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (http("200 OK", PAGE, Content_Type="text/html", Content_Length=len(PAGE)), "not_ours"),
        (http("302 Found", Location="http://portal.invalid/", Content_Length=0), "not_ours"),
        (http("404 Not Found", Content_Length=0), "not_ours"),
        (http("502 Bad Gateway", PAGE, Content_Type="text/html", Content_Length=len(PAGE)), "status"),
        (http("200 OK", b"x", Content_Type=TYPE), "cut"),
        (http("200 OK", b"x", Content_Type=TYPE, Content_Length=10**12), "answer_large"),
        (http("200 OK", b"x", Content_Type=TYPE, Content_Length="9" * 5000), "answer_large"),
        (http("200 OK", b"x", Content_Type=TYPE, Content_Length="many"), "not_ours"),
        (http("200 OK", b"\0\0\0\x08abc", Content_Type=TYPE, Content_Length=50), "cut"),
        (http("200 OK", b"", Content_Type=TYPE, Content_Length=0), "cut"),
        (http("200 OK", b"\xff" * 50, Content_Type=TYPE, Content_Length=50), "answer_damaged"),
        (http("200 OK", b"\0\0\0\x05abcde", Content_Type=TYPE, Content_Length=9), "foreign_server"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "cut"),
        (b"", "cut"),
    ],
)
def test_what_is_no_answer_of_ours_is_named(province, answer, key):
    one, _ = province.provision()
    with answering(answer) as address, pytest.raises((Offline, Tampered)) as refused:
        one.exchange(one.carrier(address), [one.make()])
    assert refused.value.key == f"sync.{key}"
    assert str(refused.value)


def recorded(province, pc, segments=()):
    """The bytes of one true answer."""
    heard = bytearray()

    def listen(way, piece):
        if way == "down":
            heard.extend(piece)
        return piece

    with Proxy(province.address, alter=listen) as proxy:
        pc.carrier(proxy.address).exchange(pc.request(segments))
    return bytes(heard)


def test_an_old_answer_is_not_taken_for_a_new_one(province):
    one, _ = province.provision()
    old = recorded(province, one, [one.make()])
    with answering(old) as address, pytest.raises(Tampered) as refused:
        one.exchange(one.carrier(address))
    assert refused.value.key == "sync.old_answer"


def test_one_flipped_bit_anywhere_in_a_receipt_is_noticed(province, monkeypatch):
    monkeypatch.setattr("os.urandom", lambda count: bytes(count))  # the nonce of the recorded request
    one, _ = province.provision()
    whole = recorded(province, one, [one.make()])
    start = whole.index(b"\r\n\r\n") + 4
    for bit in range(start * 8, len(whole) * 8, 11):
        bad = bytearray(whole)
        bad[bit // 8] ^= 1 << bit % 8
        with answering(bytes(bad)) as address, pytest.raises((Offline, Tampered)):
            one.exchange(one.carrier(address))


def test_one_flipped_bit_anywhere_in_an_answers_segments_is_noticed(province, monkeypatch):
    one, two = province.provision()
    sent = [one.make(30), one.make(30)]
    one.exchange(one.carrier(province.address), sent)
    monkeypatch.setattr("os.urandom", lambda count: bytes(count))
    whole = recorded(province, two)
    start = whole.index(sent[0]) - 40
    for bit in range(start * 8, len(whole) * 8, 23):
        bad = bytearray(whole)
        bad[bit // 8] ^= 1 << bit % 8
        with answering(bytes(bad)) as address:
            answer = two.carrier(address).exchange(two.request())
        assert answer.broken is not None
        assert all(data in sent for data in answer.segments)


def test_a_damaged_answer_is_fetched_again(province):
    one, two = province.provision()
    sent = [one.make(3000), one.make(3000)]
    one.exchange(one.carrier(province.address), sent)
    flip = sent[1][1000:1010]
    with Proxy(province.address, alter=lambda way, piece: piece.replace(flip, bytes(10))) as proxy:
        answer = two.exchange(two.carrier(proxy.address))
    assert (answer.segments, answer.partial, answer.broken.key) == (sent[:1], None, "sync.answer_damaged")
    assert two.exchange(two.carrier(province.address)).segments == sent[1:]


def test_a_server_that_swaps_segments_is_caught_by_their_names():
    body = Body(100)
    a, b = b"one segment", b"another one"
    arrived = list(body.feed(b"\0\0\0\0" + segment_hash(a) + b"\0\0\0\x0b\0\0\0\0" + b))
    assert [frame.data for frame in arrived] == [None]
