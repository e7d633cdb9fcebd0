"""What waits for the province's signature is kept up by the file itself, whatever becomes of scans and receipts."""

from hashlib import sha256
from random import Random

import pytest

from desk import store
from sync.scans import travel
from tests.sync.offices import open_pcs

STEPS = (
    "INSERT OR IGNORE INTO scan_file VALUES (:file, :n, :n)",
    "INSERT OR IGNORE INTO scan_file VALUES (:file, :n, :n)",
    "DELETE FROM scan_file WHERE sha256 = :file",
    "INSERT INTO scan_sent VALUES (:file, :label, NULL, :n + 100, 0, 0, 0) ON CONFLICT (sha256) DO UPDATE SET "
    "label = excluded.label, length = excluded.length, held = 0, receipt = 0 WHERE label <> excluded.label",
    "UPDATE scan_sent SET held = :n, receipt = 0, checked = :n WHERE sha256 = :file",
    "UPDATE scan_sent SET held = length, receipt = 7, checked = :n WHERE sha256 = :file",
    "UPDATE scan_sent SET receipt = 0, held = 0, checked = 0 WHERE :n < 10",
    "INSERT OR IGNORE INTO scan_wanted VALUES (:file, :n, 0)",
    "DELETE FROM scan_wanted WHERE sha256 = :file",
    "INSERT OR IGNORE INTO scan (id, sha256, size) VALUES (:file, :file, :n)",
    "DELETE FROM scan WHERE sha256 = :file AND :n < 50",
)
"""What `scan_store`, `receipts` and `travel` write, on few files so that they meet."""

COUNTED = (
    "SELECT count(*), coalesce(sum(coalesce(length, size)), 0), coalesce(sum(held), 0), min(scan_file.at) "
    "FROM scan_file LEFT JOIN scan_sent USING (sha256) WHERE coalesce(receipt, 0) = 0 "
    "AND EXISTS (SELECT 1 FROM scan WHERE scan.sha256 = scan_file.sha256) "
    "AND sha256 NOT IN (SELECT sha256 FROM scan_wanted)"
)


@pytest.fixture
def desk(tmp_path):
    [found] = open_pcs(tmp_path, 1)
    yield found
    found.close()


def test_the_queue_is_what_counting_every_file_comes_to(desk):
    chance, files = Random(4), [sha256(bytes([n])).hexdigest() for n in range(6)]
    seen = set()
    with store.transaction(desk.db):
        for _ in range(1500):
            values = {"file": chance.choice(files), "n": chance.randrange(200), "label": bytes([chance.randrange(3)])}
            desk.db.execute(chance.choice(STEPS), values)
            now = travel.queue(desk)
            assert (now.waiting, now.bytes, now.done, now.oldest) == desk.db.execute(COUNTED).fetchone()
            seen.add(now.waiting)
    assert len(seen) > 3
