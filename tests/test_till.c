#include <config.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/paths.h"
#include "ledger/journal.h"
#include "ledger/sales.h"
#include "suite.h"
#include "till_shop.h"

static struct till_shop shop;

static void
make_shop(void)
{
	shop_make(&shop, "DE");
}

static void
remove_shop(void)
{
	shop_remove(&shop);
}

static struct entry
last_entry(void)
{
	struct entry entry;
	struct err err = { 0 };

	ck_assert_msg(journal_read(shop.ledger, 1, ledger_last_seq(shop.ledger), &entry, &err) ==
	                      RC_OK,
	              "%s", err.msg);
	return entry;
}

static enum entry_kind
last_kind(void)
{
	struct entry entry = last_entry();
	enum entry_kind kind = entry.kind;

	entry_done(&entry);
	return kind;
}

static void
refused(const char *line, const char *sentence)
{
	ck_assert_msg(shop_do(&shop, line) != RC_OK, "%s was not refused", line);
	ck_assert_str_eq(shop.err.msg, sentence);
}

/* ---- signing on ---- */

START_TEST(a_PIN_is_checked_while_the_till_goes_on)
{
	shop.pin_later = true;
	shop_must(&shop, "sign-on 3 3333");
	ck_assert(shop.answer.effects & EFFECT_PENDING);
	ck_assert_int_eq(shop_view(&shop).state, TILL_LOCKED);
	ck_assert_int_eq(shop_do(&shop, "sign-on 4 4444"), RC_BUSY);
	ck_assert_int_eq(shop_pin_comes(&shop), RC_OK);
	ck_assert_int_eq(shop_view(&shop).state, TILL_READY);
	ck_assert_int_eq(shop_view(&shop).person.number, 3);
}
END_TEST

START_TEST(an_approval_that_comes_later_does_the_command)
{
	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "price 10.00");
	ck_assert_int_eq(shop_view(&shop).state, TILL_APPROVAL);
	ck_assert_int_eq(shop_view(&shop).under, TILL_RINGING);
	ck_assert_int_eq(shop_view(&shop).needs, RIGHT_PRICE);
	shop.pin_later = true;
	shop_must(&shop, "approve 2 222222");
	ck_assert_int_eq(shop_view(&shop).basket->total.minor, 1250);
	ck_assert_int_eq(shop_pin_comes(&shop), RC_OK);
	ck_assert_int_eq(shop_view(&shop).state, TILL_RINGING);
	ck_assert_int_eq(shop_view(&shop).basket->total.minor, 1000);
	ck_assert_int_eq(shop_view(&shop).basket->lines[0].is.approver, 2);
	ck_assert_int_eq(shop_view(&shop).person.number, 3);
}
END_TEST

START_TEST(wrong_PINs_lock_out_and_a_restart_does_not_help)
{
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(shop_do(&shop, "sign-on 3 0000"), RC_REFUSED);
	ck_assert_int_eq(last_kind(), ENTRY_SIGN_FAILED);
	shop_restart(&shop);
	ck_assert_int_eq(shop_do(&shop, "sign-on 3 3333"), RC_REFUSED);
	ck_assert_str_ne(shop.err.msg, "number or PIN is wrong");
	shop.now.utc_ms += 31 * 60 * 1000;
	shop_must(&shop, "sign-on 3 3333");
}
END_TEST

START_TEST(the_first_sign_on_chooses_a_PIN)
{
	shop_remove(&shop);
	shop_make_with(&shop, "DE", "");
	shop_must(&shop, "sign-on 1");
	ck_assert_int_eq(shop_view(&shop).question, ASK_NEW_PIN);
	ck_assert_int_eq(shop_do(&shop, "answer 1234"), RC_REFUSED);
	ck_assert_int_eq(shop_view(&shop).state, TILL_QUESTION);
	shop_must(&shop, "answer 567856");
	ck_assert_int_eq(shop_view(&shop).state, TILL_READY);
	shop_must(&shop, "sign-off");
	refused("sign-on 1 471147", "number or PIN is wrong");
	shop_must(&shop, "sign-on 1 567856");
}
END_TEST

START_TEST(locking_drops_a_question)
{
	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "item 5");
	ck_assert_int_eq(shop_view(&shop).question, ASK_PRICE);
	shop_must(&shop, "lock");
	ck_assert_int_eq(shop_view(&shop).state, TILL_LOCKED);
	shop_must(&shop, "sign-on 3 3333");
	ck_assert_int_eq(shop_view(&shop).state, TILL_RINGING);
	ck_assert_int_eq(shop_view(&shop).basket->line_count, 1);
}
END_TEST

/* ---- approvals ---- */

START_TEST(consent_is_for_one_command)
{
	struct entry entry;

	shop_begin_day(&shop);
	shop_must(&shop, "no-sale \"change\"");
	shop_must(&shop, "approve 2 222222");
	entry = last_entry();
	ck_assert_int_eq(entry.kind, ENTRY_NO_SALE);
	ck_assert_int_eq(entry.staff, 3);
	ck_assert_int_eq(entry.approver, 2);
	entry_done(&entry);
	shop_must(&shop, "no-sale \"change\"");
	ck_assert_int_eq(shop_view(&shop).state, TILL_APPROVAL);
	shop_must(&shop, "back");
	ck_assert_int_eq(shop_view(&shop).state, TILL_READY);
	shop_must(&shop, "paid-in 1.00 \"found\"");
	entry = last_entry();
	ck_assert_int_eq(entry.approver, 0);
	entry_done(&entry);
}
END_TEST

START_TEST(an_approvers_own_limits_hold)
{
	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "price 5.00");
	refused("approve 2 222222", "Bert may not change a price to this extent");
	ck_assert_int_eq(shop_view(&shop).state, TILL_APPROVAL);
	shop_must(&shop, "approve 1 471147");
	ck_assert_int_eq(shop_view(&shop).basket->total.minor, 500);
}
END_TEST

/* From now on the shop's rights have another line in the first group that has this one. */
static void
change_rights(char folder[], const char *was, const char *is)
{
	char from[PATH_MAX], to[PATH_MAX], *text, *row, *fresh;
	size_t length;
	struct err err = { 0 };

	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(paths_data(from, "rights.conf", &err), RC_OK);
	ck_assert_int_eq(paths_join(to, folder, "rights.conf", &err), RC_OK);
	ck_assert_int_eq(paths_read_file(from, 1000000, &text, &length, &err), RC_OK);
	row = strstr(strstr(text, "[manager]"), was);
	ck_assert_ptr_nonnull(row);
	fresh = alloc_format("%.*s%s%s", (int)(row - text), text, is, row + strlen(was));
	ck_assert_int_eq(paths_replace_file(to, fresh, strlen(fresh), 0640, &err), RC_OK);
	ck_assert_int_eq(setenv("RINGUP_DATADIR", folder, 1), 0);
	free(fresh);
	free(text);
}

START_TEST(four_eyes_want_a_second_person_even_from_a_manager)
{
	char folder[] = "/tmp/ringup-data-XXXXXX";
	char *data = alloc_text(getenv("RINGUP_DATADIR"));
	struct entry entry;

	change_rights(folder, "no-sale = yes", "no-sale = four-eyes");
	shop_must(&shop, "sign-on 1 471147");
	shop_must(&shop, "open-shift 100");
	shop_must(&shop, "no-sale \"change\"");
	ck_assert_int_eq(shop_view(&shop).state, TILL_APPROVAL);
	refused("approve 1 471147", "nobody can agree to what they do themselves");
	shop_must(&shop, "approve 2 222222");
	entry = last_entry();
	ck_assert_int_eq(entry.kind, ENTRY_NO_SALE);
	ck_assert_int_eq(entry.staff, 1);
	ck_assert_int_eq(entry.approver, 2);
	entry_done(&entry);
	ck_assert_int_eq(paths_remove_tree(folder, NULL), RC_OK);
	if (data)
		setenv("RINGUP_DATADIR", data, 1);
	else
		unsetenv("RINGUP_DATADIR");
	free(data);
}
END_TEST

START_TEST(wrong_PINs_of_an_approver_lock_out_too)
{
	shop_begin_day(&shop);
	shop_must(&shop, "no-sale \"change\"");
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(shop_do(&shop, "approve 2 000000"), RC_REFUSED);
	ck_assert_int_eq(shop_view(&shop).state, TILL_APPROVAL);
	ck_assert_int_eq(last_kind(), ENTRY_SIGN_FAILED);
	ck_assert_int_eq(shop_do(&shop, "approve 2 222222"), RC_REFUSED);
	shop_must(&shop, "back");
	ck_assert_int_eq(shop_view(&shop).state, TILL_READY);
}
END_TEST

/* ---- baskets and crashes ---- */

START_TEST(a_basket_comes_back_as_it_was)
{
	struct till_view view;

	shop_begin_day(&shop);
	shop_must(&shop, "ring 4006381333931");
	shop_must(&shop, "quantity 0.786");
	shop_must(&shop, "item 3");
	shop_must(&shop, "item 4");
	shop_must(&shop, "void 4 \"no\"");
	shop_must(&shop, "note \"for Ms Smith\"");
	shop_must(&shop, "item 6");
	shop_must(&shop, "answer 1990-01-01");
	shop_must(&shop, "total");
	shop_must(&shop, "cash 5.00");
	shop_restart(&shop);
	view = shop_view(&shop);
	ck_assert(view.recovered);
	ck_assert_int_eq(view.state, TILL_LOCKED);
	ck_assert_uint_eq(view.basket->line_count, 5);
	ck_assert_int_eq(view.basket->total.minor, 149 + 25 + 156 + 2490);
	ck_assert_uint_eq(view.basket->tender_count, 1);
	ck_assert_int_eq(view.settlement.remaining.minor, 149 + 25 + 156 + 2490 - 500);
	ck_assert_str_eq(view.basket->note, "for Ms Smith");
	ck_assert_int_eq(view.basket->age_years, 36);
	ck_assert(view.basket->lines[3].is.voided);
	ck_assert_str_eq(view.basket->lines[3].is.reason, "no");
	shop_must(&shop, "sign-on 3 3333");
	ck_assert_int_eq(shop_view(&shop).state, TILL_RINGING);
	shop_must(&shop, "total");
	shop_must(&shop, "cash");
	shop_must_hold(&shop);
}
END_TEST

/* The basket file of a moment, to be put back later as a crash might leave it. */
static char *
read_basket_file(size_t *length)
{
	char path[PATH_MAX], *text;

	ck_assert_int_eq(paths_join(path, shop.folder, "basket", NULL), RC_OK);
	ck_assert_int_eq(paths_read_file(path, 10000000, &text, length, NULL), RC_OK);
	return text;
}

static void
restart_with_basket_file(char *text, size_t length)
{
	char path[PATH_MAX];

	ck_assert_int_eq(paths_join(path, shop.folder, "basket", NULL), RC_OK);
	shop_close(&shop);
	ck_assert_int_eq(paths_replace_file(path, text, length, 0640, NULL), RC_OK);
	free(text);
	shop_open(&shop);
}

START_TEST(a_basket_that_was_paid_does_not_come_back)
{
	char *file;
	size_t length;

	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "total");
	ck_assert_int_eq(till_settle(shop.till, &shop.err), RC_OK);
	file = read_basket_file(&length);
	shop_must(&shop, "cash 20");
	restart_with_basket_file(file, length);
	ck_assert(!shop_view(&shop).recovered);
	shop_must(&shop, "sign-on 3 3333");
	ck_assert_int_eq(shop_view(&shop).state, TILL_READY);
	ck_assert_int_eq(shop_view(&shop).next_receipt, 2);
}
END_TEST

START_TEST(a_basket_put_aside_does_not_come_back_twice)
{
	char *file;
	size_t length;

	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	ck_assert_int_eq(till_settle(shop.till, &shop.err), RC_OK);
	file = read_basket_file(&length);
	shop_must(&shop, "suspend");
	restart_with_basket_file(file, length);
	ck_assert(!shop_view(&shop).recovered);
	ck_assert_int_eq(shop_view(&shop).suspended, 1);
	shop_must(&shop, "sign-on 3 3333");
	shop_must(&shop, "recall 1");
	ck_assert_int_eq(shop_view(&shop).suspended, 0);
	ck_assert_int_eq(shop_view(&shop).basket->total.minor, 1250);
}
END_TEST

START_TEST(a_recalled_basket_keeps_its_price_and_says_so)
{
	struct item_row item;
	struct entry entry;

	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "suspend");
	ck_assert_int_eq(catalogue_item(shop.ledger, "4", &item, &shop.err), RC_OK);
	item.price.e4 = 13000000;
	entry_init(&entry, ENTRY_RECORD);
	till_header(shop.till, &entry);
	ck_assert_int_eq(catalogue_put_item(shop.ledger, &item, NULL, 0, &entry, &shop.err), RC_OK);
	entry_done(&entry);
	shop_must(&shop, "recall 1");
	ck_assert_int_eq(shop_view(&shop).basket->total.minor, 1250);
	ck_assert_str_eq(shop.answer.note, "prices have changed since: this basket keeps its own");
	shop_must(&shop, "item 4");
	ck_assert_int_eq(shop_view(&shop).basket->total.minor, 1250 + 1300);
}
END_TEST

START_TEST(a_full_basket_takes_no_half_of_an_item)
{
	shop_begin_day(&shop);
	for (int i = 0; i < BASKET_LINES_MAX - 1; i++)
		shop_must(&shop, "item 2");
	refused("ring 4006381333931", "the basket is full"); /* with its deposit it is two lines */
	ck_assert_uint_eq(shop_view(&shop).basket->line_count, BASKET_LINES_MAX - 1);
	shop_must(&shop, "item 2");
	refused("item 2", "the basket is full");
	ck_assert_int_eq(shop_view(&shop).basket->total.minor, 199 * BASKET_LINES_MAX);
	shop_must(&shop, "total");
	shop_must(&shop, "card");
	ck_assert_int_eq(last_kind(), ENTRY_SALE);
}
END_TEST

/* ---- lost entries ---- */

static char *
read_ledger(size_t *length)
{
	char path[PATH_MAX], *text;

	ck_assert_int_eq(paths_join(path, shop.folder, "ledger.db", NULL), RC_OK);
	ck_assert_int_eq(paths_read_file(path, 100000000, &text, length, NULL), RC_OK);
	return text;
}

/* As after a disk that lied, or someone who put yesterday's file back. */
static void
put_ledger_back(char *text, size_t length)
{
	char path[PATH_MAX];

	ck_assert_int_eq(paths_join(path, shop.folder, "ledger.db", NULL), RC_OK);
	ck_assert_int_eq(paths_replace_file(path, text, length, 0640, NULL), RC_OK);
	ck_assert_int_eq(paths_join(path, shop.folder, "ledger.db-wal", NULL), RC_OK);
	unlink(path);
	ck_assert_int_eq(paths_join(path, shop.folder, "ledger.db-shm", NULL), RC_OK);
	unlink(path);
	free(text);
}

START_TEST(lost_entries_close_the_till_until_a_manager_accepts_it)
{
	char *ledger;
	size_t length;

	shop.slow = true;
	shop_restart(&shop);
	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "total");
	shop_must(&shop, "cash");
	shop_close(&shop);
	ledger = read_ledger(&length);
	shop_open(&shop);
	shop_must(&shop, "sign-on 3 3333");
	shop_must(&shop, "item 4");
	shop_must(&shop, "total");
	shop_must(&shop, "cash");
	shop_close(&shop);
	put_ledger_back(ledger, length);
	shop_open(&shop);
	ck_assert(shop_view(&shop).gap);
	shop_must(&shop, "sign-on 3 3333");
	refused("item 4", "entries are missing: selling is closed until a manager accepts it");
	ck_assert_str_eq(shop.err.hint, "accept-gap");
	shop_must(&shop, "accept-gap \"the disk was changed\"");
	ck_assert_int_eq(shop_view(&shop).state, TILL_APPROVAL);
	shop_must(&shop, "approve 1 471147");
	ck_assert(!shop_view(&shop).gap);
	shop_must(&shop, "item 4");
	shop_must(&shop, "total");
	shop_must(&shop, "cash");
	ck_assert_int_eq(shop_view(&shop).last_sale.number, 3);
	shop_must_hold(&shop);
}
END_TEST

/* ---- time ---- */

static int64_t fake_monotonic_ms;

static int64_t
fake_monotonic(void)
{
	return fake_monotonic_ms;
}

START_TEST(a_clock_set_forward_is_recorded_and_a_long_night_is_not)
{
	struct entry entry;

	fake_monotonic_ms = 5000000000;
	shop.monotonic_ms = fake_monotonic;
	shop.now.utc_ms += 10 * 60 * 60 * 1000;
	shop_restart(&shop);
	ck_assert_int_eq(last_kind(), ENTRY_START);
	shop_begin_day(&shop);
	shop.now.utc_ms += 8 * 60 * 60 * 1000;
	fake_monotonic_ms += 8 * 60 * 60 * 1000;
	shop_must(&shop, "item 4");
	ck_assert_int_eq(last_kind(), ENTRY_SHIFT_OPEN);
	shop.now.utc_ms += 3 * 60 * 1000;
	shop_must(&shop, "item 4");
	ck_assert_str_eq(shop.answer.note,
	                 "the clock of this machine was set: it is in the journal");
	ck_assert_int_eq(shop_view(&shop).clock_behind_ms, 0);
	entry = last_entry();
	ck_assert_int_eq(entry.kind, ENTRY_CLOCK);
	ck_assert_int_eq(entry.is.clock.after_ms - entry.is.clock.before_ms, 3 * 60 * 1000);
	entry_done(&entry);
}
END_TEST

START_TEST(training_may_be_asked_for_at_the_start)
{
	struct till_view view;

	shop.training = true;
	shop_restart(&shop);
	view = shop_view(&shop);
	ck_assert(view.training);
	ck_assert_int_eq(last_kind(), ENTRY_TRAINING);
	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "total");
	shop_must(&shop, "cash");
	ck_assert_int_eq(shop_view(&shop).last_sale.series, SERIES_TRAINING);
	ck_assert_int_eq(ledger_next_receipt(shop.ledger, SERIES_LIVE), 1);
}
END_TEST

START_TEST(a_clock_set_back_is_recorded_and_time_goes_on)
{
	struct entry entry;
	int64_t before = shop.now.utc_ms;

	shop_begin_day(&shop);
	shop.now.utc_ms -= 3 * 60 * 60 * 1000;
	shop_must(&shop, "item 4");
	entry = last_entry();
	ck_assert_int_eq(entry.kind, ENTRY_CLOCK);
	ck_assert_int_eq(entry.is.clock.before_ms, before);
	ck_assert_int_eq(entry.is.clock.after_ms, before - 3 * 60 * 60 * 1000);
	ck_assert_int_ge(entry.at.utc_ms, before);
	ck_assert_int_eq(shop_view(&shop).clock_behind_ms, 3 * 60 * 60 * 1000);
	entry_done(&entry);
	shop_must(&shop, "total");
	shop_must(&shop, "cash");
	entry = last_entry();
	ck_assert_int_eq(entry.kind, ENTRY_SALE);
	ck_assert_int_ge(entry.at.utc_ms, before);
	entry_done(&entry);
	shop_must_hold(&shop);
}
END_TEST

START_TEST(the_first_opening_of_a_month_closes_the_last)
{
	struct journal_query query = { .kind = ENTRY_PERIOD, .series = SERIES_COUNT };
	struct journal_row rows[5];
	size_t count;

	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "total");
	shop_must(&shop, "cash");
	shop_must(&shop, "count cash 112.50");
	shop_must(&shop, "close-shift");
	shop_must(&shop, "close-day");
	shop_must(&shop, "approve 1 471147");
	shop_clock(&shop, "2026-12-01 09:00");
	shop_must(&shop, "open-shift 100");
	ck_assert_int_eq(journal_find(shop.ledger, &query, rows, 5, &count, &shop.err), RC_OK);
	ck_assert_uint_eq(count, 1);
	shop_must(&shop, "count cash 100");
	shop_must(&shop, "close-shift");
	shop_must(&shop, "close-day");
	shop_must(&shop, "approve 1 471147");
	shop_clock(&shop, "2027-01-02 09:00");
	shop_must(&shop, "open-shift 100");
	ck_assert_int_eq(journal_find(shop.ledger, &query, rows, 5, &count, &shop.err), RC_OK);
	ck_assert_uint_eq(count, 3); /* December and the year */
	shop_must_hold(&shop);
}
END_TEST

START_TEST(a_clock_that_cannot_be_right_opens_no_day)
{
	struct entry entry;

	shop_clock(&shop, "2128-06-11 10:00");
	shop_must(&shop, "sign-on 1 471147");
	ck_assert_int_eq(shop_do(&shop, "open-shift 100"), RC_REFUSED);
	ck_assert_str_eq(shop.err.msg, "the computer's clock says 2128-06-11");
	ck_assert_str_eq(shop.err.hint, "set the clock, then open the shift");
	/* what was recorded in that time does not hold time there */
	shop_clock(&shop, "2026-11-23 10:00");
	shop_must(&shop, "open-shift 100");
	entry = last_entry();
	ck_assert_int_eq(entry.day, 20261123);
	ck_assert_int_eq(entry.at.utc_ms, shop.now.utc_ms);
	entry_done(&entry);
	/* a clock without a battery does not take it back either */
	shop_clock(&shop, "1970-01-02 10:00");
	shop_must(&shop, "item 4");
	shop_must(&shop, "total");
	shop_must(&shop, "cash");
	entry = last_entry();
	ck_assert_int_eq(when_day(entry.at), 20261123);
	entry_done(&entry);
	shop_must_hold(&shop);
}
END_TEST

/* ---- what screens see ---- */

static const struct {
	enum command_id id;
	const char *sentence, *hint;
} not_now[] = {
	{ CMD_RING, "no shift is open", "open-shift" },
	{ CMD_CLOSE_SHIFT, "no shift is open", "open-shift" },
	{ CMD_TOTAL, "no shift is open", "open-shift" },
	{ CMD_SIGN_ON, "someone is signed on: sign off or lock first", "sign-off" },
	{ CMD_TAKE_OVER, "the till is not locked: only a locked one is taken over", "lock" },
	{ CMD_CANCEL, "nothing is rung up", "ring" },
	{ CMD_ANSWER, "nothing is asked", "" },
	{ CMD_APPROVE, "nobody has to agree to anything now", "" },
	{ CMD_RECEIPT, "no receipt waits: reprint makes a copy of an earlier one", "reprint" },
};

START_TEST(what_cannot_be_done_now_says_why)
{
	struct err err;

	shop_must(&shop, "sign-on 3 3333");
	ck_assert_int_eq(till_may(shop.till, not_now[_i].id, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, not_now[_i].sentence);
	ck_assert_str_eq(err.hint, not_now[_i].hint);
}
END_TEST

START_TEST(the_result_of_a_sale_stays_until_the_next_entry)
{
	struct till_view view;

	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "total");
	shop_must(&shop, "cash 20");
	view = shop_view(&shop);
	ck_assert_int_eq(view.state, TILL_CHANGE);
	ck_assert_int_eq(view.last_change.minor, 750);
	ck_assert_int_eq(view.last_sale.number, 1);
	ck_assert_uint_eq(view.basket->line_count, 1);
	ck_assert_int_eq(shop_do(&shop, "item 99999"),
	                 RC_OK); /* a question: nothing has changed yet */
	ck_assert_int_eq(shop_view(&shop).under, TILL_CHANGE);
	shop_must(&shop, "back");
	ck_assert_int_eq(shop_view(&shop).state, TILL_CHANGE);
	shop_must(&shop, "item 2");
	view = shop_view(&shop);
	ck_assert_int_eq(view.state, TILL_RINGING);
	ck_assert_uint_eq(view.basket->line_count, 1);
	ck_assert_int_eq(view.basket->total.minor, 199);
}
END_TEST

START_TEST(clear_goes_back_one_step_at_a_time)
{
	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "select 1");
	shop_must(&shop, "quantity 3");
	ck_assert_int_eq(shop_view(&shop).next_qty_milli, 3000);
	shop_must(&shop, "clear");
	ck_assert_int_eq(shop_view(&shop).next_qty_milli, 0);
	ck_assert_int_eq(shop_view(&shop).selected, 1);
	shop_must(&shop, "clear");
	ck_assert_int_eq(shop_view(&shop).selected, 0);
	shop_must(&shop, "total");
	shop_must(&shop, "clear");
	ck_assert_int_eq(shop_view(&shop).state, TILL_RINGING);
	shop_must(&shop, "clear");
	ck_assert_int_eq(shop_view(&shop).state, TILL_RINGING);
	ck_assert_uint_eq(shop_view(&shop).basket->line_count, 1);
}
END_TEST

START_TEST(a_cash_sale_is_one_commit)
{
	struct ledger_counters before, after;

	shop_begin_day(&shop);
	shop_must(&shop, "item 4");
	shop_must(&shop, "item 2");
	shop_must(&shop, "total");
	ck_assert_int_eq(till_settle(shop.till, &shop.err), RC_OK);
	before = ledger_counters(shop.ledger);
	shop_must(&shop, "cash 20");
	ck_assert_int_eq(till_settle(shop.till, &shop.err), RC_OK);
	after = ledger_counters(shop.ledger);
	ck_assert_int_eq(after.commits - before.commits, 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("till");
	TCase *tests = tcase_create("till");

	tcase_add_checked_fixture(tests, make_shop, remove_shop);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, a_PIN_is_checked_while_the_till_goes_on);
	tcase_add_test(tests, an_approval_that_comes_later_does_the_command);
	tcase_add_test(tests, wrong_PINs_lock_out_and_a_restart_does_not_help);
	tcase_add_test(tests, the_first_sign_on_chooses_a_PIN);
	tcase_add_test(tests, locking_drops_a_question);
	tcase_add_test(tests, consent_is_for_one_command);
	tcase_add_test(tests, an_approvers_own_limits_hold);
	tcase_add_test(tests, four_eyes_want_a_second_person_even_from_a_manager);
	tcase_add_test(tests, wrong_PINs_of_an_approver_lock_out_too);
	tcase_add_test(tests, a_full_basket_takes_no_half_of_an_item);
	tcase_add_test(tests, lost_entries_close_the_till_until_a_manager_accepts_it);
	tcase_add_test(tests, a_clock_set_forward_is_recorded_and_a_long_night_is_not);
	tcase_add_test(tests, training_may_be_asked_for_at_the_start);
	tcase_add_test(tests, a_basket_comes_back_as_it_was);
	tcase_add_test(tests, a_basket_that_was_paid_does_not_come_back);
	tcase_add_test(tests, a_basket_put_aside_does_not_come_back_twice);
	tcase_add_test(tests, a_recalled_basket_keeps_its_price_and_says_so);
	tcase_add_test(tests, a_clock_set_back_is_recorded_and_time_goes_on);
	tcase_add_test(tests, the_first_opening_of_a_month_closes_the_last);
	tcase_add_test(tests, a_clock_that_cannot_be_right_opens_no_day);
	tcase_add_loop_test(tests, what_cannot_be_done_now_says_why, 0,
	                    sizeof not_now / sizeof not_now[0]);
	tcase_add_test(tests, the_result_of_a_sale_stays_until_the_next_entry);
	tcase_add_test(tests, clear_goes_back_one_step_at_a_time);
	tcase_add_test(tests, a_cash_sale_is_one_commit);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
