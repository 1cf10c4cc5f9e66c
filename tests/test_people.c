#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ledger/outbox.h"
#include "ledger/people.h"
#include "ledger_fixture.h"
#include "suite.h"

static void
put_staff(int number, const char *name, bool left)
{
	struct staff_row row = {
		.number = number, .left = left, .born = 19900229, .group = "cashier"
	};
	struct entry entry = fixture_entry(ENTRY_STAFF);
	text_copy(row.name, sizeof(row.name), name);
	text_copy(row.pin_hash, sizeof(row.pin_hash), "$argon2id$...");
	entry.is.staff.number = number;
	fixture_ok(staff_put(fixture, &row, &entry, &fixture_err));
}

START_TEST(staff_come_back_as_they_were_put)
{
	struct staff_row row, rows[4];
	size_t count;
	int last = -1;
	fixture_ok(staff_last_number(fixture, &last, &fixture_err));
	ck_assert_int_eq(last, 0);
	put_staff(3, "Zoë", false);
	put_staff(1, "Ada", true);
	fixture_reopen(LEDGER_WRITE_FAST);
	fixture_ok(staff_get(fixture, 3, &row, &fixture_err));
	ck_assert_str_eq(row.name, "Zoë");
	ck_assert_str_eq(row.group, "cashier");
	ck_assert_str_eq(row.pin_hash, "$argon2id$...");
	ck_assert_int_eq(row.born, 19900229);
	fixture_ok(staff_list(fixture, rows, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(rows[0].number, 1);
	ck_assert(rows[0].left && !rows[1].left);
	fixture_ok(staff_list(fixture, rows, 1, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	fixture_ok(staff_last_number(fixture, &last, &fixture_err));
	ck_assert_int_eq(last, 3);
	fixture_refused(staff_get(fixture, 2, &row, &fixture_err), RC_NOT_FOUND,
	                "there is no staff number 2");
}
END_TEST

/* An entry the ledger refuses takes the row with it. */
START_TEST(no_row_without_its_entry)
{
	struct staff_row row = { .number = 5, .name = "Eve", .group = "cashier" };
	struct entry entry = fixture_entry(ENTRY_STAFF);
	put_staff(1, "Ada", false);
	ledger_close(&fixture);
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	ck_assert_int_ne(staff_put(fixture, &row, &entry, &fixture_err), RC_OK);
	ck_assert_int_eq(staff_get(fixture, 5, &row, NULL), RC_NOT_FOUND);
}
END_TEST

START_TEST(tries_are_kept_for_any_number)
{
	struct tries rows[2] = {
		{ .number = 0, .count = 2 },
		{ .number = 4711, .count = 7, .locked_until_ms = INT64_C(1800000000000) }
	};
	struct tries found;
	fixture_ok(tries_get(fixture, 4711, &found, &fixture_err));
	ck_assert_int_eq(found.count, 0);
	ck_assert_int_eq(found.locked_until_ms, 0);
	fixture_ok(tries_put(fixture, rows, 2, &fixture_err));
	fixture_reopen(LEDGER_WRITE_FAST);
	fixture_ok(tries_get(fixture, 4711, &found, &fixture_err));
	ck_assert_int_eq(found.number, 4711);
	ck_assert_int_eq(found.count, 7);
	ck_assert_int_eq(found.locked_until_ms, INT64_C(1800000000000));
	fixture_ok(tries_get(fixture, 0, &found, &fixture_err));
	ck_assert_int_eq(found.count, 2);
	rows[1] = (struct tries){ .number = 4711 };
	fixture_ok(tries_put(fixture, rows, 2, &fixture_err));
	fixture_ok(tries_get(fixture, 4711, &found, &fixture_err));
	ck_assert_int_eq(found.count, 0);
}
END_TEST

static char seen[200];

static void
see(void *context, const char *key, const char *value)
{
	char *out = context;
	size_t length = strlen(out);
	snprintf(out + length, sizeof(seen) - length, "%s=%s;", key, value);
}

START_TEST(settings_are_kept_with_their_entry)
{
	char value[40] = "as before";
	struct entry entry = fixture_entry(ENTRY_SETTING);
	ck_assert_int_eq(setting_get(fixture, "name", value, sizeof(value), NULL), RC_NOT_FOUND);
	ck_assert_str_eq(value, "as before");
	text_copy(entry.is.setting.key, sizeof(entry.is.setting.key), "name");
	text_copy(entry.is.setting.after, sizeof(entry.is.setting.after), "Shop");
	fixture_ok(setting_put(fixture, "name", "Shop", &entry, &fixture_err));
	entry = fixture_entry(ENTRY_SETTING);
	fixture_ok(setting_put(fixture, "cutoff", "240", &entry, &fixture_err));
	entry = fixture_entry(ENTRY_SETTING);
	fixture_ok(setting_put(fixture, "name", "Corner", &entry, &fixture_err));
	fixture_ok(setting_get(fixture, "name", value, sizeof(value), &fixture_err));
	ck_assert_str_eq(value, "Corner");
	fixture_ok(setting_each(fixture, see, seen, &fixture_err));
	ck_assert_str_eq(seen, "cutoff=240;name=Corner;");
}
END_TEST

#define ALL ((1u << PRINTER_ROLES) - 1)

START_TEST(papers_wait_in_the_outbox_until_they_are_done)
{
	struct outbox_row rows[8];
	size_t count;
	fixture_open_shift(10000);
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 1000, 199, 1);
	fixture_finish(&sale);
	fixture_ok(ledger_append(fixture, &sale, AFTER_BIT(AFTER_RECEIPT) | AFTER_BIT(AFTER_DRAWER),
	                         &fixture_err));
	int64_t seq = sale.seq;
	entry_done(&sale);
	fixture_reopen(LEDGER_WRITE_FAST);
	fixture_ok(outbox_list(fixture, rows, 8, &count, &fixture_err));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(rows[0].seq, seq);
	ck_assert_int_ne(rows[0].kind, rows[1].kind);
	ck_assert_int_eq(rows[0].tries, 0);
	strcpy(rows[0].status, "out of paper");
	strcpy(rows[0].place, "cups:Receipts");
	rows[0].state = OUTBOX_TAKEN;
	rows[0].printer = PRINTER_REPORT;
	rows[0].copy = true;
	rows[0].tries = 1;
	fixture_ok(outbox_put(fixture, &rows[0], false, &fixture_err));
	fixture_ok(outbox_done(fixture, rows[1].id, true, &fixture_err));
	fixture_ok(outbox_list(fixture, rows, 8, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(rows[0].tries, 1);
	ck_assert_str_eq(rows[0].status, "out of paper");
	ck_assert_str_eq(rows[0].place, "cups:Receipts");
	ck_assert_int_eq(rows[0].state, OUTBOX_TAKEN);
	ck_assert_int_eq(rows[0].printer, PRINTER_REPORT);
	ck_assert(rows[0].copy);
	ck_assert_int_gt(rows[0].at_ms, 0);
}
END_TEST

static void
sell_one(void)
{
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 1000, 199, 1);
	fixture_finish(&sale);
	fixture_ok(ledger_append(fixture, &sale, AFTER_BIT(AFTER_RECEIPT) | AFTER_BIT(AFTER_DRAWER),
	                         &fixture_err));
	entry_done(&sale);
}

START_TEST(what_waits_is_found_from_where_one_stopped_looking)
{
	struct outbox_row row, drawer, receipt;
	int64_t counted = 0;
	int papers = 0;
	fixture_open_shift(10000);
	sell_one();
	sell_one();
	fixture_ok(outbox_count_after(fixture, &counted, &papers, &fixture_err));
	ck_assert_int_eq(papers, 2);
	fixture_ok(outbox_next_after(fixture, 0, false, ALL, &receipt, &fixture_err));
	ck_assert_int_eq(receipt.kind, AFTER_RECEIPT);
	fixture_ok(outbox_next_after(fixture, 0, true, ALL, &drawer, &fixture_err));
	ck_assert_int_eq(drawer.kind, AFTER_DRAWER);
	ck_assert_int_eq(drawer.seq, receipt.seq);
	fixture_ok(outbox_next_after(fixture, drawer.id, true, ALL, &row, &fixture_err));
	ck_assert_int_gt(row.seq, drawer.seq);
	ck_assert_int_eq(outbox_next_after(fixture, row.id, true, ALL, &row, &fixture_err),
	                 RC_NOT_FOUND);
	/* one that is to be asked about is passed over */
	receipt.state = OUTBOX_UNSURE;
	fixture_ok(outbox_put(fixture, &receipt, false, &fixture_err));
	fixture_ok(outbox_next_after(fixture, 0, false, ALL, &row, &fixture_err));
	ck_assert_int_eq(row.id, drawer.id);
	/* what was counted is not counted again */
	sell_one();
	fixture_ok(outbox_count_after(fixture, &counted, &papers, &fixture_err));
	ck_assert_int_eq(papers, 3);
	fixture_ok(outbox_count_after(fixture, &counted, &papers, &fixture_err));
	ck_assert_int_eq(papers, 3);
}
END_TEST

START_TEST(each_printer_has_its_own_rows)
{
	struct outbox_row row;
	struct entry entry;
	fixture_open_shift(10000);
	sell_one();
	entry = fixture_entry(ENTRY_NO_SALE);
	entry.is.no_sale.shift = 1;
	fixture_ok(ledger_append(fixture, &entry, AFTER_BIT(AFTER_REPORT), &fixture_err));
	fixture_ok(outbox_next_after(fixture, 0, false, 1u << PRINTER_REPORT, &row, &fixture_err));
	ck_assert_int_eq(row.seq, entry.seq);
	fixture_ok(outbox_next_after(fixture, 0, false, 1u << PRINTER_RECEIPT, &row, &fixture_err));
	ck_assert_int_eq(row.kind, AFTER_RECEIPT);
	ck_assert_int_eq(outbox_next_after(fixture, 0, false, 1u << PRINTER_LABEL, &row, NULL),
	                 RC_NOT_FOUND);
	row.printer = PRINTER_LABEL;
	fixture_ok(outbox_put(fixture, &row, false, &fixture_err));
	fixture_ok(outbox_next_after(fixture, 0, false, 1u << PRINTER_LABEL, &row, &fixture_err));
	ck_assert_int_eq(row.kind, AFTER_RECEIPT);
}
END_TEST

START_TEST(a_lazy_mark_costs_no_sync_and_outlives_the_process)
{
	struct outbox_row row;
	struct ledger_counters before, after;
	fixture_reopen(LEDGER_WRITE);
	fixture_open_shift(10000);
	sell_one();
	before = ledger_counters(fixture);
	fixture_ok(outbox_next_after(fixture, 0, false, ALL, &row, &fixture_err));
	row.state = OUTBOX_GIVEN;
	fixture_ok(outbox_put(fixture, &row, true, &fixture_err));
	after = ledger_counters(fixture);
	ck_assert_int_eq(after.commits, before.commits);
	ck_assert_int_eq(after.lazy_commits, before.lazy_commits + 1);
	fixture_ok(outbox_sync(fixture, &fixture_err));
	ck_assert_int_eq(ledger_counters(fixture).commits, before.commits + 1);
	fixture_reopen(LEDGER_WRITE);
	fixture_ok(outbox_get(fixture, row.id, &row, &fixture_err));
	ck_assert_int_eq(row.state, OUTBOX_GIVEN);
}
END_TEST

START_TEST(a_new_start_of_the_machine_is_noticed_once)
{
	bool is_new = true;
	fixture_ok(outbox_new_boot(fixture, "one", &is_new, &fixture_err));
	ck_assert(!is_new); /* nothing was marked before */
	fixture_ok(outbox_new_boot(fixture, "one", &is_new, &fixture_err));
	ck_assert(!is_new);
	fixture_ok(outbox_new_boot(fixture, "two", &is_new, &fixture_err));
	ck_assert(is_new);
	fixture_ok(outbox_new_boot(fixture, "two", &is_new, &fixture_err));
	ck_assert(!is_new);
}
END_TEST

static Suite *
people_suite(void)
{
	Suite *suite = suite_create("people");
	TCase *tcase = tcase_create("people");
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_add_test(tcase, staff_come_back_as_they_were_put);
	tcase_add_test(tcase, no_row_without_its_entry);
	tcase_add_test(tcase, tries_are_kept_for_any_number);
	tcase_add_test(tcase, settings_are_kept_with_their_entry);
	tcase_add_test(tcase, papers_wait_in_the_outbox_until_they_are_done);
	tcase_add_test(tcase, what_waits_is_found_from_where_one_stopped_looking);
	tcase_add_test(tcase, each_printer_has_its_own_rows);
	tcase_add_test(tcase, a_lazy_mark_costs_no_sync_and_outlives_the_process);
	tcase_add_test(tcase, a_new_start_of_the_machine_is_noticed_once);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return run_suite(people_suite());
}
