"""PCs of one office find each other on its network (mDNS, RFC 6762; DNS-SD, RFC 6763), and tell others next to nothing.

What is announced: a service "_casedesk._tcp" under a random name, its address and port, and marks (`lan_trust`) over
that name, one for each epoch of the office's key that this PC knows, made up to a fixed number with random ones. A
stranger learns that a desk exists. The name is new at each start, so that nobody can follow a PC by it.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from hmac import compare_digest
from ipaddress import ip_address
from threading import Thread

import ifaddr
from zeroconf import Error, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from sync.carriers.lan_trust import EPOCHS, MARK, Epoch, Trust

TYPE = "_casedesk._tcp.local."
ASKED = 3000
"""ms that a PC which was announced may take to tell its address."""


def addresses() -> list[str]:
    """The IPv4 addresses of this PC that others of its network may reach, sorted."""
    all = [str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
    return sorted(address for address in all if not ip_address(address).is_loopback)


class Finder:
    """Announces this PC's `port`, and calls `found` with the address of each PC of the office, on a thread of its own.

    `here` are this PC's own addresses. Where the network knows no multicast nothing is found, and nothing fails.
    """

    def __init__(self, trust: Trust, port: int, here: Sequence[str], found: Callable[[str], object]) -> None:
        self._trust, self._port, self._here, self._found = trust, port, list(here), found
        self._name = os.urandom(8).hex()
        self._network: Zeroconf | None = None
        self._thread = Thread(target=self._start, name="casedesk-find", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Say goodbye and listen no more."""
        self._thread.join()
        if self._network is not None:
            self._network.close()

    def _start(self) -> None:
        with suppress(OSError, Error):
            self._network = Zeroconf(interfaces=self._here)
            self._network.register_service(self._info())
            ServiceBrowser(self._network, TYPE, listener=_Heard(self))

    def _info(self) -> ServiceInfo:
        return ServiceInfo(
            TYPE,
            f"{self._name}.{TYPE}",
            port=self._port,
            properties={"v": "1", "m": announced(self._trust.known, self._name)},
            server=f"{self._name}.local.",
            parsed_addresses=self._here,
        )

    def heard(self, network: Zeroconf, type: str, name: str) -> None:
        """Look at a desk that was announced: is it one of ours?"""
        word = name.removesuffix(f".{type}")
        if word == self._name:
            return
        info = network.get_service_info(type, name, ASKED)
        if info is None or not info.port or not recognised(self._trust.known, word, info.properties.get(b"m") or b""):
            return
        for address in info.parsed_addresses():
            self._found(f"[{address}]:{info.port}" if ":" in address else f"{address}:{info.port}")


class _Heard(ServiceListener):
    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self._finder.heard(zc, type_, name)

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self._finder.heard(zc, type_, name)

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        pass  # a PC that does not answer is left alone for a while anyway


def announced(known: Sequence[Epoch], word: str) -> bytes:
    """The marks over a name, always as many bytes."""
    marks = [epoch.mark(word) for epoch in known]
    return "".join(marks + [os.urandom(MARK // 2).hex() for _ in range(EPOCHS - len(marks))]).encode()


def recognised(known: Sequence[Epoch], word: str, marks: bytes) -> bool:
    """Whether a desk that is announced knows a key of this office."""
    if not word.isascii():
        return False
    there = [marks[at : at + MARK] for at in range(0, min(len(marks), EPOCHS * MARK), MARK)]
    return any(compare_digest(mark, epoch.mark(word).encode()) for epoch in known for mark in there)
