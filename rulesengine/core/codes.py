"""Every diagnostic code, one line each. A retired number is never used again.

R0xx reading a policy, R1xx names, R2xx units, types and sizes, R3xx logic (mostly warnings),
R4xx records, registers and files, R5xx databases and the outside world, R6xx policy tests and what
a policy that extends another may change, R9xx our own bugs. Each code has a page in `docs/errors/`
and a case in the tests.
"""

import enum


class Severity(enum.Enum):
    """An error has no meaning, so nothing is scored; a warning has one that may surprise."""

    ERROR = "error"
    WARNING = "warning"


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING


class Code(enum.Enum):
    """A code: its number, its name in plain words, its severity."""

    # R0xx reading a policy
    UNREADABLE_TEXT = ("R001", "unreadable-text", _ERROR)
    POLICY_TOO_LARGE = ("R002", "policy-too-large", _ERROR)
    UNKNOWN_STATEMENT = ("R003", "unknown-statement", _ERROR)
    UNEXPECTED_WORD = ("R004", "unexpected-word", _ERROR)
    UNFINISHED_STATEMENT = ("R005", "unfinished-statement", _ERROR)
    UNCLOSED_QUOTE = ("R006", "unclosed-quote", _ERROR)
    NESTED_TOO_DEEP = ("R007", "nested-too-deep", _ERROR)
    BAD_DATE = ("R008", "bad-date", _ERROR)
    BAD_NUMBER = ("R009", "bad-number", _ERROR)
    EMPTY_POLICY = ("R011", "empty-policy", _ERROR)
    MISPLACED_STATEMENT = ("R012", "misplaced-statement", _ERROR)
    REPEATED_STATEMENT = ("R013", "repeated-statement", _ERROR)
    REPEATED_CLAUSE = ("R014", "repeated-clause", _ERROR)
    COMMA_BETWEEN_ROWS = ("R015", "comma-between-rows", _ERROR)
    MISSING_EFFECTIVE = ("R016", "missing-effective", _ERROR)
    UNSUITABLE_CLAUSE = ("R017", "unsuitable-clause", _ERROR)
    MISSING_NAME = ("R018", "missing-name", _WARNING)

    # R1xx names
    UNKNOWN_NAME = ("R101", "unknown-name", _ERROR)
    NAME_TWICE = ("R102", "name-twice", _ERROR)

    # R2xx units, types and sizes
    MISSING_UNIT = ("R201", "missing-unit", _ERROR)
    WRONG_UNIT = ("R202", "wrong-unit", _ERROR)
    WRONG_TYPE = ("R203", "wrong-type", _ERROR)
    OUT_OF_RANGE = ("R204", "out-of-range", _ERROR)
    WRONG_SUBJECT = ("R205", "wrong-subject", _ERROR)
    MISSING_ROW = ("R206", "missing-row", _ERROR)
    ROWS_OUT_OF_ORDER = ("R207", "rows-out-of-order", _ERROR)
    WRONG_TABLE = ("R208", "wrong-table", _ERROR)
    MISSING_PERIOD = ("R209", "missing-period", _ERROR)
    DATES_OUT_OF_ORDER = ("R210", "dates-out-of-order", _ERROR)

    # R3xx logic
    NEVER_BINDS = ("R301", "limit-never-binds", _WARNING)
    LIMIT_BELOW_AWARD = ("R302", "limit-below-award", _WARNING)
    UNREACHABLE_ITEM = ("R303", "unreachable-item", _WARNING)
    NO_FLOOR_SAID = ("R304", "no-floor-said", _WARNING)
    CARRY_NOT_SAID = ("R305", "carry-not-said", _WARNING)
    PRICE_DISAGREES = ("R306", "price-disagrees", _WARNING)
    EXPIRES_UNREDEEMED = ("R307", "expires-unredeemed", _WARNING)
    JUDGED_RANGE = ("R308", "judged-range", _WARNING)
    LEGAL_REVIEW = ("R309", "legal-review", _WARNING)
    ALWAYS_SAME = ("R310", "always-same", _WARNING)
    UNUSED_FACT = ("R311", "unused-fact", _WARNING)
    REPEATED_LIMIT = ("R312", "repeated-limit", _WARNING)
    OVERLAPPING_DATES = ("R313", "overlapping-dates", _WARNING)
    NOT_ON_STEP = ("R314", "not-on-step", _WARNING)
    UNIT_LIKE_PERIOD = ("R315", "unit-like-a-period", _WARNING)
    COUNT_ENDS = ("R316", "count-ends", _WARNING)
    ROW_NEVER_LEFT = ("R317", "row-never-left", _WARNING)
    TABLE_MISFIT = ("R320", "table-misfit", _ERROR)

    # R4xx records, registers and files
    UNREADABLE_FILE = ("R401", "unreadable-file", _ERROR)
    MISSING_COLUMN = ("R402", "missing-column", _ERROR)
    UNKNOWN_COLUMN = ("R403", "unknown-column", _ERROR)
    REPEATED_COLUMN = ("R404", "repeated-column", _ERROR)
    BAD_CELL = ("R405", "bad-cell", _ERROR)
    EMPTY_CELL = ("R406", "empty-cell", _ERROR)
    SOME_IDS_MISSING = ("R407", "some-ids-missing", _ERROR)
    ID_TWICE = ("R408", "id-twice", _ERROR)
    REGISTERED_TWICE = ("R409", "registered-twice", _ERROR)
    UNKNOWN_ITEM = ("R410", "unknown-item", _ERROR)
    UNKNOWN_ACCOUNT = ("R411", "unknown-account", _ERROR)
    NOT_TOGETHER = ("R412", "not-together", _ERROR)
    MISSING_QUANTITY = ("R413", "missing-quantity", _ERROR)
    BAD_QUANTITY = ("R414", "bad-quantity", _ERROR)
    MISSING_JUDGED = ("R415", "missing-judged-points", _ERROR)
    BAD_JUDGED = ("R416", "judged-out-of-range", _ERROR)
    MISSING_EVENT = ("R417", "missing-event", _ERROR)
    RAW_TOO_LARGE = ("R418", "raw-points-too-large", _ERROR)
    REGISTER_NEEDED = ("R419", "register-needed", _ERROR)
    TOO_MANY = ("R420", "too-many", _ERROR)
    FACT_MISSING = ("R421", "fact-missing", _WARNING)
    FACTS_UNCHECKED = ("R422", "facts-unchecked", _WARNING)
    SHEETS_LEFT = ("R423", "sheets-left", _WARNING)
    OUTSIDE_POLICY_DATES = ("R424", "outside-policy-dates", _WARNING)
    NAME_ALIKE = ("R425", "name-alike", _WARNING)
    OVER_BUDGET = ("R426", "over-budget", _WARNING)
    STILL_COUNTING = ("R427", "still-counting", _WARNING)
    STATUS_EMPTY = ("R428", "status-empty", _WARNING)
    NOTHING_TO_CORRECT = ("R429", "nothing-to-correct", _ERROR)
    STAYS_DISAGREE = ("R430", "stays-disagree", _ERROR)

    # R5xx databases and the outside world
    NOT_OUR_DATABASE = ("R501", "not-our-database", _ERROR)
    DATABASE_BUSY = ("R502", "database-busy", _ERROR)
    CANNOT_WRITE = ("R503", "cannot-write", _ERROR)
    DATABASE_TOO_NEW = ("R504", "database-too-new", _ERROR)
    ALREADY_THERE = ("R505", "already-there", _ERROR)
    NO_POLICY_ADOPTED = ("R506", "no-policy-adopted", _ERROR)
    VERSION_EXISTS = ("R507", "version-exists", _ERROR)
    DATABASE_TOO_OLD = ("R508", "database-too-old", _ERROR)

    # R6xx policy tests
    TEST_FAILED = ("R601", "test-failed", _ERROR)
    NO_TESTS = ("R602", "no-tests", _WARNING)

    # R603 and on: what a policy that extends another may change
    NOTHING_EXTENDED = ("R603", "nothing-extended", _ERROR)
    PARENT_MISSING = ("R604", "parent-missing", _ERROR)
    EXTENDS_ITSELF = ("R605", "extends-itself", _ERROR)
    FIXED_ABOVE = ("R606", "fixed-above", _ERROR)
    OUTSIDE_ALLOWED = ("R607", "outside-allowed", _ERROR)
    SET_OTHERWISE = ("R608", "set-otherwise", _ERROR)
    PARENT_DIFFERS = ("R609", "parent-differs", _ERROR)

    # R9xx our own bugs
    OUR_MISTAKE = ("R901", "our-mistake", _ERROR)

    def __init__(self, number: str, slug: str, severity: Severity) -> None:
        self.id = number
        self.slug = slug
        self.severity = severity
