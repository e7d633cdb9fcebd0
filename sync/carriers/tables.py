"""What carriers keep in a PC's file. Append only, like every set of steps."""

from sqlite_utils import Migrations
from sqlite_utils.db import Database

migrations = Migrations("peers")


@migrations()
def m065_peers(db: Database) -> None:
    """The heads of each PC of the office as it last told them, and when that was, in s since 1970 UTC by our clock."""
    db.table("peer").create({"device": str, "heads": bytes, "at": int}, pk="device")


@migrations()
def m066_addresses(db: Database) -> None:
    """Where a person said that other PCs of the office are."""
    db.table("lan_address").create({"address": str}, pk="address")
