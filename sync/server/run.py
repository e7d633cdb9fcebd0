"""`run`: the server itself, until it is told to stop."""

import argparse
import logging
import signal
from pathlib import Path
from threading import Event

from desk import Refused, words
from sync.server import store
from sync.server.app import App
from sync.server.limits import PER_MINUTE, Rate
from sync.server.scans import QUOTA
from sync.server.serve import listen


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("run", help=words.text("server.help.run"))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=words.text("server.help.data"))
    parser.add_argument(
        "--listen",
        default="127.0.0.1:8420",
        metavar="HOST:PORT",
        type=_host_port,
        help=words.text("server.help.listen"),
    )
    parser.add_argument("--rate", type=int, default=PER_MINUTE, metavar="N", help=words.text("server.help.rate"))
    parser.add_argument(
        "--scan-quota",
        type=_gigabytes,
        default=QUOTA / 1e9,
        metavar="GB",
        help=words.text("scans_travel.server_help.quota"),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Listen, print the address on a line of its own, and serve until SIGTERM or Ctrl+C."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    keys, engine = store.open_folder(args.data, make=False)
    try:
        app = App(engine, keys, Rate(args.rate), store.open_shelf(args.data), int(args.scan_quota * 1e9))
        listening = listen(app, *args.listen)
    except Refused:
        engine.close()
        raise
    print(listening.address, flush=True)
    while not stop.wait(1.0):  # a wait without an end would not see Ctrl+C on Windows
        pass
    listening.stop()
    return 0


def _gigabytes(given: str) -> float:
    try:
        size = float(given)
    except ValueError:
        size = -1.0
    if not 0 <= size < float("inf"):
        raise argparse.ArgumentTypeError(words.text("scans_travel.server_help.bad_quota", given=given))
    return size


def _host_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(words.text("server.bad_listen", listen=text))
    return host.strip("[]"), int(port)
