"""The tables, as migrations. A migration that has been released is never changed; add another.

Own SQL throughout: `transform()` of sqlite-utils drops triggers and generated columns without a
word, so it is never used here. Points, quantities: whole hundredths. Days: `2025-07-01`. Times:
UTC, `2025-07-01T08:30:00Z`; without `'+0 days'` SQLite would take 30 February for a day. Not
given: NULL, or empty text where the column is text.
"""

from collections.abc import Iterable

from sqlite_utils import Database, Migrations

from rulesengine.store.connection import APPLICATION_ID, SCHEMA_VERSION
from rulesengine.store.views import VIEWS

migrations = Migrations("rulesengine")

_FIRST = (
    """
    CREATE TABLE village (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE CHECK (name <> '')
    ) STRICT
    """,
    # One run of import: a file that was read whole.
    """
    CREATE TABLE import (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('records', 'households', 'people')),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
        row_count INTEGER NOT NULL CHECK (row_count >= 0),
        added INTEGER NOT NULL CHECK (added BETWEEN 0 AND row_count),
        imported_at TEXT NOT NULL
            CHECK (imported_at IS strftime('%Y-%m-%dT%H:%M:%SZ', imported_at, '+0 days')),
        imported_by TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    # village_id NULL: the file names no village.
    """
    CREATE TABLE household (
        id INTEGER PRIMARY KEY,
        village_id INTEGER REFERENCES village (id),
        name TEXT NOT NULL CHECK (name <> '')
    ) STRICT
    """,
    "CREATE UNIQUE INDEX household_once ON household (name, ifnull(village_id, 0))",
    "CREATE INDEX household_village ON household (village_id)",
    # One line of a households file: what holds from since_day on (NULL: from the beginning).
    """
    CREATE TABLE household_history (
        id INTEGER PRIMARY KEY,
        household_id INTEGER NOT NULL REFERENCES household (id),
        since_day TEXT CHECK (since_day IS date(since_day, '+0 days')),
        joined_day TEXT CHECK (joined_day IS date(joined_day, '+0 days')),
        left_day TEXT CHECK (left_day IS date(left_day, '+0 days')),
        facts TEXT NOT NULL CHECK (json_valid(facts) AND json_type(facts) = 'object'),
        import_id INTEGER NOT NULL REFERENCES import (id) DEFERRABLE INITIALLY DEFERRED,
        file_row INTEGER CHECK (file_row >= 0)
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX household_history_once
        ON household_history (household_id, ifnull(since_day, ''))
    """,
    "CREATE INDEX household_history_import ON household_history (import_id)",
    """
    CREATE TABLE person (
        id INTEGER PRIMARY KEY,
        village_id INTEGER REFERENCES village (id),
        name TEXT NOT NULL CHECK (name <> '')
    ) STRICT
    """,
    "CREATE UNIQUE INDEX person_once ON person (name, ifnull(village_id, 0))",
    "CREATE INDEX person_village ON person (village_id)",
    # One line of a people file. The household is a name: its own file may come later, or never.
    """
    CREATE TABLE person_history (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person (id),
        household TEXT NOT NULL CHECK (household <> ''),
        since_day TEXT CHECK (since_day IS date(since_day, '+0 days')),
        joined_day TEXT CHECK (joined_day IS date(joined_day, '+0 days')),
        left_day TEXT CHECK (left_day IS date(left_day, '+0 days')),
        facts TEXT NOT NULL CHECK (json_valid(facts) AND json_type(facts) = 'object'),
        import_id INTEGER NOT NULL REFERENCES import (id) DEFERRABLE INITIALLY DEFERRED,
        file_row INTEGER CHECK (file_row >= 0)
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX person_history_once
        ON person_history (person_id, household, ifnull(since_day, ''))
    """,
    "CREATE INDEX person_history_import ON person_history (import_id)",
    # ref: the id as the file gives it (a number or a text, never turned into the other), or the
    # next whole number where the file gives none. content: a digest of what the row says.
    # occurrence: how many equal rows stood before it in a file without ids; NULL where the file
    # gave the id.
    """
    CREATE TABLE record (
        id INTEGER PRIMARY KEY,
        ref ANY NOT NULL UNIQUE CHECK (typeof(ref) IN ('integer', 'text')),
        day TEXT NOT NULL CHECK (day IS date(day, '+0 days')),
        village TEXT NOT NULL DEFAULT '',
        household TEXT NOT NULL DEFAULT '',
        person TEXT NOT NULL DEFAULT '',
        item TEXT NOT NULL,
        quantity_hundredths INTEGER,
        judged_hundredths INTEGER,
        event TEXT NOT NULL DEFAULT '',
        status TEXT NOT NULL
            CHECK (status IN ('declared', 'checked', 'approved', 'rejected', 'withdrawn')),
        facts TEXT NOT NULL DEFAULT '{}'
            CHECK (json_valid(facts) AND json_type(facts) = 'object'),
        scorer TEXT NOT NULL DEFAULT '',
        evidence TEXT NOT NULL DEFAULT '',
        entered_at TEXT NOT NULL
            CHECK (entered_at IS strftime('%Y-%m-%dT%H:%M:%SZ', entered_at, '+0 days')),
        entered_by TEXT NOT NULL DEFAULT '',
        import_id INTEGER REFERENCES import (id) DEFERRABLE INITIALLY DEFERRED,
        file_row INTEGER CHECK (file_row >= 0),
        content BLOB NOT NULL CHECK (length(content) = 16),
        occurrence INTEGER CHECK (occurrence >= 0)
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX record_once ON record (content, occurrence) WHERE occurrence IS NOT NULL
    """,
    "CREATE INDEX record_import ON record (import_id)",
    # village_id NULL: for every village that has adopted none of its own.
    """
    CREATE TABLE policy (
        id INTEGER PRIMARY KEY,
        village_id INTEGER REFERENCES village (id),
        name TEXT NOT NULL,
        first_day TEXT NOT NULL CHECK (first_day IS date(first_day, '+0 days')),
        text TEXT NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
        source_name TEXT NOT NULL,
        language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
        adopted_at TEXT NOT NULL
            CHECK (adopted_at IS strftime('%Y-%m-%dT%H:%M:%SZ', adopted_at, '+0 days'))
    ) STRICT
    """,
    "CREATE UNIQUE INDEX policy_once ON policy (ifnull(village_id, 0), first_day)",
    "CREATE INDEX policy_village ON policy (village_id)",
    """
    CREATE TRIGGER policy_never_changed BEFORE UPDATE ON policy
    BEGIN SELECT raise(ABORT, 'an adopted policy is never changed'); END
    """,
    """
    CREATE TRIGGER policy_never_deleted BEFORE DELETE ON policy
    BEGIN SELECT raise(ABORT, 'an adopted policy is never deleted'); END
    """,
    # INSERT OR REPLACE would delete without asking the trigger above.
    """
    CREATE TRIGGER policy_never_replaced BEFORE INSERT ON policy
    WHEN EXISTS (
        SELECT 1 FROM policy
        WHERE id = new.id OR (first_day = new.first_day AND village_id IS new.village_id)
    )
    BEGIN SELECT raise(ABORT, 'an adopted policy is never replaced'); END
    """,
    """
    CREATE TRIGGER import_never_changed BEFORE UPDATE ON import
    BEGIN SELECT raise(ABORT, 'a run of import is never changed'); END
    """,
    """
    CREATE TRIGGER import_never_deleted BEFORE DELETE ON import
    BEGIN SELECT raise(ABORT, 'a run of import is never deleted'); END
    """,
)


@migrations()
def register_records_policies(database: Database) -> None:
    """The register, records, runs of import and adopted policies."""
    _run(database, _FIRST)


_CORRECTIONS = (
    # A record that a later file said otherwise, by its id: what it was and what it became, as JSON
    # of the columns of `record`. Written beside the new columns of the record, and never changed.
    """
    CREATE TABLE record_change (
        id INTEGER PRIMARY KEY,
        record_id INTEGER NOT NULL REFERENCES record (id),
        old TEXT NOT NULL CHECK (json_valid(old) AND json_type(old) = 'object'),
        new TEXT NOT NULL CHECK (json_valid(new) AND json_type(new) = 'object'),
        import_id INTEGER NOT NULL REFERENCES import (id) DEFERRABLE INITIALLY DEFERRED,
        changed_at TEXT NOT NULL
            CHECK (changed_at IS strftime('%Y-%m-%dT%H:%M:%SZ', changed_at, '+0 days'))
    ) STRICT
    """,
    "CREATE INDEX record_change_record ON record_change (record_id)",
    "CREATE INDEX record_change_import ON record_change (import_id)",
    """
    CREATE TRIGGER record_change_never_changed BEFORE UPDATE ON record_change
    BEGIN SELECT raise(ABORT, 'what was corrected is never changed'); END
    """,
    """
    CREATE TRIGGER record_change_never_deleted BEFORE DELETE ON record_change
    BEGIN SELECT raise(ABORT, 'what was corrected is never deleted'); END
    """,
    # INSERT OR REPLACE would delete without asking the trigger above.
    """
    CREATE TRIGGER record_change_never_replaced BEFORE INSERT ON record_change
    WHEN EXISTS (SELECT 1 FROM record_change WHERE id = new.id)
    BEGIN SELECT raise(ABORT, 'what was corrected is never replaced'); END
    """,
)


@migrations()
def keep_corrections(database: Database) -> None:
    """What records said before they were corrected."""
    _run(database, _CORRECTIONS)


_SHEETS = (
    # sheet: several policies may stand side by side in one village, each with its own versions;
    # empty is the main one.
    "ALTER TABLE policy ADD COLUMN sheet TEXT NOT NULL DEFAULT ''",
    "DROP INDEX policy_once",
    "CREATE UNIQUE INDEX policy_once ON policy (ifnull(village_id, 0), sheet, first_day)",
    "DROP TRIGGER policy_never_replaced",
    """
    CREATE TRIGGER policy_never_replaced BEFORE INSERT ON policy
    WHEN EXISTS (
        SELECT 1 FROM policy
        WHERE id = new.id OR (
            first_day = new.first_day AND sheet = new.sheet AND village_id IS new.village_id
        )
    )
    BEGIN SELECT raise(ABORT, 'an adopted policy is never replaced'); END
    """,
)


@migrations()
def keep_sheets_apart(database: Database) -> None:
    """Policies side by side in one village, each on a sheet of its own."""
    _run(database, _SHEETS)


_EXTENDED = (
    # What an adopted policy extends, kept with it: level 1 is the text it names, 2 what that names.
    # The policy is known by its sha256, which is of all these texts.
    """
    CREATE TABLE extended_text (
        id INTEGER PRIMARY KEY,
        policy_sha256 TEXT NOT NULL
            CHECK (length(policy_sha256) = 64 AND policy_sha256 NOT GLOB '*[^0-9a-f]*'),
        level INTEGER NOT NULL CHECK (level >= 1),
        source_name TEXT NOT NULL CHECK (source_name <> ''),
        text TEXT NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX extended_text_once ON extended_text (policy_sha256, level)",
    """
    CREATE TRIGGER extended_text_never_changed BEFORE UPDATE ON extended_text
    BEGIN SELECT raise(ABORT, 'what an adopted policy extends is never changed'); END
    """,
    """
    CREATE TRIGGER extended_text_never_deleted BEFORE DELETE ON extended_text
    BEGIN SELECT raise(ABORT, 'what an adopted policy extends is never deleted'); END
    """,
    # INSERT OR REPLACE would delete without asking the trigger above.
    """
    CREATE TRIGGER extended_text_never_replaced BEFORE INSERT ON extended_text
    WHEN EXISTS (
        SELECT 1 FROM extended_text
        WHERE id = new.id OR (policy_sha256 = new.policy_sha256 AND level = new.level)
    )
    BEGIN SELECT raise(ABORT, 'what an adopted policy extends is never replaced'); END
    """,
)


@migrations()
def keep_extended_texts(database: Database) -> None:
    """The texts that adopted policies extend."""
    _run(database, _EXTENDED)


def _run(database: Database, statements: Iterable[str]) -> None:
    for statement in statements:
        database.execute(statement)


def migrate(database: Database) -> None:
    """Bring the file up to date; the caller holds the transaction.

    The views hold nothing, so they are made anew each time.
    """
    migrations.apply(database)
    for name, query in VIEWS.items():
        database.create_view(name, query, replace=True)
    assert len(migrations.applied(database)) == SCHEMA_VERSION
    database.execute(_MARK_APPLICATION)
    database.execute(_MARK_VERSION)


# A PRAGMA takes no parameters; both numbers are our own constants.
_MARK_APPLICATION = f"PRAGMA application_id = {APPLICATION_ID:d}"
_MARK_VERSION = f"PRAGMA user_version = {SCHEMA_VERSION:d}"
