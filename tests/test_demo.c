/*
 * The demo shop: its goods, its history, and that it is whole.
 */
#include <config.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/csv.h"
#include "base/gtin.h"
#include "base/paths.h"
#include "ledger/journal.h"
#include "ledger/outbox.h"
#include "ledger/people.h"
#include "ledger/sales.h"
#include "ledger/shifts.h"
#include "counter/demo.h"
#include "counter/demo_dice.h"
#include "counter/demo_shop.h"
#include "folder.h"
#include "suite.h"

/* A Sunday: the last day of history is the Saturday before. */
static const struct when sunday = { INT64_C(1795341600000), 60 };

static struct demo_plan
short_plan(uint64_t seed)
{
	struct demo_plan plan = { .today = sunday, .days = 4, .seed = seed, .percent = 25 };

	return plan;
}

/* Makes a demo shop in the test's folder. */
static const char *
make_shop(const char *name, uint64_t seed)
{
	static char path[PATH_MAX];
	struct demo_plan plan = short_plan(seed);
	struct err err = { 0 };

	snprintf(path, sizeof path, "%s", in_folder(name));
	ck_assert_msg(demo_make(path, &plan, &err) == RC_OK, "%s (%s)", err.msg, err.detail);
	return path;
}

static struct ledger *
open_shop(const char *folder)
{
	struct ledger *ledger;
	struct err err = { 0 };

	ck_assert_msg(ledger_open(&ledger, folder, LEDGER_READ, &err) == RC_OK, "%s", err.msg);
	return ledger;
}

/* ---- the goods ---- */

START_TEST(trade_numbers_are_right_and_no_number_stands_twice)
{
	static int64_t seen[1000];
	static char number[64];
	char path[PATH_MAX];
	const char **fields;
	struct csv *csv;
	int rows = 0, codes = 0;

	ck_assert_int_eq(paths_data(path, "demo/items.csv", NULL), RC_OK);
	ck_assert_int_eq(csv_open(&csv, path, NULL), RC_OK);
	while (csv_row(csv, &fields, NULL) == RC_OK) {
		const char *at = fields[csv_column(csv, "gtins")];

		rows++;
		for (; *at; at += strcspn(at, " "), at += *at == ' ') {
			int64_t gtin;

			snprintf(number, sizeof number, "%.*s", (int)strcspn(at, "* "), at);
			ck_assert_msg(gtin_parse(number, &gtin, NULL) == RC_OK, "%s", number);
			/* the prefix kept for demonstrations */
			ck_assert_msg(strncmp(number, "952", 3) == 0, "%s", number);
			for (int i = 0; i < codes; i++)
				ck_assert_msg(seen[i] != gtin, "%s stands twice", number);
			seen[codes++] = gtin;
		}
	}
	csv_close(&csv);
	ck_assert_int_ge(rows, 300);
	ck_assert_int_ge(codes, 250);
}
END_TEST

START_TEST(there_are_300_goods_in_12_departments_and_more)
{
	struct demo_goods goods;
	struct err err = { 0 };
	int count = 0, weighed = 0, aged = 0, unpriced = 0;

	ck_assert_msg(demo_goods_read(&goods, &err) == RC_OK, "%s", err.msg);
	ck_assert_int_ge(goods.shelf_count, 12);
	for (int i = 0; i < goods.shelf_count; i++) {
		const struct demo_shelf *shelf = &goods.shelves[i];

		ck_assert_msg(shelf->good_count > 0, "department %d is empty", shelf->department);
		count += shelf->good_count;
		for (int j = 0; j < shelf->good_count; j++) {
			weighed += shelf->goods[j].weighed;
			aged += shelf->goods[j].min_age > 0;
			unpriced += !shelf->goods[j].priced;
		}
	}
	ck_assert_int_ge(count, 300);
	ck_assert_int_ge(weighed, 20);
	ck_assert_int_ge(aged, 20);
	ck_assert_int_ge(unpriced, 1);
	demo_goods_done(&goods);
}
END_TEST

START_TEST(somebody_of_each_role_works_there)
{
	struct demo_person people[DEMO_STAFF_MAX];
	size_t count;
	int managers = 0, supervisors = 0, cashiers = 0;

	ck_assert_int_eq(demo_staff(people, &count, NULL), RC_OK);
	for (size_t i = 0; i < count; i++) {
		ck_assert_int_eq(people[i].number, (int)i + 1);
		managers += strcmp(people[i].group, "manager") == 0;
		supervisors += strcmp(people[i].group, "supervisor") == 0;
		cashiers += strcmp(people[i].group, "cashier") == 0;
	}
	ck_assert_int_eq(managers, 1);
	ck_assert_int_ge(supervisors, 1);
	ck_assert_int_ge(cashiers, 3);
	ck_assert_str_eq(people[0].group, "manager");
}
END_TEST

START_TEST(dice_throw_the_same_again)
{
	struct dice one = { 42 }, other = { 42 };
	int weights[] = { 0, 3, 1 };
	int chosen[3] = { 0 };

	for (int i = 0; i < 1000; i++) {
		int between = dice_between(&one, -3, 3);

		ck_assert_int_eq(between, dice_between(&other, -3, 3));
		ck_assert(between >= -3 && between <= 3);
		chosen[dice_choose(&one, weights, 3)]++;
		dice_next(&other);
	}
	ck_assert_int_eq(chosen[0], 0);
	ck_assert_int_gt(chosen[1], chosen[2]);
}
END_TEST

/* ---- the history ---- */

START_TEST(its_journal_is_whole_and_its_tables_are_what_the_entries_give)
{
	struct verify_options options = { .all_signatures = true,
		                          .derived = true,
		                          .integrity = true };
	const char *folder = make_shop("whole", 1);
	struct ledger *ledger = open_shop(folder);
	struct verify_report report;
	struct err err = { 0 };
	char what[300];
	int64_t differences = -1;

	ck_assert_msg(journal_verify(ledger, &options, &report, &err) == RC_OK, "%s: %s", err.msg,
	              report.what);
	ck_assert_int_gt(report.entries, 100);
	ledger_close(&ledger);
	ck_assert_msg(journal_rebuild(folder, false, NULL, &differences, what, &err) == RC_OK, "%s",
	              err.msg);
	ck_assert_msg(differences == 0, "%s", what);
}
END_TEST

/* Those of its last sale. */
static struct grand_totals
grand_totals(struct ledger *ledger)
{
	struct receipt_ref last;
	struct entry sale;
	struct grand_totals totals;

	ck_assert_int_eq(sale_last(ledger, SERIES_LIVE, &last, NULL), RC_OK);
	ck_assert_int_eq(journal_read_sale(ledger, last, &sale, NULL), RC_OK);
	totals = sale.after;
	entry_done(&sale);
	return totals;
}

START_TEST(every_day_was_closed_and_two_baskets_wait)
{
	struct ledger *ledger = open_shop(make_shop("closed", 2));
	struct outbox_row papers[4];
	struct suspended_row baskets[8];
	struct day_row day;
	struct shift_row shift;
	size_t count;

	ck_assert_int_eq(day_current(ledger, SERIES_LIVE, &day, NULL), RC_OK);
	ck_assert(!day.open);
	/* Wednesday to Saturday */
	ck_assert_int_eq(day.next_z, 5);
	ck_assert_int_eq(shift_current(ledger, SERIES_LIVE, &shift, NULL), RC_NOT_FOUND);
	ck_assert_int_eq(suspended_list(ledger, SERIES_LIVE, baskets, 8, &count, NULL), RC_OK);
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(outbox_list(ledger, papers, 4, &count, NULL), RC_OK);
	ck_assert_uint_eq(count, 0);
	ck_assert_int_gt(grand_totals(ledger).sold.minor, 10000);
	ledger_close(&ledger);
}
END_TEST

START_TEST(the_same_seed_sells_the_same)
{
	struct grand_totals totals[3];
	int64_t receipts[3];
	static const uint64_t seeds[3] = { 7, 7, 8 };
	static const char *const names[3] = { "one", "again", "other" };

	for (int i = 0; i < 3; i++) {
		struct ledger *ledger = open_shop(make_shop(names[i], seeds[i]));

		totals[i] = grand_totals(ledger);
		receipts[i] = ledger_next_receipt(ledger, SERIES_LIVE);
		ledger_close(&ledger);
	}
	ck_assert_int_eq(totals[0].sold.minor, totals[1].sold.minor);
	ck_assert_int_eq(totals[0].returned.minor, totals[1].returned.minor);
	ck_assert_int_eq(receipts[0], receipts[1]);
	ck_assert_int_ne(totals[0].sold.minor, totals[2].sold.minor);
}
END_TEST

START_TEST(a_demo_shop_whose_till_is_open_is_not_thrown_away)
{
	struct demo_plan plan = short_plan(3);
	const char *folder = make_shop("open", 3);
	struct err err = { 0 };
	struct ledger *ledger;

	ck_assert_int_eq(ledger_open(&ledger, folder, LEDGER_WRITE, &err), RC_OK);
	ck_assert_int_eq(demo_make(folder, &plan, &err), RC_BUSY);
	ck_assert(strncmp(err.msg, "this till is open in another window", 35) == 0);
	ledger_close(&ledger);
	ck_assert_int_eq(demo_make(folder, &plan, &err), RC_OK);
}
END_TEST

START_TEST(what_is_no_demo_shop_is_not_thrown_away)
{
	struct demo_plan plan = short_plan(3);
	char file[PATH_MAX];
	struct err err = { 0 };

	snprintf(file, sizeof file, "%s", file_in_folder("precious", "x", 1));
	file_in_folder("demo", "", 0); /* the name of our mark is no mark by itself */
	ck_assert_int_eq(demo_make(test_folder, &plan, &err), RC_REFUSED);
	ck_assert_msg(strstr(err.msg, "is there and is no demo shop") != NULL, "%s", err.msg);
	ck_assert_int_eq(access(file, F_OK), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("demo");
	TCase *tcase = tcase_create("demo");

	if (crypto_start(NULL))
		return EXIT_FAILURE;
	tcase_set_timeout(tcase, 300);
	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, trade_numbers_are_right_and_no_number_stands_twice);
	tcase_add_test(tcase, there_are_300_goods_in_12_departments_and_more);
	tcase_add_test(tcase, somebody_of_each_role_works_there);
	tcase_add_test(tcase, dice_throw_the_same_again);
	tcase_add_test(tcase, its_journal_is_whole_and_its_tables_are_what_the_entries_give);
	tcase_add_test(tcase, every_day_was_closed_and_two_baskets_wait);
	tcase_add_test(tcase, the_same_seed_sells_the_same);
	tcase_add_test(tcase, a_demo_shop_whose_till_is_open_is_not_thrown_away);
	tcase_add_test(tcase, what_is_no_demo_shop_is_not_thrown_away);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
