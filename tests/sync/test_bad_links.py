"""Whole exchanges over every kind of bad line: recognised, named in words, nothing lost, and all in order after it."""

import contextlib
import datetime
import os
import re
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from sync.delivery import delivery
from sync.errors import Offline
from sync.segments import heads
from tests.proxy import Proxy, hang_up
from tests.sync.offices import receive_case
from tests.sync.test_exchange import pcs, sync  # noqa: F401
from tests.sync.test_lying_lines import PAGE, answering, http


def tried(desk, address):
    """One exchange that may end badly; the key of its reason, "" when it went well."""
    with contextlib.suppress(Offline):
        sync(desk, address)
        return ""
    assert delivery(desk).reason
    return desk.db.execute("SELECT reason FROM trouble").fetchone()[0]


def whole(province, *desks):
    """All is well over a good line: everybody holds everything, and the server has signed for it."""
    for desk in (*desks, *desks):
        sync(desk, province.address)
    assert all(heads(desk.db) == province.engine.heads("00562") for desk in desks)
    assert all(delivery(desk).complete for desk in desks)


def recorded(address, desk):
    """The bytes up and down of one exchange."""
    said = {"up": bytearray(), "down": bytearray()}

    def listen(way, piece):
        said[way] += piece
        return piece

    with Proxy(address, alter=listen) as line:
        sync(desk, line.address)
    return bytes(said["up"]), bytes(said["down"])


def places(message):
    """Byte offsets of every class in an HTTP message of the exchange, around each border in it."""
    head = message.index(b"\r\n\r\n") + 4
    said = head + 4 + int.from_bytes(message[head : head + 4], "big")
    borders = [message.index(b"\r\n"), head // 2, head, head + 4, said, said + 32, said + 36, said + 40, len(message)]
    around = {at + step for at in borders for step in (-1, 0, 1)} | {1, (said + len(message)) // 2}
    return sorted(at for at in around if 0 < at < len(message))


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_line_cut_at_any_class_of_offset_loses_nothing_and_claims_nothing(province, pcs, way):  # noqa: F811
    one, two = pcs
    receive_case(one)
    up, down = recorded(province.address, one)
    sync(two, province.address)
    for at in places(up if way == "up" else down):
        receive_case(one)
        receive_case(two)
        sync(two, province.address)
        with Proxy(province.address) as line:
            setattr(line, f"cut_{way}", at)
            reason = tried(one, line.address)
        assert reason in ("", "sync.cut", "sync.no_server")
        signed = delivery(one).delivered_to
        held = province.engine.heads("00562").get(one.device.id)
        assert signed <= (held.last if held else 0)
    whole(province, one, two)


@pytest.mark.parametrize("seed", range(3))
def test_with_three_connections_in_ten_dropped_all_arrives_once(province, pcs, seed):  # noqa: F811
    one, two = pcs
    reasons = []
    with Proxy(province.address, drop=0.3, seed=seed) as line:
        for _ in range(15):
            for desk in pcs:
                receive_case(desk)
                reasons.append(tried(desk, line.address))
        assert line.dropped
    assert set(reasons) <= {"", "sync.cut", "sync.no_server"}
    assert len(set(reasons)) > 1
    whole(province, one, two)


def post(address, message):
    """Send recorded bytes once more, as a line that duplicates would."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as line:
        line.sendall(message)
        line.shutdown(socket.SHUT_WR)
        while line.recv(65536):
            pass


def test_requests_that_come_twice_and_late_and_out_of_order_change_nothing(province, pcs):  # noqa: F811
    one, two = pcs
    old = []
    for _ in range(3):
        receive_case(one)
        old.append(recorded(province.address, one)[0])
    receive_case(two)
    sync(two, province.address)
    before = province.engine.heads("00562")
    for message in (*reversed(old), *old):
        post(province.address, message)
    assert province.engine.heads("00562") == before
    whole(province, one, two)


PORTAL = http("200 OK", PAGE, Content_Type="text/html", Content_Length=len(PAGE))


@pytest.mark.parametrize(
    ("answer", "key", "wait"),
    [
        (PORTAL, "not_ours", None),
        (http("500 Internal Server Error", Content_Length=0), "status", None),
        (http("503 Service Unavailable", Content_Length=0), "status", None),
        (http("503 Service Unavailable", Content_Length=0, Retry_After="120"), "busy", 120),
        (http("429 Too Many Requests", Content_Length=0), "status", None),
        (http("429 Too Many Requests", Content_Length=0, Retry_After="7"), "busy", 7),
        (http("429 Too Many Requests", Content_Length=0, Retry_After="9" * 30), "busy", 3600),
        (http("503 Service Unavailable", Content_Length=0, Retry_After="soon"), "status", None),
        (
            http("503 Service Unavailable", Content_Length=0, Retry_After="Thu, 01 Jan 1970 00:00:00 GMT"),
            "status",
            None,
        ),
    ],
)
def test_what_stands_between_is_named_and_nothing_is_lost(province, pcs, answer, key, wait):  # noqa: F811
    one, two = pcs
    receive_case(one)
    with answering(answer) as address, pytest.raises(Offline) as refused:
        sync(one, address)
    assert refused.value.key == f"sync.{key}"
    assert refused.value.values.get("wait") == wait
    assert (delivery(one).waiting, delivery(one).complete) == (2, False)
    assert delivery(one).reason == str(refused.value)
    whole(province, one, two)


def without(name):
    """Takes a header away from every message that passes."""
    pattern = re.compile(rb"(?i)\r\n" + name + rb":[^\r]*")
    return lambda way, piece: pattern.sub(b"", piece)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (b"signature", "server_bare"),
        (b"signature-input", "server_bare"),
        (b"content-digest", "server_bare"),
        (b"content-type", "not_ours"),
    ],
)
def test_a_proxy_that_strips_headers_is_named(province, pcs, header, key):  # noqa: F811
    one, two = pcs
    receive_case(one)
    with Proxy(province.address, alter=without(header)) as line:
        assert tried(one, line.address) == f"sync.{key}"
    assert not delivery(one).complete
    whole(province, one, two)


class Rechunking:
    """As a proxy passes answers on whose length it does not tell. One answer comes after another."""

    def __init__(self):
        self.left = 0

    def __call__(self, way, piece):
        if way == "up":
            return piece
        head = b""
        if piece.startswith(b"HTTP/1.1 200"):
            head, _, piece = piece.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)\r\ncontent-length:\s*(\d+)", head)
            self.left = int(length[1])
            head = head.replace(length[0], b"\r\nTransfer-Encoding: chunked") + b"\r\n\r\n"
        self.left -= len(piece)
        return head + (b"%x\r\n%s\r\n" % (len(piece), piece) if piece else b"") + b"0\r\n\r\n" * (self.left == 0)


def test_a_proxy_that_hides_the_length_of_an_answer_hinders_nothing(province, pcs):  # noqa: F811
    one, two = pcs
    receive_case(one)
    with Proxy(province.address, alter=Rechunking()) as line:
        assert [tried(desk, line.address) for desk in (one, two)] == ["", ""]
    assert delivery(one).complete
    whole(province, one, two)


@contextlib.contextmanager
def intercepting(folder):
    """Something that speaks TLS for any name, with a certificate of its own; what it heard, and its address."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "proxy")])
    now = datetime.datetime.now(datetime.UTC)
    built = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "proxy.pem").write_bytes(secret + built.sign(key, SHA256()).public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "proxy.pem")
    listener, heard = socket.create_server(("127.0.0.1", 0)), bytearray()

    def serve():
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line, contextlib.suppress(OSError), context.wrap_socket(line, server_side=True) as plain:
                heard.extend(plain.recv(65536))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield heard, f"https://localhost:{listener.getsockname()[1]}"
    hang_up(listener)
    thread.join(5)


def test_tls_that_is_intercepted_is_refused_in_words_before_a_byte_is_sent(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    receive_case(one)
    with intercepting(tmp_path) as (heard, address):
        assert tried(one, address) == "sync.tls_other"
        assert not heard
    assert "chứng chỉ" in delivery(one).reason
    whole(province, one, two)


def test_a_server_that_speaks_no_tls_is_named(province, pcs):  # noqa: F811
    one, two = pcs
    receive_case(one)
    assert tried(one, province.address.replace("http://127.0.0.1", "https://localhost")) == "sync.tls"
    whole(province, one, two)


def test_a_full_disk_at_the_server_is_named_and_what_it_holds_stays(province, pcs, caplog):  # noqa: F811
    one, two = pcs
    receive_case(one)
    sync(one, province.address)
    held, db = province.engine.heads("00562"), province.engine._db
    [(pages,)] = db.execute("PRAGMA page_count").fetchall()
    db.execute(f"PRAGMA max_page_count = {pages}")
    for _ in range(40):
        receive_case(one, note=os.urandom(400).hex())
    reasons = {tried(one, province.address) for _ in range(3)}
    assert reasons == {"sync.server_full"}
    assert province.engine.heads("00562") == held
    assert delivery(one).waiting == 40
    caplog.clear()
    db.execute("PRAGMA max_page_count = 1000000")
    whole(province, one, two)


def test_a_line_of_64_kbit_and_600_ms_only_takes_longer(province, pcs):  # noqa: F811
    one, two = pcs
    receive_case(one)
    with Proxy(province.address, rate=8000, delay=0.3) as line:
        assert [tried(desk, line.address) for desk in (one, two)] == ["", ""]
    assert heads(two.db) == province.engine.heads("00562")
