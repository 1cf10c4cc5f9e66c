/*
 * A random walk over the till: thousands of commands as a confused but busy shop would give them,
 * and after each the money rules of the shop hold.
 *
 * What the rules are checked against are the books of walk_books.h.  The seed is printed;
 * RINGUP_SEED=N plays the same walk again, RINGUP_STEPS=N makes it longer.
 */
#include <config.h>

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ledger/customers.h"
#include "ledger/journal.h"
#include "ledger/people.h"
#include "suite.h"
#include "till_shop.h"
#include "walk_books.h"

/* ---- dice ---- */

static uint64_t dice_state;

static uint64_t
roll(void)
{
	dice_state ^= dice_state << 13;
	dice_state ^= dice_state >> 7;
	dice_state ^= dice_state << 17;
	return dice_state;
}

static int
below(int limit)
{
	return (int)(roll() % (uint64_t)limit);
}

static bool
chance(int percent)
{
	return below(100) < percent;
}

static struct till_shop shop;
static int64_t coin; /* the smallest there is */

/* ---- what must be true of the till itself ---- */

static void
read_new_entries(void)
{
	struct err err = { 0 };

	while (books.seq < ledger_last_seq(shop.ledger)) {
		struct entry entry;

		HOLDS(journal_read(shop.ledger, 1, books.seq + 1, &entry, &err) == RC_OK, "%s",
		      err.msg);
		walk_book(&entry);
		entry_done(&entry);
	}
}

static void
check_basket(const struct till_view *view)
{
	const struct basket *basket = view->basket;
	int64_t lines = 0, taxes = 0;

	for (size_t i = 0; i < basket->line_count; i++)
		lines += basket->lines[i].is.total.minor;
	for (size_t i = 0; i < basket->tax_count; i++)
		taxes += basket->taxes[i].amount.minor;
	HOLDS(lines == basket->total.minor, "the basket's lines make %lld, not %lld",
	      (long long)lines, (long long)basket->total.minor);
	HOLDS(taxes == basket->tax.minor, "the basket's taxes");
}

static void
check_all(void)
{
	struct till_view view = shop_view(&shop);
	struct money expected;
	struct err err = { 0 };

	read_new_entries();
	check_basket(&view);
	if (!view.shift_open)
		return;
	HOLDS(shift_expected(shop.ledger, SERIES_LIVE, view.shift.shift, &expected, &err) == RC_OK,
	      "%s", err.msg);
	if (coin > 1)
		HOLDS(books.drawer % coin == 0, "there are no coins for %lld",
		      (long long)books.drawer);
	HOLDS(expected.minor == books.drawer, "the drawer should hold %lld, the entries say %lld",
	      (long long)expected.minor, (long long)books.drawer);
}

/* ---- what people do ---- */

static enum outcome give(const char *format, ...) __attribute__((format(printf, 1, 2)));

static enum outcome
give(const char *format, ...)
{
	va_list values;
	enum outcome outcome;
	enum till_state before = shop_view(&shop).state;
	int64_t seq = ledger_last_seq(shop.ledger);

	va_start(values, format);
	vsnprintf(walk_line, sizeof walk_line, format, values);
	va_end(values);
	outcome = shop_do(&shop, walk_line);
	HOLDS(outcome == RC_OK || shop.err.msg[0], "refused without a sentence");
	HOLDS(outcome == RC_OK || outcome == RC_REFUSED || outcome == RC_NOT_FOUND, "%s (%s)",
	      shop.err.msg, shop.err.detail);
	if (outcome && before != TILL_QUESTION && before != TILL_APPROVAL)
		HOLDS(shop_view(&shop).state == before, "a refused command moved the till: %s",
		      shop.err.msg);
	if (shop.answer.state == TILL_QUESTION || shop.answer.state == TILL_APPROVAL)
		HOLDS(ledger_last_seq(shop.ledger) == seq ||
		              shop_view(&shop).question == ASK_OLD_DAY || outcome != RC_OK,
		      "asked, but an entry was written");
	check_all();
	return outcome;
}

/* Minor units as they are typed here: 1250 is 12.50, or 1250 yen. */
static const char *
amount(int64_t minor)
{
	static char texts[4][MONEY_TEXT_MAX];
	static int next;
	struct number_style style = number_plain(shop.settings.currency.exponent);

	next = (next + 1) % 4;
	return money_text(texts[next], money_of(minor), &style);
}

static const char *
some_item(void)
{
	static const char *const codes[] = { "1", "2", "3", "4",   "5",   "6",   "7",
		                             "7", "7", "8", "101", "102", "4011" };

	return codes[below(sizeof codes / sizeof codes[0])];
}

static void
some_ringing(const struct till_view *view)
{
	int lines = (int)view->basket->line_count;

	switch (below(36)) {
	case 34:
		give("coupon %s", chance(50) ? "WELCOME" : chance(70) ? "TWO" : "none");
		break;
	case 22:
		give("empties %s", chance(50) ? "900" : "4006381333931");
		break;
	case 23:
		give("empties %s S%d", amount(below(300)), below(40));
		break;
	case 24:
		give("way %s", chance(50) ? "eat-in" : "take-away");
		break;
	case 25:
		if (chance(30))
			give("tax %d %s", 1 + below(lines + 1), chance(50) ? "A" : "own");
		break;
	case 26:
		if (chance(20))
			give("exempt %s", chance(60) ? "C-17" : "none");
		break;
	case 27:
		give("customer %s", chance(40) ? "1" : chance(50) ? "2" : "none");
		break;
	case 18:
		give("discount %d%%", below(14));
		break;
	case 19:
		give("discount %s %d", amount(below(300)), 1 + below(lines + 1));
		break;
	case 20:
		give("discount %d%% %d \"dented\"", below(14), 1 + below(lines + 1));
		break;
	case 21:
		give("tare 0.%03d", below(300));
		break;
	case 0:
		give("ring 4006381333931");
		break;
	case 1:
		give("ring 4012345678918");
		break;
	case 2:
		give("quantity %d", 1 + below(12));
		break;
	case 3:
		give("quantity 0.%03d", below(1000));
		break;
	case 4:
		give("quantity %d %d", 1 + below(5), 1 + below(lines + 2));
		break;
	case 5:
	case 6:
		give("void %d", 1 + below(lines + 2));
		break;
	case 7:
		give("void");
		break;
	case 8:
		give("price %s", amount(below(2000)));
		break;
	case 9:
		give("open %d %s", 1 + below(9), amount(below(3000)));
		break;
	case 10:
		give("repeat");
		break;
	case 11:
		if (chance(50))
			give("ring 2240116002347"); /* a label with a price */
		else
			give("ring 97802013796%02d", below(100));
		break;
	case 12:
		give("select %d", 1 + below(lines + 2));
		break;
	case 13:
		if (books.receipt > 0)
			give("return 1-%06lld %d %d",
			     1 + (long long)(roll() % (uint64_t)books.receipt), 1 + below(6),
			     1 + below(3));
		break;
	case 14:
		if (books.receipt > 0)
			give("return 1-%06lld", 1 + (long long)(roll() % (uint64_t)books.receipt));
		break;
	case 15:
		if (books.receipt > 0)
			give("return 1-%06lld %d",
			     1 + (long long)(roll() % (uint64_t)books.receipt), 1 + below(6));
		break;
	case 16:
		if (chance(30))
			give("return-item %s", some_item());
		break;
	case 17:
		give("note \"nr %d\"", below(100));
		break;
	default:
		give("item %s", some_item());
	}
}

static void
some_ready(const struct till_view *view)
{
	switch (below(40)) {
	case 0:
		give("no-sale");
		break;
	case 1:
		give("paid-in %s \"found\"", amount(5 * (1 + below(800))));
		break;
	case 2:
		give("paid-out %s \"stamps\"", amount(below(3000)));
		break;
	case 3:
		give("pickup %s", amount(100 * below(120)));
		break;
	case 4:
		give("loan %s", amount(100 * below(80)));
		break;
	case 5:
		give("recall %d", 1 + below(view->suspended + 2));
		break;
	case 6:
		give("post-void \"mistake\"");
		break;
	case 7:
		if (books.receipt > 0)
			give("post-void 1-%06lld \"mistake\"",
			     1 + (long long)(roll() % (uint64_t)books.receipt));
		break;
	case 8:
		give("reprint");
		break;
	case 9:
		give("x-report");
		break;
	case 10:
		if (chance(20))
			give("count cash %s", amount(books.drawer));
		break;
	case 11:
		if (chance(10)) {
			give("count cash %s", amount(100 * below(300)));
			give("count abroad %d.00", below(20));
			give("close-shift \"so it is\"");
		}
		break;
	case 12:
		if (chance(30)) {
			if (view->shift_open && books.drawer >= 0 &&
			    give("count cash %s", amount(books.drawer)) == RC_OK) {
				give("count abroad 0");
				give("close-shift");
				give("close-shift \"their notes were not counted\"");
			}
			give("close-day");
		}
		break;
	case 13:
		give("sign-off");
		break;
	case 14:
		give("receipt %s", chance(50) ? "gift" : "print");
		break;
	case 15:
		give("suspended");
		break;
	default:
		if (!view->shift_open)
			give("open-shift %s", amount(100 * below(200)));
		else
			some_ringing(view);
	}
}

static void
some_payment(const struct till_view *view)
{
	int64_t due = llabs(view->settlement.remaining.minor);

	switch (below(14)) {
	case 12:
		give("tender abroad %d.00", 1 + below(30));
		break;
	case 0:
		give("cash %s", amount(due / 100 * 100 + 100 * below(20)));
		break;
	case 1:
		give("cash %s", amount(below(2000)));
		break;
	case 2:
		give("card %s", amount(due / 3 + (chance(20) ? due : 0)));
		break;
	case 3:
		give("card");
		break;
	case 4:
		give("tender voucher %s V%d", amount(100 * (1 + below(20))), below(1000));
		break;
	case 5:
		give("take-back");
		break;
	case 6:
		give("back");
		break;
	case 7:
		give("suspend \"waits\"");
		break;
	case 8:
		give("refund cash");
		break;
	default:
		give("cash");
	}
}

static void
some_answer(const struct till_view *view)
{
	if (chance(15)) {
		give("back");
		return;
	}
	switch (view->question) {
	case ASK_BIRTH_DATE:
		give("answer %s", chance(80) ? "1990-05-17" : chance(50) ? "no" : "2012-01-01");
		break;
	case ASK_WEIGHT:
	case ASK_QUANTITY:
		give("answer %d.%03d", below(3), below(1000));
		break;
	case ASK_PRICE:
		give("answer %s", amount(below(2000)));
		break;
	case ASK_AMOUNT:
		give("answer %s", chance(50) ? "yes" : "no");
		break;
	case ASK_UNKNOWN:
		give("answer open %d %s", 1 + below(3), amount(100 * (1 + below(10))));
		break;
	case ASK_WHICH:
		give("answer %d", below(4));
		break;
	case ASK_REASON:
		give("answer %s", chance(50) ? "1" : "dropped");
		break;
	case ASK_OLD_DAY:
		give("answer %s", chance(50) ? "close" : "go-on");
		break;
	default:
		give("back");
	}
}

static void
some_approval(void)
{
	static const char *const approvers[] = { "1 471147", "1 471147", "2 222222", "4 4444",
		                                 "3 3333" };

	if (chance(25))
		give("back");
	else
		give("approve %s", approvers[below(5)]);
}

static void
some_sign_on(void)
{
	static const char *const people[] = { "1 471147", "2 222222", "3 3333", "3 3333",
		                              "4 4444" };

	if (chance(10))
		give("take-over %s", people[below(5)]);
	else
		give("sign-on %s", people[below(5)]);
}

static void
one_step(void)
{
	struct till_view view = shop_view(&shop);
	struct err err = { 0 };

	if (chance(1)) {
		strcpy(walk_line, "restart");
		shop_restart(&shop);
		check_all();
		return;
	}
	if (chance(2))
		shop.now.utc_ms += (int64_t)below(6 * 60) * 60000;
	if (chance(2)) {
		give("%s", command_spec(below(COMMAND_IDS))->name);
		return;
	}
	if (chance(1)) {
		give("lock");
		return;
	}
	switch (view.state) {
	case TILL_LOCKED:
		some_sign_on();
		break;
	case TILL_READY:
	case TILL_CHANGE:
		some_ready(&view);
		break;
	case TILL_RINGING:
		if (chance(22))
			give("total");
		else if (chance(4))
			give("suspend \"later\"");
		else if (chance(3))
			give("cancel \"changed their mind\"");
		else
			some_ringing(&view);
		break;
	case TILL_TENDERING:
		some_payment(&view);
		break;
	case TILL_APPROVAL:
		some_approval();
		break;
	default:
		some_answer(&view);
	}
	if (chance(50))
		HOLDS(till_settle(shop.till, &err) == RC_OK, "%s", err.msg);
}

/* ---- the walk ---- */

static int64_t
number_from(const char *name, int64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? atoll(text) : otherwise;
}

/* Each has its own way with cash and tax. */
static const struct {
	const char *country, *tax_rounding, *rate; /* of a Canadian dollar */
} shops[] = {
	{ "DE", "line", "0.68" },
	{ "CH", "line", "0.63" },  /* cash to five */
	{ "US", "total", "0.72" }, /* tax added, rounded once a rate; tips */
	{ "JP", "line", "107.3" }, /* no decimals; a reason for everything taken back */
};

static void
change_setting(const char *key, const char *value)
{
	struct entry entry;
	struct err err = { 0 };

	entry_init(&entry, ENTRY_SETTING);
	till_header(shop.till, &entry);
	HOLDS(settings_set(&shop.settings, shop.ledger, key, value, &entry, &err) == RC_OK, "%s",
	      err.msg);
}

/* Notes of another currency, and coupons. */
static void
take_more(const char *rate)
{
	static const struct promotion_row coupons[] = {
		{ .name = "Welcome",
		  .active = true,
		  .order = 20,
		  .json = "{\"name\":\"Welcome\",\"trigger\":\"code\",\"code\":\"WELCOME\","
		          "\"conditions\":{\"usage_limit_per_customer\":3},"
		          "\"effect\":{\"type\":\"percent\",\"percent\":\"10\"}}" },
		{ .name = "Two off",
		  .active = true,
		  .order = 21,
		  .json = "{\"name\":\"Two off\",\"trigger\":\"code\",\"code\":\"TWO\","
		          "\"conditions\":{\"min_subtotal\":\"9\",\"usage_limit\":25},"
		          "\"effect\":{\"type\":\"fixed_order\",\"amount\":\"2\"}}" },
	};
	struct tender_row row = { .kind = "abroad",
		                  .label = "CAD",
		                  .currency = "CAD",
		                  .opens_drawer = true,
		                  .counted = true,
		                  .refundable = true,
		                  .order = 9 };
	struct entry entry;
	struct err err = { 0 };

	text_copy(row.rate, sizeof row.rate, rate);
	entry_init(&entry, ENTRY_RECORD);
	till_header(shop.till, &entry);
	HOLDS(catalogue_put_tender(shop.ledger, &row, &entry, &err) == RC_OK, "%s", err.msg);
	for (size_t i = 0; i < sizeof coupons / sizeof coupons[0]; i++) {
		entry_init(&entry, ENTRY_RECORD);
		till_header(shop.till, &entry);
		HOLDS(catalogue_put_promotion(shop.ledger, &coupons[i], &entry, &err) == RC_OK,
		      "%s", err.msg);
	}
}

/* Cards give tips here. */
static void
take_tips(void)
{
	struct tender_row rows[20];
	struct entry entry;
	struct err err = { 0 };
	size_t count = 0;

	HOLDS(catalogue_tenders(shop.ledger, rows, 20, &count, &err) == RC_OK, "%s", err.msg);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].kind, "card") != 0)
			continue;
		rows[i].over = OVER_TIP;
		entry_init(&entry, ENTRY_RECORD);
		till_header(shop.till, &entry);
		HOLDS(catalogue_put_tender(shop.ledger, &rows[i], &entry, &err) == RC_OK, "%s",
		      err.msg);
	}
}

/* One cashier is too young for spirits, another is a customer too. */
static void
know_people(void)
{
	struct staff_row dora;
	struct customer_row anyone = { .name = "Anyone" },
	                    self = { .name = "Cleo", .groups = "staff-3" };
	struct entry entry;
	struct err err = { 0 };

	HOLDS(staff_get(shop.ledger, 4, &dora, &err) == RC_OK, "%s", err.msg);
	HOLDS(day_parse("2010-03-01", &dora.born, &err) == RC_OK, "%s", err.msg);
	entry_init(&entry, ENTRY_STAFF);
	till_header(shop.till, &entry);
	HOLDS(staff_put(shop.ledger, &dora, &entry, &err) == RC_OK, "%s", err.msg);
	HOLDS(customer_put(shop.ledger, &anyone, &err) == RC_OK, "%s", err.msg);
	HOLDS(customer_put(shop.ledger, &self, &err) == RC_OK && self.number == OWN, "%s", err.msg);
}

static void
open_shop(int which)
{
	struct tax_row row = { .code = "B", .name = "Food", .rate_ppm = 22500, .affected = true };
	const char *country = shops[which].country;
	struct entry entry;
	struct err err = { 0 };

	shop_make(&shop, country);
	coin = strcmp(country, "CH") == 0 ? 5 : 1;
	change_setting("tax-rounding", shops[which].tax_rounding);
	know_people();
	take_more(shops[which].rate);
	if (strcmp(country, "JP") == 0)
		change_setting("reasons-asked", "all");
	if (strcmp(country, "US") == 0) {
		take_tips();
		entry_init(&entry, ENTRY_RECORD);
		till_header(shop.till, &entry);
		HOLDS(catalogue_put_tax(shop.ledger, &row, &entry, &err) == RC_OK, "%s", err.msg);
		row.rate_ppm = 82500;
		strcpy(row.code, "A");
		entry_init(&entry, ENTRY_RECORD);
		till_header(shop.till, &entry);
		HOLDS(catalogue_put_tax(shop.ledger, &row, &entry, &err) == RC_OK, "%s", err.msg);
	}
	HOLDS(till_reload(shop.till, &err) == RC_OK, "%s", err.msg);
}

/* A walk that met nothing proves nothing. */
static void
check_coverage(void)
{
	static const enum entry_kind wanted[] = { ENTRY_SALE,       ENTRY_TENDER,   ENTRY_CANCELLED,
		                                  ENTRY_SUSPENDED,  ENTRY_RECALLED, ENTRY_CASH,
		                                  ENTRY_SHIFT_CLOSE };

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
		ck_assert_msg(books.counts[wanted[i]] > 0, "no %s entry",
		              entry_kind_name(wanted[i]));
	ck_assert_int_gt(books.came_back, 0);
	ck_assert_int_gt(books.abroad, 0);
	ck_assert_int_gt(books.coupons, 0);
}

START_TEST(the_money_rules_hold_after_every_command)
{
	int steps = (int)number_from("RINGUP_STEPS", 4000);
	uint64_t seed = (uint64_t)number_from("RINGUP_SEED", (int64_t)time(NULL));

	dice_state = (seed * 3 + (uint64_t)_i) * 2654435761u + 1;
	memset(&books, 0, sizeof books);
	books.sales = alloc_zero(SALES_ROOM, sizeof *books.sales);
	fprintf(stderr, "%s: RINGUP_SEED=%llu RINGUP_STEPS=%d\n", shops[_i].country,
	        (unsigned long long)seed, steps);
	open_shop(_i);
	for (walk_step = 0; walk_step < steps && books.receipt < SALES_ROOM - 2; walk_step++)
		one_step();
	fprintf(stderr,
	        "%s: %lld entries, %lld sales, %lld lines came back, %lld sales undone, %lld Zs\n",
	        shops[_i].country, (long long)books.seq, (long long)books.receipt,
	        (long long)books.came_back, (long long)books.undone, (long long)books.z);
	if (steps >= 4000)
		check_coverage();
	shop_must_hold(&shop);
	shop_remove(&shop);
	free(books.sales);
	free(books.day);
	free(books.between);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("walk");
	TCase *tests = tcase_create("walk");

	tcase_set_timeout(tests, 600);
	tcase_add_loop_test(tests, the_money_rules_hold_after_every_command, 0,
	                    sizeof shops / sizeof shops[0]);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
