/*
 * kill -9 at random moments, through the terminal.
 *
 * A cashier scans, totals and pays without a pause; somewhere in that the program is killed and
 * started again.  What the terminal had shown as done must be there: the sale is complete, or the
 * basket is offered with every line that was shown; never both, never neither.  All runs share one
 * shop, so what one kill leaves is what the next one starts from; at the end the journal is whole.
 *
 * $RINGUP_KILLS says how many (200), $RINGUP_SEED which moments (else of the clock; printed).
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ledger/journal.h"
#include "counter/demo_dice.h"
#include "harness.h"
#include "shop.h"
#include "suite.h"

#define KILLS 200
/* No run lives longer than this: a few whole sales. */
#define LIFE_US 140000

static const char *const codes[] = { "9522918000244", "9523466000106", "9524562000106",
	                             "9521274008154", "9521274004378", "9522644000105" };
#define CODES ((int)(sizeof codes / sizeof codes[0]))

/* What the cashier did in the present basket, and what the terminal confirmed. */
struct basket_seen {
	int sent; /* lines */
	int shown;
	bool paying_sent; /* the tender key */
	bool paid_shown;
};

struct walk {
	struct dice dice;
	struct harness *till;
	struct basket_seen basket;
	long sales;   /* complete, as far as is known for sure */
	long left_us; /* until the kill */
};

/* ---- what the shop holds ---- */

static long
sales_in_journal(void)
{
	struct ledger *ledger;
	struct err err = { 0 };
	long next;

	ck_assert_msg(ledger_open(&ledger, shop_folder(), LEDGER_READ, &err) == RC_OK, "%s",
	              err.msg);
	next = (long)ledger_next_receipt(ledger, SERIES_LIVE);
	ledger_close(&ledger);
	return next - 1;
}

/* Pieces of the basket on the screen, 0 without one: "  12 pieces". */
static int
pieces_shown(struct harness *till)
{
	char line[1024];

	for (int row = 0; row < 24; row++) {
		const char *at = strstr(harness_row(till, row, line, sizeof line), " piece");

		if (at)
			return atoi(line);
	}
	return 0;
}

/* ---- the cashier ---- */

static bool
press(struct walk *walk, const char *key)
{
	harness_press(walk->till, key);
	return harness_await_within(walk->till, 1, &walk->left_us);
}

static bool
scan_one(struct walk *walk)
{
	char burst[32];

	snprintf(burst, sizeof burst, "%s\r", codes[dice_throw(&walk->dice, CODES)]);
	walk->basket.sent++;
	harness_send(walk->till, burst, strlen(burst));
	if (!harness_await_within(walk->till, 1, &walk->left_us))
		return false;
	walk->basket.shown = walk->basket.sent;
	return true;
}

static bool
pay(struct walk *walk)
{
	if (!press(walk, "+"))
		return false;
	walk->basket.paying_sent = true;
	if (!press(walk, dice_chance(&walk->dice, 500) ? "<F9>" : "<F8>"))
		return false;
	walk->basket.paid_shown = true;
	return true;
}

/* Until the time is over. */
static void
work(struct walk *walk)
{
	for (;;) {
		int lines = dice_between(&walk->dice, 1, 5);

		for (int i = 0; i < lines; i++)
			if (!scan_one(walk))
				return;
		if (!pay(walk))
			return;
		walk->sales++;
		memset(&walk->basket, 0, sizeof walk->basket);
	}
}

/* ---- one kill ---- */

/* Now and then it is killed before it has begun. */
static struct harness *
start(struct walk *walk)
{
	struct harness_options options = { 0 };

	while (dice_chance(&walk->dice, 150)) {
		struct harness *killed = shop_begin(&options);
		long left_us = dice_throw(&walk->dice, LIFE_US);

		harness_await_within(killed, 1, &left_us);
		harness_kill(killed);
		harness_stop(&killed);
	}
	return shop_open_as(&options);
}

/* The till has started again: what became of the basket that was open? */
static void
check_what_is_left(struct walk *walk, int run)
{
	struct basket_seen *basket = &walk->basket;
	long sales = sales_in_journal();
	int pieces = pieces_shown(walk->till);

	ck_assert_msg(sales == walk->sales || sales == walk->sales + 1,
	              "run %d: %ld sales, expected %ld", run, sales, walk->sales);
	if (sales == walk->sales + 1) {
		ck_assert_msg(basket->paying_sent, "run %d: a sale nobody paid", run);
		ck_assert_msg(pieces == 0, "run %d: the sale is complete and its basket is back",
		              run);
	} else {
		ck_assert_msg(!basket->paid_shown, "run %d: shown as paid and not in the journal",
		              run);
		ck_assert_msg(pieces >= basket->shown && pieces <= basket->sent,
		              "run %d: %d lines are back, %d were shown, %d scanned", run, pieces,
		              basket->shown, basket->sent);
	}
	walk->sales = sales;
	*basket = (struct basket_seen){ .sent = pieces, .shown = pieces };
}

/* A basket that came back in the middle of paying is at the lines again, or still to be paid. */
static void
back_to_lines(struct walk *walk)
{
	if (walk->basket.sent > 20) {
		harness_type(walk->till, "+<F9>");
		walk->sales++;
		memset(&walk->basket, 0, sizeof walk->basket);
	}
}

START_TEST(a_kill_leaves_the_sale_or_the_basket_never_both_never_neither)
{
	const char *kills = getenv("RINGUP_KILLS"), *seed = getenv("RINGUP_SEED");
	int runs = kills ? atoi(kills) : KILLS;
	struct walk walk = { .dice = { seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL) } };

	printf("RINGUP_SEED=%llu\n", (unsigned long long)walk.dice.state);
	fflush(stdout);
	walk.till = start(&walk);
	walk.sales = sales_in_journal();
	for (int run = 0; run < runs; run++) {
		walk.left_us = dice_throw(&walk.dice, LIFE_US);
		work(&walk);
		harness_kill(walk.till);
		harness_stop(&walk.till);
		walk.till = start(&walk);
		check_what_is_left(&walk, run);
		back_to_lines(&walk);
	}
	harness_stop(&walk.till);
}
END_TEST

static void
journal_is_whole(void)
{
	struct verify_options options = { .all_signatures = true,
		                          .derived = true,
		                          .integrity = true };
	struct verify_report report = { 0 };
	struct ledger *ledger;
	struct err err = { 0 };
	char what[300];
	int64_t differences = -1;

	ck_assert_msg(ledger_open(&ledger, shop_folder(), LEDGER_READ, &err) == RC_OK, "%s",
	              err.msg);
	ck_assert_msg(journal_verify(ledger, &options, &report, &err) == RC_OK, "%s", report.what);
	ledger_close(&ledger);
	ck_assert_msg(journal_rebuild(shop_folder(), false, NULL, &differences, what, &err) ==
	                      RC_OK,
	              "%s", err.msg);
	ck_assert_msg(differences == 0, "%s", what);
	shop_remove();
}

int
main(void)
{
	Suite *suite = suite_create("kill");
	TCase *tcase = tcase_create("kill");
	int status;

	tcase_set_timeout(tcase, 1800);
	tcase_add_checked_fixture(tcase, shop_copy, journal_is_whole);
	tcase_add_test(tcase, a_kill_leaves_the_sale_or_the_basket_never_both_never_neither);
	suite_add_tcase(suite, tcase);
	shop_prepare();
	status = run_suite(suite);
	shop_forget();
	return status;
}
