"""Signed requests: the signer, the method, the path and the body's digest, or nothing."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync import signing
from sync.signing import Identity, Unsigned, sign, verify
from sync.wire import PATH

KEY = Ed25519PrivateKey.generate()
HEADERS = sign(Identity("00562", "abcdefgh", KEY), b"body", bytes(12))


def find(office, device):
    return KEY.public_key() if (office, device) == ("00562", "abcdefgh") else None


def test_a_signed_request_names_its_signer():
    signed = verify("POST", PATH, HEADERS, find)
    assert (signed.office, signed.device, signed.nonce) == ("00562", "abcdefgh", bytes(12))
    assert signed.digest == HEADERS["Content-Digest"]


@pytest.mark.parametrize("name", HEADERS)
def test_one_changed_letter_in_any_header_is_noticed(name):
    value = HEADERS[name]
    for place in range(len(value)):
        if name == "Signature" and place > len(value) - 5:
            continue  # the last letter of base64 has bits that mean nothing
        letter = "A" if value[place] != "A" else "B"
        with pytest.raises(Unsigned):
            verify("POST", PATH, HEADERS | {name: value[:place] + letter + value[place + 1 :]}, find)


def test_another_method_path_or_signer_is_noticed():
    for method, path in (("PUT", PATH), ("POST", "/v1/other")):
        with pytest.raises(Unsigned):
            verify(method, path, HEADERS, find)
    with pytest.raises(Unsigned) as stranger:
        verify("POST", PATH, HEADERS, lambda *_: None)
    assert not stranger.value.known


def test_who_cannot_look_a_signer_up_does_not_call_him_a_stranger():
    def away(office, device):
        raise TimeoutError

    with pytest.raises(TimeoutError):
        verify("POST", PATH, HEADERS, away)


def test_a_signature_must_cover_the_body(monkeypatch):
    monkeypatch.setattr(signing, "COVERED", ("@method",))
    weak = sign(Identity("00562", "abcdefgh", KEY), b"body", bytes(12))
    monkeypatch.undo()
    with pytest.raises(Unsigned):
        verify("POST", PATH, weak, find)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_headers_are_read_or_refused(one, two, three):
    with pytest.raises(Unsigned):
        verify("POST", PATH, {"Signature-Input": one, "Signature": two, "Content-Digest": three}, find)
