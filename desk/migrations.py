"""The desk's tables. Append only: a released step is never edited, the next one changes what it made."""

from sqlite_utils import Migrations
from sqlite_utils.db import Database

migrations = Migrations("desk")

_CHILDREN: dict[str, dict[str, type]] = {
    "paper": {"key": str, "name": str, "form": str, "copies": int},
    "note": {"text": str, "at": str},
    "move": {"action": str, "stage": str, "reason": str, "at": str},
    "print": {"form": str, "copies": int, "at": str},
}


@migrations()
def m001_records(db: Database) -> None:
    """The rows that changes fold into, one table for each kind of record."""
    numbers = {"sets": int, "fee": int}
    texts = (
        "id number portal_number office competent_office procedure procedure_version procedure_name subject "
        "applicant_kind applicant_name applicant_id birth_date sex address phone email submitter_name submitter_id "
        "channel fee_paid collect state received_at due_at assignee note result_number result_date returned_at "
        "returned_to void_reason stage"
    )
    db.table("case").create(dict.fromkeys(texts.split(), str) | numbers, pk="id")
    for columns in (["number"], ["portal_number"], ["stage", "due_at"], ["due_at"], ["received_at"], ["applicant_id"]):
        db.table("case").create_index(columns)
    for kind, columns_of in _CHILDREN.items():
        db.table(kind).create({"id": str, "case_id": str, **columns_of}, pk="id")
        db.table(kind).create_index(["case_id"])
    db.table("officer").create({"id": str, "name": str, "roles": str, "position": str}, pk="id")


@migrations()
def m002_merge(db: Database) -> None:
    """What is kept of a record beside its row: the versions of its fields, and which of them are in conflict."""
    db.table("merge").create({"id": str, "kind": str, "state": bytes}, pk="id")
    db.table("conflict").create({"id": str, "kind": str, "field": str}, pk=("id", "field"))
    db.table("conflict").create_index(["kind", "field"])


@migrations()
def m003_search(db: Database) -> None:
    """Full text over cases, folded: rows follow `case` by rowid, the text itself is not kept twice."""
    db.execute(
        "CREATE VIRTUAL TABLE case_search USING fts5(words, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4')"
    )


@migrations()
def m004_procedures(db: Database) -> None:
    """Imported procedures: reference data, not folded from the log."""
    columns = {"code": str, "version": str, "effective_from": str, "effective_to": str, "body": str}
    db.table("procedure").create(columns, pk=("code", "version"))


@migrations()
def m005_counters(db: Database) -> None:
    """Numbers this PC hands out; each only ever grows."""
    db.table("counter").create({"name": str, "value": int}, pk="name")


@migrations()
def m006_lists(db: Database) -> None:
    """Indices that hold all a list asks for, so that scrolling far or counting reads no rows."""
    for before in ("stage_due_at", "due_at", "received_at"):
        db.execute(f"DROP INDEX idx_case_{before}")
    for columns in (["stage", "due_at", "id"], ["stage", "received_at", "id"], ["due_at", "id", "stage"]):
        db.table("case").create_index(columns)
    db.table("case").create_index(["received_at", "id", "stage"])


@migrations()
def m010_work(db: Database) -> None:
    """What accumulates while a case is worked on; movements also by time, to find cases that have long stood still."""
    kinds: dict[str, dict[str, type]] = {
        "handover": {"n": int, "step": int, "giver": str, "taker": str, "at": str, "note": str},
        "suspension": {"reason": str, "at": str, "until": str},
        "extension": {"reason": str, "was_due": str, "due_at": str, "at": str},
        "return": {"name": str, "person_id": str, "way": str, "signed": int, "parcel": str, "at": str},
        "satisfaction": {"score": int, "scale": int, "at": str},
    }
    for kind, columns in kinds.items():
        db.table(kind).create({"id": str, "case_id": str, **columns}, pk="id")
        db.table(kind).create_index(["case_id", "at"])
    db.table("move").create_index(["case_id", "at"])


@migrations()
def m020_scans(db: Database) -> None:
    """Scans of cases, and which of them were written out of the desk. The files themselves lie beside the database."""
    texts = "id case_id paper_id name sha256 original media at void_reason"
    numbers = {"size": int, "pages": int, "order": int, "sensitive": int}
    db.table("scan").create(dict.fromkeys(texts.split(), str) | numbers, pk="id")
    for columns in (["case_id"], ["sha256"], ["original"]):
        db.table("scan").create_index(columns)
    db.table("export").create({"id": str, "case_id": str, "scan_id": str, "at": str}, pk="id")
    db.table("export").create_index(["case_id"])


@migrations()
def m030_audit(db: Database) -> None:
    """Who logged in, failed to, and looked at what, at this PC; `at` in s since 1970 UTC. Not folded from the log."""
    texts = dict.fromkeys("officer action record detail".split(), str)
    db.table("audit").create({"at": int, **texts})
    db.table("audit").create_index(["at"])


@migrations()
def m031_officers(db: Database) -> None:
    """Roles for a time, and accounts that travel."""
    duty = dict.fromkeys("id officer role field since until".split(), str)
    db.table("duty").create(duty, pk="id")
    db.table("duty").create_index(["officer"])
    db.table("account").create({"id": str, "officer": str, "lock": bytes}, pk="id")
    db.table("account").create_index(["officer"])


@migrations()
def m040_books(db: Database) -> None:
    """Certification books, the numbers set aside in them, and their lines."""
    book = {"kind": str, "year": int, "opened_at": str, "holders": str, "next": int, "closed_at": str}
    db.table("book").create({"id": str, **book, "given": int, "void": int}, pk="id")
    aside = {"book": str, "device": str, "first": int, "last": int, "next": int}
    db.table("bookrange").create({"id": str, **aside}, pk="id")
    texts = dict.fromkeys("case_id at person subject signer note void_reason".split(), str)
    line = {"book": str, "number": int, "last": int, "copies": int, "fee": int, **texts}
    db.table("bookentry").create({"id": str, **line}, pk="id")
    db.table("book").create_index(["kind", "year"])
    db.table("bookrange").create_index(["book"])
    db.table("bookentry").create_index(["book", "number"])
    db.table("bookentry").create_index(["case_id"])


@migrations()
def m041_hints(db: Database) -> None:
    """The office's own know-how about procedures."""
    texts = "id procedure text by only at void_reason"
    db.table("hint").create(dict.fromkeys(texts.split(), str), pk="id")
    db.table("hint").create_index(["procedure"])


@migrations()
def m050_lists(db: Database) -> None:
    """What lists sort and scope by: sound times, the PC of reception, who received.

    Filled as the log refolds. Indices hold all that a list asks for, so that counting reads no rows.
    """
    for name in ("received_by", "due", "received", "returned", "device"):
        db.execute(f"ALTER TABLE [case] ADD COLUMN {name} TEXT DEFAULT ''")
    for before in ("stage_due_at_id", "stage_received_at_id", "due_at_id_stage", "received_at_id_stage"):
        db.execute(f"DROP INDEX idx_case_{before}")
    db.execute("DROP INDEX idx_case_applicant_id")
    whose = ("device", "assignee", "received_by")
    for columns in (("stage", "due", "id"), ("stage", "received", "id"), ("due", "id", "stage")):
        db.execute(f"CREATE INDEX idx_case_{'_'.join(columns)} ON [case] ({', '.join((*columns, *whose))})")
    db.execute(f"CREATE INDEX idx_case_received ON [case] (received, id, stage, {', '.join(whose)})")
    db.execute("CREATE INDEX idx_case_stage_returned ON [case] (stage, returned, id) WHERE returned != ''")
    db.execute("CREATE INDEX idx_case_alike ON [case] (applicant_id, procedure, received_at) WHERE applicant_id != ''")
    db.execute("CREATE INDEX idx_suspension_standing ON suspension (case_id) WHERE until = ''")


@migrations()
def m051_tally(db: Database) -> None:
    """How many cases there are of each stage, PC of reception, holder and receiver; kept by triggers."""
    key = "stage, device, assignee, received_by"
    db.execute(f"CREATE TABLE tally (stage, device, assignee, received_by, count INTEGER, PRIMARY KEY ({key}))")
    db.execute(f"INSERT INTO tally SELECT {key}, count(*) FROM [case] GROUP BY {key}")
    for name, event, steps in (
        ("made", "INSERT", (("NEW", 1),)),
        ("gone", "DELETE", (("OLD", -1),)),
        ("moved", "UPDATE OF state, stage, assignee, received_by", (("OLD", -1), ("NEW", 1))),
    ):
        counted = " ".join(_COUNT.format(row=row, step=step) for row, step in steps)
        db.execute(f"CREATE TRIGGER case_{name} AFTER {event} ON [case] BEGIN {counted} END")


_COUNT = (
    "INSERT INTO tally VALUES ({row}.stage, {row}.device, {row}.assignee, {row}.received_by, {step}) "
    "ON CONFLICT DO UPDATE SET count = count + excluded.count;"
)


@migrations()
def m052_search(db: Database) -> None:
    """Without a prefix of one letter, which nearly every case has; the cases are indexed anew as the log refolds."""
    db.execute("DROP TABLE case_search")
    db.execute(
        "CREATE VIRTUAL TABLE case_search USING fts5(words, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
    )


@migrations()
def m053_filters(db: Database) -> None:
    """Lists that officers made for themselves, and what each chose last at this PC."""
    db.table("filter").create({"id": str, "officer": str, "name": str, "wants": str, "gone": int}, pk="id")
    db.table("filter").create_index(["officer"])
    db.table("habit").create({"officer": str, "name": str, "value": str}, pk=("officer", "name"))


@migrations()
def m054_alike(db: Database) -> None:
    """Possible duplicates among what is open are found in indices alone."""
    db.execute("DROP INDEX idx_case_alike")
    same = "applicant_id, procedure, received_at, id, stage, void_reason"
    db.execute(f"CREATE INDEX idx_case_alike ON [case] ({same}) WHERE applicant_id != ''")
    stages = "'received', 'in_process', 'waiting_supplement', 'waiting_payment', 'done'"
    db.execute(
        "CREATE INDEX idx_case_open_person ON [case] (applicant_id, procedure, received, id, stage) "
        f"WHERE stage IN ({stages}) AND applicant_id != ''"
    )


@migrations()
def m055_own(db: Database) -> None:
    """The office's own calendar and words on forms."""
    texts = dict.fromkeys("id name text by at".split(), str)
    db.table("ownfile").create({**texts, "n": int}, pk="id")
    db.table("ownfile").create_index(["name"])


@migrations()
def m080_settling(db: Database) -> None:
    """What is kept of decisions between values, and the case that another one went into."""
    db.execute("ALTER TABLE [case] ADD COLUMN merged_into TEXT DEFAULT ''")
    kinds = {
        "settlement": "case_id kind record field value before reason by at pcs group proposed_by undoes",
        "overruled": "settlement case_id field value author device heard_at",
        "objection": "settlement overruled case_id by text at answer",
        "proposal": "case_id kind record field value seen reason by at answer",
        "twins": "case_id other verdict",
        "policy": "for_typing for_identity for_money for_law for_number two phrases",
    }
    for kind, names in kinds.items():
        numbers = {"seq": int} if kind == "overruled" else {}
        db.table(kind).create(dict.fromkeys(f"id {names}".split(), str) | numbers, pk="id")
    for kind in ("settlement", "overruled", "objection", "proposal", "twins"):
        db.table(kind).create_index(["case_id"])
    db.table("settlement").create_index(["group"])
    db.execute("CREATE INDEX idx_overruled_unheard ON overruled (author) WHERE heard_at = ''")
    db.execute("CREATE INDEX idx_objection_open ON objection (settlement) WHERE answer = ''")
    db.execute("CREATE INDEX idx_proposal_open ON proposal (record) WHERE answer = ''")
    db.execute("CREATE INDEX idx_case_void ON [case] (id) WHERE void_reason != ''")
    db.execute("CREATE INDEX idx_case_portal_twice ON [case] (portal_number) WHERE portal_number != ''")


@migrations()
def m081_mass(db: Database) -> None:
    """What was decided about changes that would void, end or overwrite many cases."""
    db.table("massdecision").create(dict.fromkeys("id device verdict at".split(), str), pk="id")


@migrations()
def m100_joining(db: Database) -> None:
    """PCs on their way into the office: the doors they may call at, and what they ask."""
    db.table("doorway").create(
        {"id": str, "invitation": str, "key": bytes, "public": bytes, "ends": int, "used_by": str}, pk="id"
    )
    asking = {"id": str, "invitation": str, "device": str, "request": bytes, "sealed": bytes}
    db.table("asking").create(asking, pk="id")
    for kind in ("doorway", "asking"):
        db.table(kind).create_index(["invitation"])


@migrations()
def m101_begun(db: Database) -> None:
    """Drafts that lie open, as other PCs of the office hold them."""
    db.table("begun").create(
        {"id": str, "officer": str, "device": str, "at": int, "body": bytes, "ended": int}, pk="id"
    )
    db.execute("CREATE INDEX idx_begun_open ON begun (device) WHERE ended = 0")


@migrations()
def m102_takeover(db: Database) -> None:
    """Which PC goes on with the work of which, and the number on a slip of a case that died with its PC."""
    texts = dict.fromkeys("id gone heir at number".split(), str)
    db.table("takeover").create({**texts, "known": int}, pk="id")
    db.table("takeover").create_index(["heir"])
    db.execute("ALTER TABLE [case] ADD COLUMN slip_number TEXT DEFAULT ''")
    db.execute("CREATE INDEX idx_case_slip ON [case] (slip_number) WHERE slip_number != ''")


@migrations()
def m120_online(db: Database) -> None:
    """Cases as the online software has them, noted during or after an outage."""
    names = "id case_id portal_number applicant_name applicant_id procedure_name received stands note by at verdict"
    db.table("onlinecase").create(dict.fromkeys(names.split(), str), pk="id")
    db.execute("CREATE INDEX idx_onlinecase_open ON onlinecase (at) WHERE verdict = ''")


@migrations()
def m131_writes(db: Database) -> None:
    """States of records (`desk.record.State`) and changes (`sync.log`) are written as no older program reads them."""


@migrations()
def m160_pc_acts(db: Database) -> None:
    """Which officer let PCs in or took them out."""
    db.table("pcact").create(dict.fromkeys("id device act copy_of".split(), str), pk="id")


@migrations()
def m162_begun_scans(db: Database) -> None:
    """Scans that lie with drafts which other PCs of the office hold too."""
    texts = dict.fromkeys("id begun sha256 media name paper".split(), str)
    db.table("begunscan").create({**texts, "size": int, "pages": int, "sensitive": int, "ended": int}, pk="id")
    for column in ("begun", "sha256"):
        db.table("begunscan").create_index([column])


@migrations()
def m163_conflict_of_a_kind(db: Database) -> None:
    """A PC put back may give one id to records of two kinds: each has its own fields in conflict."""
    db.table("conflict").transform(pk=("id", "kind", "field"))
