"""What stands where in the whole numbers that the kernel reads and writes: a name for each place.

Four blocks of memory, each one long row of int64: `table` (a timeline), `state` (of one thread),
`people` (the register) and `out` (lines and acts). Each begins with named places; behind them lie
rows of one kind after the other, and a place that points to a row holds where the row begins. The
`calendar` is a row of int32. So nothing is looked for, and no row is copied.
"""

MISSING = -(1 << 63)  # a fact nobody knows
MISSING_AMOUNT = -(1 << 31)  # a quantity, or judged points, that a record does not carry
LAST_OF_DAYS = 3652059  # the number of 9999-12-31; 1 is that of the first day of all
HEAD = 64  # named places at the beginning of a block

# --- the calendar: a row for each day, and the first for all days before -------------------------
# Its first seven columns are the indices of the kinds of period.
DAY, WEEK, MONTH, QUARTER, HALF_YEAR, YEAR, EVER = range(7)
IN_USE = 7  # the version in use
IN_FORCE = 8  # the same, or -1 where its policy is not in force
PACKED = 9  # the date as 20250731
BEGINS = 9  # BEGINS + a kind from WEEK to YEAR: the first day of the period that holds the day
NEXT_TURN = 15  # the row on which another version, or a period of some base, begins
CALENDAR_COLUMNS = 16  # one line of a processor's cache

# --- `table`: named places -----------------------------------------------------------------------
(
    FIRST_OF_ALL, UNTIL, CLEARS, SUSPENDS_EVER, STANDING_KIND, STANDING_INDEX,
    HAS_BASES, ACCOUNT_IS_PERSON, SHEET_OF, CODES, SHEETS, VERSIONS, ENDS, AGENDA,
    AGENDA_STEPS, EVALUATED, EVALUATED_END, LAST_ROW, MATCHES, GIFTS, GIFTS_END,
) = range(21)  # fmt: skip
STANDING_SLOTS = 32  # seven places by kind of period: where the standing is summed, or -1

# --- sheets: one row for each item and act of each version ---------------------------------------
(
    KIND, POINTS, SIZE, IS_TIMES, LOW, HIGH, ROWS, ROWS_END, OTHERWISE, MEASURE_KIND, MEASURE,
    COUNT_SLOT, COUNT_PERIOD, FIRST_DAY, LAST_DAY, ELIGIBLE, ELIGIBLE_END, WHEN, WHEN_END,
    FACTORS, FACTORS_END, REQUIRES, REQUIRES_END, NEEDS_EVENT, MOST_ROW, MOST_FACTOR, MAY_BE_LARGE,
    ROUND_TO, IS_AWARD, HIGHEST, HIGHEST_SLOT, HIGHEST_PERIOD, TIMES, TIMES_END, LIMITS, LIMITS_END,
    MOST_EACH, MOST_EACH_LABEL, FLOORS, FLOORS_END, BONUSES, BONUSES_END, SUMS, SUMS_END, CATEGORY,
    NAME, ACT_PERIOD, EVALUATE, ASKS, JUDGES, CARRIES, CARRY_SLOT, CARRY_PERIOD, MOST_REST,
    GIVEN_IN,
) = range(55)  # fmt: skip
SHEET_COLUMNS = 56
# KIND
PER_UNIT, PER_BLOCK, PER_PERIOD, JUDGED, BY_LEVEL, BY_BAND, BY_COUNT, CLEAR, BAR = range(9)
# CARRIES: what is left of a block goes on in its period; MOST_REST: the most that can be left
# JUDGES: one, or how the points of several become one
ONE_JUDGE, MEAN, MEAN_WITHOUT_EXTREMES, MEDIAN = range(4)
# HIGHEST
HIGHEST_NONE, HIGHEST_OF_EVENT, HIGHEST_OF_PERIOD = range(3)
HIGHEST_LABEL = 1  # what its lines are called, among the labels

# --- limits in the order in which they take ------------------------------------------------------
# CHARGED: what the record uses is added here (each counter once, however often it is met)
# LIMIT_WHEN: for whom it cuts; it counts everybody
COUNTER, AMOUNT, PERIOD, PER_PERSON, CHARGED, LABEL, LIMIT_WHEN, LIMIT_WHEN_END = range(8)
LIMIT_COLUMNS = 8

# --- rows of values: a level, a number or a count, and its points --------------------------------
ROW_KEY, ROW_POINTS = range(2)
ROW_COLUMNS = 2

# --- factors (a condition, hundredths), requirements (a condition, a fact) -----------------------
FACTOR_WHEN, FACTOR_WHEN_END, FACTOR_TIMES = range(3)
FACTOR_COLUMNS = 3
REQUIRE_WHEN, REQUIRE_WHEN_END, REQUIRE_FACT = range(3)
REQUIRE_COLUMNS = 3

# --- floors: the sum they look at, the points down to which they let a deduction go --------------
# FLOOR_BASE_SLOT: the sum of a category's base where it counts as well, or -1
FLOOR_SLOT, FLOOR_PERIOD, FLOOR_POINTS, FLOOR_LABEL, FLOOR_BASE_SLOT = range(5)
FLOOR_COLUMNS = 5

# --- sums: where a line is added; where those of a category begin and end ------------------------
SUM_SLOT, SUM_PERIOD = range(2)
SUM_COLUMNS = 2

# --- bonuses, and deductions and bars that come like them -----------------------------------------
(
    BONUS_MEASURE, BONUS_AMOUNT, BONUS_PERIOD, BONUS_TALLY, BONUS_GIVEN, BONUS_POINTS,
    BONUS_LIMITS, BONUS_LIMITS_END, BONUS_SUMS, BONUS_SUMS_END, BONUS_CATEGORY, BONUS_NAME,
    BONUS_IS_AWARD, BONUS_FLOORS, BONUS_FLOORS_END, BONUS_IS_BAR, BONUS_FIRST_DAY, BONUS_LAST_DAY,
    BONUS_WINDOW, BONUS_WINDOW_FROM, BONUS_WINDOW_END, BONUS_GIVEN_IN,
) = range(22)  # fmt: skip
BONUS_COLUMNS = 22
# BONUS_WINDOW: the number of a window of months, or -1; of one TALLY is the total, GIVEN the first
# that still counts, WINDOW_END behind the last; WINDOW_FROM: its first days, by day of the run
# BONUS_MEASURE; of a run AMOUNT is how many periods, TALLY the latest period, GIVEN the length
OF_TIMES, OF_QUANTITY, OF_POINTS, OF_A_RUN = range(4)

# --- versions: what holds in one as a whole ------------------------------------------------------
(
    SUSPENDS, SUSPEND_BELOW, RESUME, EVALUATES, EVALUATE_SLOT, BASES, BASES_END,
    VERSION_ELIGIBLE, VERSION_ELIGIBLE_END,
) = range(9)  # fmt: skip
VERSION_COLUMNS = 9

# --- bases ---------------------------------------------------------------------------------------
# BASE_CATEGORY: where it is summed: the standing, and the base of its category
BASE_POINTS, BASE_PERIOD, BASE_REDEEMABLE, BASE_SLOT, BASE_CATEGORY, BASE_GIVEN_IN = range(6)
BASE_COLUMNS = 6

# --- gifts of the version in use on the last day, and what releases them --------------------------
# GIVEN_IN of sheets, bonuses and bases, and GIFT_CATEGORY: a category by number
GIFT_CATEGORY, GIFT_MATCHES, GIFT_MATCHES_END = range(3)
GIFT_COLUMNS = 3
MATCH_POINTS, MATCH_EARNED, MATCH_WHEN, MATCH_WHEN_END = range(4)
MATCH_COLUMNS = 4

# --- ends of periods after which points expire, and the agenda of their days ---------------------
END_DAY, END_DUE, END_KEPT_PERCENT, END_ROUND_TO, END_WIPES = range(5)
END_COLUMNS = 5
AGENDA_DAY, AGENDA_NUMBER, AGENDA_IS_DUE = range(3)
AGENDA_COLUMNS = 3

# --- conditions as steps on a stack --------------------------------------------------------------
OPERATION, LEFT_KIND, LEFT, ORDER, RIGHT_KIND, RIGHT = range(6)
STEP_COLUMNS = 6
COMPARE, NOT, AND, OR = range(4)  # AND and OR take as many answers as LEFT says
EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST = range(6)
# operands: a number, or where to look
LITERAL, RECORD_FACT, HOUSEHOLD_FACT, PERSON_FACT, RECORD_AGE, HOUSEHOLD_AGE, PERSON_AGE = range(7)
RECORD_DAY, RAW_POINTS = 7, 8
# answers
NO, YES, UNKNOWN = range(3)

# --- `short`: plain items alone, and the calendar by columns; a row of int32 ---------------------
# Columns have a place for each day from the first. VERSION: where the codes of the version in force
# begin, or -1. STANDING_FROM: the first day of the last day's evaluation period. Codes: by item
# where its row begins, or -1. A row: points, name, where its limits on times end and where all do,
# then the limits; their PERIOD is the column of its indices.
SHORT_VERSION, SHORT_STANDING_FROM = range(2)
SHORT_HEAD = 4
SHORT_POINTS, SHORT_NAME, SHORT_TIMES_END, SHORT_END, SHORT_LIMITS = range(5)
SHORT_SLOT, SHORT_AMOUNT, SHORT_PERIOD = range(3)
SHORT_COLUMNS = 3

# --- `state`: the account that a thread is at, the record at hand, and where its rows begin ------
(
    STANDING, BALANCE, REDEEMABLE, SUSPENDED, EXPIRED, ACCOUNT, AGENDA_STEP, NOTED, FIRST_END,
    AMOUNTS_WRITTEN, CUTS_WRITTEN, BASES_DUE, NEXT_BASE, LOTS_WRITTEN, RECORD, ROW, QUANTITY,
    JUDGED_POINTS, EVENT, PERSON, HOUSEHOLD_MEMBER, PERSON_MEMBER, RAW, CREDITED, CUTS, ANSWERS,
    DUE, KEPT, AMOUNTS, KEYS, KEYS_MASK, RECORDS, ALWAYS_THERE, JUDGINGS,
    WINDOWS, WINDOW_ROOM, LOTS,
) = range(37)  # fmt: skip
FIGURES = 4  # standing, balance, redeemable, suspended: what is kept of an account at its end
# ALWAYS_THERE: the account is in the register on every day of the run
# JUDGINGS: where the columns of several judges' points begin behind the facts; -1 without
PER_ACCOUNT = 14  # places that begin at 0 with each account: those before RECORD
# A counter: whose it is (account and index of the period), what it has counted. They lie at HEAD.
USED = 1
SLOT_COLUMNS = 2
CUT_LABEL, CUT_POINTS = range(2)  # what took of the record at hand
CUT_COLUMNS = 2
KEPT_COLUMNS = 2  # of a period's end: what was redeemable then, and all that had expired by then
DUE_ROW, DUE_BASE = range(2)  # a base of the account, and the calendar's row of its day
DUE_COLUMNS = 2
# a line of standing that a clear may strike
AMOUNT_DAY, AMOUNT_CATEGORY, AMOUNT_POINTS, AMOUNT_BASE = range(4)
AMOUNT_COLUMNS = 4
# points that may be redeemed, kept where gifts are matched
LOT_DAY, LOT_CATEGORY, LOT_POINTS = range(3)
LOT_COLUMNS = 3
GIFT_FIGURES = 3  # of an account for each category of gifts: given, earned, released
# what counts in a window of months, in order of day; a window has WINDOW_ROOM places
WINDOW_DAY, WINDOW_AMOUNT = range(2)
WINDOW_COLUMNS = 2
# of a person or an event: account, counter and index of the period, whose, what it counted
KEY_ACCOUNT, KEY_COUNTER, KEY_WHOSE, KEY_USED = range(4)
KEY_COLUMNS = 4

# --- `people`: rows by member and by account -----------------------------------------------------
SNAPSHOTS, STAYS, MEMBERS, PEOPLE_FACTS = range(4)  # lists of where rows begin; how many facts
# a snapshot: the day from which on it holds, then its facts; a stay: both ends, the household
STAY_JOINED, STAY_LEFT, STAY_HOUSEHOLD = range(3)
STAY_COLUMNS = 3

# --- `out` ---------------------------------------------------------------------------------------
LINES_WRITTEN, LINES_ROOM, LINES, ACTS_WRITTEN, ACTS_ROOM, ACTS, TOTALS, TOTAL_PERIODS = range(8)
FIRST_ACCOUNT = 8
LOSSES_READ = 9  # whether somebody reads what limits took: lines or totals
OUT_SETTLE, OUT_SETTLE_FROM = 10, 11  # the kind of settlement period, the index of the first
LINE_ACCOUNT, LINE_DAY, LINE_KIND, LINE_RECORD, LINE_NAME, LINE_LABEL, LINE_POINTS = range(7)
LINE_COLUMNS = 7
# the kinds of line, in the order of core.posting.Kind
(BASE, AWARD, BONUS, DEDUCT, CLEARED, CORRECTION, REDEEM, EXPIRE, WAIVED, LOST, SPARED) = range(11)
KINDS = 11
# what acts did: clears with what they struck, bars
ACT_RECORD, ACT_FIRST, ACT_LAST, ACT_BASE, ACT_IS_BAR, ACT_NAME = range(6)
ACT_COLUMNS = 6

# --- outcomes, in the order of core.passbook.RecordOutcome ---------------------------------------
(
    ERROR, NOT_APPROVED, NO_POLICY, OUTSIDE_DATES, NOT_IN_REGISTER, NOT_ELIGIBLE,
    CONDITION_NOT_MET, FACT_MISSING, APPROVAL_MISSING, WORTH_NOTHING, NOT_ABOVE_HIGHEST,
    TIMES_USED_UP, POINTS_USED_UP, SPARED_BY_FLOOR, IN_PART, IN_FULL,
) = range(16)  # fmt: skip
PASSES = 127  # step 1 has nothing against it
COUNTED = 64  # added to the outcome of a record that is counted

# --- columns behind the facts, where some record has the points of several judges ----------------
# How many judged, the lowest, the sum; the one or the two in the middle: their sum.
JUDGED_BY, JUDGED_LOWEST, JUDGED_SUM, JUDGED_MIDDLE = range(4)

# --- masks of the columns that may be left out ---------------------------------------------------
MASK_APPROVED, MASK_QUANTITY, MASK_JUDGED, MASK_EVENT, MASK_PERSON = range(5)
MASK_HOUSEHOLD_MEMBER, MASK_PERSON_MEMBER = 5, 6
