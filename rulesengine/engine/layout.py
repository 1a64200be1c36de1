"""What stands where in the whole-number tables that the kernel reads: a number for each field.

Nothing but names for columns, shared by those who write the tables and by the kernel. A row of a
table is one sheet, one limit, one step of a condition. All are int64.
"""

MISSING = -(1 << 63)  # a fact nobody knows
MISSING_AMOUNT = -(1 << 31)  # a quantity, or judged points, that a record does not carry
LAST_OF_DAYS = 3652059  # the number of 9999-12-31; 1 is that of the first day of all

# --- the calendar: one row for each day, and row 0 for all days before the first --------------------
# The first seven columns are the indices of the kinds of period, from day to ever.
DAY, WEEK, MONTH, QUARTER, HALF_YEAR, YEAR, EVER = range(7)
IN_USE = 7  # the version in use
IN_FORCE = 8  # the same, or -1 where its policy is not in force
PACKED = 9  # the date as 20250731
BEGINS = 9  # BEGINS + a kind from WEEK to YEAR: the first day of the period that holds the day
CALENDAR_COLUMNS = 16  # one line of a processor's cache

# --- sheets: one row for each item and act of each version ------------------------------------------
(
    KIND, POINTS, SIZE, IS_TIMES, LOW, HIGH, ROWS, ROWS_END, OTHERWISE, MEASURE_KIND, MEASURE,
    COUNT_SLOT, COUNT_PERIOD, FIRST_DAY, LAST_DAY, ELIGIBLE, ELIGIBLE_END, WHEN, WHEN_END,
    FACTORS, FACTORS_END, REQUIRES, REQUIRES_END, NEEDS_EVENT, MOST_ROW, MOST_FACTOR, MAY_BE_LARGE,
    ROUND_TO, IS_AWARD, HIGHEST, HIGHEST_SLOT, HIGHEST_PERIOD, TIMES, TIMES_END, LIMITS, LIMITS_END,
    MOST_EACH, FLOORS, FLOORS_END, BONUSES, BONUSES_END, SUMS, SUMS_END, CATEGORY, NAME,
    ACT_PERIOD, EVALUATE, MOST_EACH_LABEL, ASKS,
) = range(49)  # fmt: skip
SHEET_COLUMNS = 56

# KIND
PER_UNIT, PER_BLOCK, PER_PERIOD, JUDGED, BY_LEVEL, BY_BAND, BY_COUNT, CLEAR, BAR = range(9)
# HIGHEST
HIGHEST_NONE, HIGHEST_OF_EVENT, HIGHEST_OF_PERIOD = range(3)

# --- limits in the order in which they take ----------------------------------------------------------
# CHARGED: what the record uses is added here (each counter once, however often it is met)
COUNTER, AMOUNT, PERIOD, PER_PERSON, CHARGED, LABEL = range(6)
LIMIT_COLUMNS = 6

# --- rows of values: (level, number or count up to which, points) ------------------------------------
ROW_KEY, ROW_POINTS = range(2)

# --- factors (a condition's steps, hundredths), requirements (a condition's steps, a fact) ------------
FACTOR_WHEN, FACTOR_WHEN_END, FACTOR_TIMES = range(3)
REQUIRE_WHEN, REQUIRE_WHEN_END, REQUIRE_FACT = range(3)

# --- floors: the sum they look at, the points down to which they let a deduction go -------------------
FLOOR_SLOT, FLOOR_PERIOD, FLOOR_POINTS, FLOOR_LABEL = range(4)

# --- sums: where a line is added, by category -----------------------------------------------------------
SUM_SLOT, SUM_PERIOD = range(2)

# --- bonuses --------------------------------------------------------------------------------------------
(
    BONUS_MEASURE, BONUS_AMOUNT, BONUS_PERIOD, BONUS_TALLY, BONUS_GIVEN, BONUS_POINTS,
    BONUS_LIMITS, BONUS_LIMITS_END, BONUS_SUMS, BONUS_SUMS_END, BONUS_CATEGORY, BONUS_NAME,
) = range(12)  # fmt: skip
BONUS_COLUMNS = 12
# BONUS_MEASURE; of a run, AMOUNT is how many periods and TALLY the first of two slots
OF_TIMES, OF_QUANTITY, OF_POINTS, OF_A_RUN = range(4)

# --- versions: what holds in one as a whole ---------------------------------------------------------------
VERSION_FIRST, SUSPENDS, SUSPEND_BELOW, RESUME, EVALUATES, EVALUATE_SLOT, BASES, BASES_END = range(
    8
)
VERSION_ELIGIBLE, VERSION_ELIGIBLE_END = 8, 9
VERSION_COLUMNS = 10

# --- bases ----------------------------------------------------------------------------------------------------
BASE_POINTS, BASE_PERIOD, BASE_REDEEMABLE, BASE_SLOT = range(4)

# --- ends of periods after which points expire, and the agenda of their days ----------------------------------
END_DAY, END_DUE, END_KEPT_PERCENT, END_ROUND_TO, END_WIPES = range(5)
AGENDA_DAY, AGENDA_END, AGENDA_IS_DUE = range(3)

# --- conditions as steps on a stack ------------------------------------------------------------------------------
OPERATION, LEFT_KIND, LEFT, ORDER, RIGHT_KIND, RIGHT = range(6)
COMPARE, NOT, AND, OR = range(4)  # AND and OR take as many answers as LEFT says
EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST = range(6)
# operands: a number, or where to look
LITERAL, RECORD_FACT, HOUSEHOLD_FACT, PERSON_FACT, HOUSEHOLD_AGE, PERSON_AGE, RECORD_AGE = range(7)
RECORD_DAY, RAW_POINTS = 7, 8
# answers
NO, YES, UNKNOWN = range(3)
DEEPEST = 64  # answers that wait on the stack at once

# --- the state of one account ---------------------------------------------------------------------------------------
STAMP, USED = range(2)  # a slot: whose value it is (account and period), and the value
(
    ACCOUNT, STANDING, BALANCE, REDEEMABLE, SUSPENDED, EXPIRED, AGENDA_STEP, NOTED, FIRST_END,
    AMOUNTS, CUTS,
) = range(11)  # fmt: skip
BOOK_COLUMNS = 16
FIGURES = 4  # standing, balance, redeemable, suspended: what is kept of an account at its end

# --- lines as the kernel writes them ----------------------------------------------------------------------------------
LINE_ACCOUNT, LINE_DAY, LINE_KIND, LINE_RECORD, LINE_NAME, LINE_LABEL, LINE_POINTS = range(7)
LINE_COLUMNS = 7
# the kinds of line, in the order of core.posting.Kind
(BASE, AWARD, BONUS, DEDUCT, CLEARED, CORRECTION, REDEEM, EXPIRE, WAIVED, LOST, SPARED) = range(11)
KINDS = 11

# --- what acts did: clears with what they struck, bars with their terms ------------------------------------------------
ACT_RECORD, ACT_FIRST, ACT_LAST, ACT_BASE, ACT_IS_BAR = range(5)
ACT_COLUMNS = 5

# --- outcomes, in the order of core.passbook.RecordOutcome ----------------------------------------------------------------
(
    ERROR, NOT_APPROVED, NO_POLICY, OUTSIDE_DATES, NOT_IN_REGISTER, NOT_ELIGIBLE,
    CONDITION_NOT_MET, FACT_MISSING, APPROVAL_MISSING, WORTH_NOTHING, NOT_ABOVE_HIGHEST,
    TIMES_USED_UP, POINTS_USED_UP, SPARED_BY_FLOOR, IN_PART, IN_FULL,
) = range(16)  # fmt: skip
PASSES = 127  # step 1 has nothing against it
COUNTED = 64  # added to the outcome of a record that is counted

# --- settings of a whole run ----------------------------------------------------------------------------------------------
(
    FIRST_OF_ALL, UNTIL, CLEARS, WATCHED, STANDING_KIND, STANDING_INDEX, SETTLE, SETTLE_FROM,
    HAS_BASES, ACCOUNT_IS_PERSON,
) = range(10)  # fmt: skip
SETTINGS = 10

# --- masks of the columns that may be left out ------------------------------------------------------------------------------
MASK_APPROVED, MASK_QUANTITY, MASK_JUDGED, MASK_EVENT, MASK_PERSON = range(5)
MASK_HOUSEHOLD_MEMBER, MASK_PERSON_MEMBER = 5, 6
