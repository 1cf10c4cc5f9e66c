/*
 * The books that the random walk keeps of a till: worked out from its entries alone, by hand and
 * not with the ledger's own postings, so that a mistake there is seen.
 */
#ifndef RINGUP_TESTS_WALK_BOOKS_H
#define RINGUP_TESTS_WALK_BOOKS_H

#include <check.h>
#include <stdio.h>

#include "ledger/facts.h"
#include "ledger/postings.h"
#include "checkout/command.h"

enum { SALES_ROOM = 20000, LINES_ROOM = 60 };
enum { SELF = 3, OWN = 2 }; /* who of the staff is which customer */

struct sold {
	int line_count;
	struct {
		int number;
		int64_t qty_milli, back_milli;
		int64_t total, back_total;
	} lines[LINES_ROOM];
	int64_t shift;
	bool undone;
};

struct books {
	int64_t seq;
	int64_t receipt, z, shift;
	int64_t drawer;         /* of the open shift */
	int64_t card;           /* all that cards paid and got back */
	int64_t sold, returned; /* grand totals */
	struct sold *sales;     /* by receipt number */
	bool shift_is_open;
	struct total *day; /* of the open day's shifts */
	size_t day_count;
	struct total *between; /* since the last shift: these count for the next one */
	size_t between_count;
	int64_t counts[ENTRY_KINDS];
	int64_t came_back, undone; /* lines, sales */
	int64_t abroad, coupons;   /* tenders, lines */
};

extern struct books books;
extern char walk_line[COMMAND_LINE_MAX]; /* the last command */
extern int walk_step;

#define HOLDS(condition, ...)                                                                      \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "step %d, after \"%s\": ", walk_step, walk_line);          \
			fprintf(stderr, __VA_ARGS__);                                              \
			fprintf(stderr, "\n");                                                     \
			ck_abort_msg("%s", #condition);                                            \
		}                                                                                  \
	} while (0)

/* The next entry, and the money rules that it must keep. */
void walk_book(const struct entry *entry);

#endif
