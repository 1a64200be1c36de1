/* The yardstick: what one pass over clustered records costs in C, for one shape of policy alone.
 *
 * Fixed awards; each item has a limit per day or per month, its category one per month, the policy
 * one per quarter. Compiled when the benchmark runs, never shipped. It has no register, no outcomes,
 * no lines, no figures and knows no other form: the least that such scoring could cost.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS = 256, CATEGORIES = 64, DAYS = 4096 };

typedef struct {
    int32_t points, cap, per_day, category;
} Item;

typedef struct {
    const int64_t *starts;
    const uint16_t *item;
    const int32_t *day;
    int32_t *credited;
    const Item *items;
    const int32_t *month, *quarter; /* by day since the first */
    int32_t first_day, category_cap, policy_cap;
    int64_t first, last;
} Share;

typedef struct {
    int64_t stamp, used;
} Counter;

static inline int64_t *used_in(Counter *counter, int64_t stamp) {
    if (counter->stamp != stamp) {
        counter->stamp = stamp;
        counter->used = 0;
    }
    return &counter->used;
}

static void *fold_share(void *given) {
    const Share *share = given;
    Counter of_item[ITEMS], of_category[CATEGORIES], of_policy;
    memset(of_item, 255, sizeof of_item);
    memset(of_category, 255, sizeof of_category);
    memset(&of_policy, 255, sizeof of_policy);
    for (int64_t account = share->first; account < share->last; account++) {
        int64_t base = account << 20;
        for (int64_t at = share->starts[account]; at < share->starts[account + 1]; at++) {
            const Item *item = &share->items[share->item[at]];
            int32_t day = share->day[at] - share->first_day;
            int32_t month = share->month[day], quarter = share->quarter[day];
            int64_t *one = used_in(&of_item[share->item[at]], base | (item->per_day ? day : month));
            int64_t *two = used_in(&of_category[item->category], base | month);
            int64_t *three = used_in(&of_policy, base | quarter);
            int64_t points = item->points;
            int64_t left = item->cap - *one;
            points = points < left ? points : left;
            left = share->category_cap - *two;
            points = points < left ? points : left;
            left = share->policy_cap - *three;
            points = points < left ? points : left;
            points = points > 0 ? points : 0;
            *one += points;
            *two += points;
            *three += points;
            share->credited[at] = (int32_t)points;
        }
    }
    return 0;
}

/* Score clustered records with so many threads. */
void fold(const int64_t *starts, int64_t accounts, const uint16_t *item, const int32_t *day,
          int32_t *credited, const Item *items, const int32_t *month, const int32_t *quarter,
          int32_t first_day, int32_t category_cap, int32_t policy_cap, int32_t threads) {
    pthread_t running[64];
    Share shares[64];
    for (int32_t one = 0; one < threads; one++) {
        shares[one] = (Share){starts, item, day, credited, items, month, quarter, first_day,
                              category_cap, policy_cap, accounts * one / threads,
                              accounts * (one + 1) / threads};
        pthread_create(&running[one], 0, fold_share, &shares[one]);
    }
    for (int32_t one = 0; one < threads; one++) pthread_join(running[one], 0);
}

typedef struct {
    const int32_t *account, *day;
    const uint16_t *item;
    int32_t *places;
    int64_t *moved;
    const int64_t *starts;
    uint16_t *item_out;
    int32_t *day_out, *row_out, first_day;
    int64_t first, last;
} Part;

static void *count_part(void *given) {
    const Part *part = given;
    for (int64_t row = part->first; row < part->last; row++) part->places[part->account[row]]++;
    return 0;
}

static void *move_part(void *given) {
    const Part *part = given;
    for (int64_t row = part->first; row < part->last; row++) {
        int64_t day = part->day[row] - part->first_day;
        part->moved[part->places[part->account[row]]++] = day << 48 | row << 16 | part->item[row];
    }
    return 0;
}

static int compare(const void *one, const void *other) {
    int64_t left = *(const int64_t *)one, right = *(const int64_t *)other;
    return (left > right) - (left < right);
}

static void *sort_part(void *given) {
    const Part *part = given;
    for (int64_t account = part->first; account < part->last; account++) {
        int64_t begins = part->starts[account], ends = part->starts[account + 1];
        if (ends - begins > 512) {
            qsort(part->moved + begins, ends - begins, sizeof(int64_t), compare);
        } else {
            for (int64_t at = begins + 1; at < ends; at++) {
                int64_t packed = part->moved[at], before = at - 1;
                for (; before >= begins && part->moved[before] > packed; before--)
                    part->moved[before + 1] = part->moved[before];
                part->moved[before + 1] = packed;
            }
        }
        for (int64_t at = begins; at < ends; at++) {
            part->day_out[at] = part->first_day + (int32_t)(part->moved[at] >> 48);
            part->row_out[at] = (int32_t)(part->moved[at] >> 16);
            part->item_out[at] = (uint16_t)part->moved[at];
        }
    }
    return 0;
}

static void run_parts(Part *parts, int32_t threads, void *(*work)(void *)) {
    pthread_t running[64];
    for (int32_t one = 0; one < threads; one++) pthread_create(&running[one], 0, work, &parts[one]);
    for (int32_t one = 0; one < threads; one++) pthread_join(running[one], 0);
}

/* Put records beside the others of their account, by day, then row. */
void cluster(const int32_t *account, const int32_t *day, const uint16_t *item, int64_t rows,
             int64_t accounts, int32_t first_day, int64_t *starts, uint16_t *item_out,
             int32_t *day_out, int32_t *row_out, int32_t threads) {
    Part parts[64];
    int32_t *counts = calloc(threads * accounts, sizeof(int32_t));
    int64_t *moved = malloc(rows * sizeof(int64_t));
    for (int32_t one = 0; one < threads; one++)
        parts[one] = (Part){account, day, item, counts + one * accounts, moved, starts, item_out,
                            day_out, row_out, first_day, rows * one / threads,
                            rows * (one + 1) / threads};
    run_parts(parts, threads, count_part);
    int64_t place = 0;
    for (int64_t one = 0; one < accounts; one++) {
        starts[one] = place;
        for (int32_t thread = 0; thread < threads; thread++) {
            int32_t count = counts[thread * accounts + one];
            counts[thread * accounts + one] = (int32_t)place;
            place += count;
        }
    }
    starts[accounts] = place;
    run_parts(parts, threads, move_part);
    for (int32_t one = 0; one < threads; one++) {
        parts[one].first = accounts * one / threads;
        parts[one].last = accounts * (one + 1) / threads;
    }
    run_parts(parts, threads, sort_part);
    free(counts);
    free(moved);
}
