/*
 * kill -9 while everything is done that a till can do.
 *
 * A child works at the till: it plays stories (a sale with a coupon, a slip of a bottle machine, a
 * day of training, an import taken in ...) and says after each command what it was told.  Somewhere
 * in that it dies: in the middle of the nth write to its books, or from outside, at whatever moment
 * that is.  What it was told must be there when the till starts again; the one command that was
 * under way happened, or did not.  All runs share one shop, so what one kill leaves is what the
 * next one starts from.
 *
 * $RINGUP_KILLS says how many (40), $RINGUP_SEED which moments (else of the clock; printed).
 */
#include <config.h>

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "ledger/customers.h"
#include "ledger/journal.h"
#include "ledger/people.h"
#include "ledger/sales.h"
#include "faulty_vfs.h"
#include "killed_till.h"
#include "suite.h"

#define KILLS 40
#define COUPON_LIMIT 9

static struct {
	struct receipt_ref ref;
	struct money total;
} paid[5000];

static int paid_count, played[64];
static char refused[300];  /* the last thing that was */
static char standing[200]; /* the basket as the last run left it */

static void
ok(enum outcome outcome, const struct err *err)
{
	ck_assert_msg(outcome == RC_OK, "%s (%s)", err->msg, err->detail);
}

static void
begin(void)
{
	struct promotion_row coupon = { .name = "Five off", .active = true, .order = 5 };
	struct tender_row dollars = { .kind = "dollars",
		                      .label = "USD",
		                      .over = OVER_CHANGE,
		                      .opens_drawer = true,
		                      .counted = true,
		                      .refundable = true,
		                      .currency = "USD",
		                      .rate = "0.92",
		                      .order = 9 };
	struct customer_row lena = { .name = "Lena Berg", .card = "4400001", .groups = "VIP" };
	struct err err = { 0 };
	struct entry entry;
	shop_make(&killed_shop, "DE");
	snprintf(coupon.json, sizeof(coupon.json),
	         "{\"name\":\"Five off\",\"trigger\":\"code\",\"code\":\"FIVE\",\"conditions\":"
	         "{\"usage_limit\":%d},\"effect\":{\"type\":\"fixed_order\",\"amount\":\"5.00\"}}",
	         COUPON_LIMIT);
	entry_init(&entry, ENTRY_RECORD);
	till_header(killed_shop.till, &entry);
	ok(catalogue_put_promotion(killed_shop.ledger, &coupon, &entry, &err), &err);
	entry_init(&entry, ENTRY_RECORD);
	till_header(killed_shop.till, &entry);
	ok(catalogue_put_tender(killed_shop.ledger, &dollars, &entry, &err), &err);
	ok(customer_put(killed_shop.ledger, &lena, &err), &err);
	ok(till_reload(killed_shop.till, &err), &err);
	shop_must(&killed_shop, "sign-on 1 471147");
	shop_must(&killed_shop, "open-shift 100");
	shop_close(&killed_shop);
	killed_shop.slow = true;
}

/* ---- the parent ---- */

static bool
is_known(struct receipt_ref ref)
{
	for (int i = 0; i < paid_count; i++)
		if (paid[i].ref.series == ref.series && paid[i].ref.number == ref.number)
			return true;
	return false;
}

static void
add_paid(struct receipt_ref ref, struct money total)
{
	ck_assert_int_lt(paid_count, 5000);
	paid[paid_count].ref = ref;
	paid[paid_count++].total = total;
}

static void
remember(const struct told *told)
{
	if (told->begun)
		return;
	if (told->ended && told->ok && told->story >= 0)
		played[told->story]++;
	if (!told->ok)
		snprintf(refused, sizeof(refused), "%s: %s", told->line, told->done);
	if (told->sale.number > 0 && !is_known(told->sale))
		add_paid(told->sale, told->total);
}

/* Reads what the child is told until it is gone; kills it after so many answers (0 it ends itself).
 * The last thing it was told is given back, and what it did beside the till in marks. */
static struct told
listen(int in, pid_t child, int answers, struct told marks[], size_t room, size_t *mark_count)
{
	struct told told = { .story = -1 }, last = told;
	int heard = 0;
	memcpy(last.basket, standing, sizeof(last.basket));
	while (read(in, &told, sizeof(told)) == (ssize_t)sizeof(told)) {
		remember(&told);
		last = told;
		if (told.ok && !told.begun && told.done[0] && *mark_count < room)
			marks[(*mark_count)++] = told;
		if (answers && ++heard == answers)
			kill(child, SIGKILL);
	}
	return last;
}

static void
check_sales(const struct told *last, int run)
{
	struct receipt_ref newest = { 0 };
	struct entry entry;
	struct err err = { 0 };
	int64_t known[SERIES_COUNT] = { 0 };
	for (int i = 0; i < paid_count; i++) {
		ok(journal_read_sale(killed_shop.ledger, paid[i].ref, &entry, &err), &err);
		ck_assert_int_eq(entry.is.sale.total.minor, paid[i].total.minor);
		entry_done(&entry);
		if (paid[i].ref.number > known[paid[i].ref.series])
			known[paid[i].ref.series] = paid[i].ref.number;
	}
	for (int s = 0; s < SERIES_COUNT; s++) {
		if (sale_last(killed_shop.ledger, (enum series)s, &newest, NULL))
			newest.number = 0;
		ck_assert_msg(newest.number == known[s] ||
		                      (last->begun && newest.number == known[s] + 1),
		              "run %d: %lld sales, %lld were told, at %s", run,
		              (long long)newest.number, (long long)known[s], last->line);
	}
	/* the one that was under way is known from now on */
	if (!last->begun || sale_last(killed_shop.ledger, last->sale.series, &newest, NULL) ||
	    newest.number == known[newest.series])
		return;
	ok(journal_read_sale(killed_shop.ledger, newest, &entry, &err), &err);
	add_paid(newest, entry.is.sale.total);
	entry_done(&entry);
}

static void
check_basket(const struct told *last, int run)
{
	char now[sizeof(last->basket)];
	struct till_view view = shop_view(&killed_shop);
	enum entry_kind kind;
	int64_t seq;
	killed_basket(now, sizeof(now));
	memcpy(standing, now, sizeof(standing));
	ck_assert_msg(last->begun || strcmp(now, last->basket) == 0,
	              "run %d, after %s: \"%s\", was \"%s\"", run, last->line, now, last->basket);
	if (view.basket_stands)
		ck_assert_msg(basket_outcome(killed_shop.ledger, view.basket->id, &kind, &seq,
		                             NULL) == RC_NOT_FOUND,
		              "run %d, at %s: %s is done with and back", run, last->line, now);
}

static void
check_beside(const struct told *told, bool newest_import)
{
	struct price_row rows[500];
	struct markdown_row reduced;
	struct customer_row customer;
	struct item_row item;
	struct err err = { 0 };
	size_t count = 0, i = 0;
	long long number = strtoll(told->done, NULL, 10), e4 = 0;
	if (strcmp(told->line, "!import") == 0 && newest_import) {
		ok(catalogue_item(killed_shop.ledger, "20", &item, &err), &err);
		ck_assert_str_eq(item.name, told->done);
	} else if (strcmp(told->line, "!price") == 0) {
		ok(catalogue_prices(killed_shop.ledger, "7", rows, 500, &count, &err), &err);
		while (i < count && rows[i].from_ms != killed_shop.now.utc_ms + number * HOUR_MS)
			i++;
		ck_assert_msg(i < count, "the price from hour %lld on is lost", number);
	} else if (strcmp(told->line, "!reduce") == 0) {
		ck_assert_int_eq(sscanf(told->done, "%lld %lld", &number, &e4), 2);
		ok(catalogue_markdown(killed_shop.ledger, number, &reduced, &err), &err);
		ck_assert_int_eq(reduced.price.e4, e4);
	} else if (strcmp(told->line, "!customers") == 0) {
		ok(customer_get(killed_shop.ledger, 1000 + 2 * number, &customer, &err), &err);
		ok(customer_get(killed_shop.ledger, 1000 + 2 * number + 1, &customer, &err), &err);
	}
}

static void
check_done(const struct told marks[], size_t count, const struct told *last)
{
	size_t import = count;
	for (size_t i = 0; i < count; i++)
		if (strcmp(marks[i].line, "!import") == 0)
			import = i;
	if (last->begun && strcmp(last->line, "!import") == 0)
		import = count;
	for (size_t i = 0; i < count; i++)
		check_beside(&marks[i], i == import);
}

/* ---- what may be used once, or so often ---- */

static bool
took_coupon(const struct sale_facts *sale)
{
	for (size_t i = 0; i < sale->line_count; i++)
		for (int d = 0; d < sale->lines[i].discount_count; d++)
			if (!sale->lines[i].voided && sale->lines[i].return_of.number == 0 &&
			    strcmp(sale->lines[i].discounts[d].reason, "Five off") == 0)
				return true;
	return false;
}

/* Counted from the sales themselves, one after the other. */
static void
check_uses(void)
{
	int64_t told = 0, uses = 0, slips = 0;
	struct entry entry;
	struct err err = { 0 };
	static char seen[5000][CODE_MAX];
	for (int i = 0; i < paid_count; i++) {
		ok(journal_read_sale(killed_shop.ledger, paid[i].ref, &entry, &err), &err);
		struct sale_facts *sale = &entry.is.sale;
		bool undone = sale->post_void_of.number ||
		              sale_is_post_voided(killed_shop.ledger, paid[i].ref);
		uses += !undone && paid[i].ref.series == SERIES_LIVE && took_coupon(sale);
		for (size_t l = 0; l < sale->line_count && !undone; l++) {
			const struct sale_line *line = &sale->lines[l];
			if (line->voided || line->return_of.number ||
			    strncmp(line->code, "S-", 2) != 0)
				continue;
			ck_assert(slip_is_used(killed_shop.ledger, paid[i].ref.series, line->code));
			for (int64_t s = 0; s < slips; s++)
				ck_assert_msg(strcmp(seen[s], line->code) != 0, "%s twice",
				              line->code);
			text_copy(seen[slips++], CODE_MAX, line->code);
		}
		entry_done(&entry);
	}
	ok(promotion_uses(killed_shop.ledger, SERIES_LIVE, "Five off", 0, &told, &err), &err);
	ck_assert_int_eq(told, uses);
	ck_assert_int_le(uses, COUPON_LIMIT);
}

/* The slip that was paid out last is not paid out again, whatever came between. */
static void
check_slip_again(void)
{
	struct entry entry;
	struct err err = { 0 };
	char line[200] = "";
	for (int i = paid_count; i-- > 0 && !line[0];) {
		if (paid[i].ref.series != SERIES_LIVE ||
		    sale_is_post_voided(killed_shop.ledger, paid[i].ref))
			continue;
		ok(journal_read_sale(killed_shop.ledger, paid[i].ref, &entry, &err), &err);
		for (size_t l = 0; l < entry.is.sale.line_count; l++)
			if (!entry.is.sale.post_void_of.number &&
			    strncmp(entry.is.sale.lines[l].code, "S-", 2) == 0)
				snprintf(line, sizeof(line), "empties 1.00 \"%s\"",
				         entry.is.sale.lines[l].code);
		entry_done(&entry);
	}
	struct till_view view = shop_view(&killed_shop);
	if (!line[0] || view.training || (view.state != TILL_READY && view.state != TILL_RINGING))
		return;
	ck_assert_int_eq(shop_do(&killed_shop, line), RC_REFUSED);
	ck_assert_msg(strstr(killed_shop.err.msg, "before") || strstr(killed_shop.err.msg, "shift"),
	              "%s", killed_shop.err.msg);
}

static void
check_whole(bool signatures)
{
	struct verify_options options = { .all_signatures = signatures,
		                          .derived = true,
		                          .integrity = true };
	struct verify_report report = { 0 };
	struct err err = { 0 };
	char what[300] = "";
	int64_t differences = -1;
	ck_assert_msg(journal_verify(killed_shop.ledger, &options, &report, &err) == RC_OK, "%s",
	              report.what);
	ck_assert(!ledger_has_gap(killed_shop.ledger, NULL));
	shop_close(&killed_shop);
	ok(journal_rebuild(killed_shop.folder, false, NULL, &differences, what, &err), &err);
	ck_assert_msg(differences == 0, "%s", what);
}

static void
one_run(int run, bool all)
{
	struct told marks[64];
	size_t mark_count = 0;
	int ends[2], status, self = killed_throw(2) || all, dies_at = 1 + killed_throw(500),
	                     answers = 1 + killed_throw(120);
	(void)killed_throw(2);
	ck_assert_int_eq(pipe(ends), 0);
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		close(ends[0]);
		killed_work(ends[1], self && !all ? dies_at : 0, all, run * 1000);
		_exit(0);
	}
	close(ends[1]);
	struct told last = listen(ends[0], child, self ? 0 : answers, marks, 64, &mark_count);
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) ||
	                      (WIFEXITED(status) && (WEXITSTATUS(status) == 0 ||
	                                             WEXITSTATUS(status) == FAULTY_VFS_DIED)),
	              "run %d: the till ended by itself, at %s (%d)", run, last.line, status);
	shop_open(&killed_shop);
	shop_do(&killed_shop, "sign-on 1 471147");
	check_sales(&last, run);
	check_basket(&last, run);
	check_done(marks, mark_count, &last);
	check_uses();
	check_slip_again();
	check_whole(false);
}

START_TEST(what_was_told_is_there_after_any_kill)
{
	const char *kills = getenv("RINGUP_KILLS"), *seed = getenv("RINGUP_SEED");
	int runs = kills ? atoi(kills) : KILLS;
	uint64_t first = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
	killed_seed(first);
	printf("RINGUP_SEED=%llu\n", (unsigned long long)first);
	fflush(stdout);
	for (int run = 1; run <= runs; run++)
		one_run(run, false);
	memset(played, 0, sizeof(played));
	one_run(runs + 1, true);
	for (int i = 0; killed_story(i); i++)
		ck_assert_msg(played[i] == 1, "%s was not played to its end (%s)", killed_story(i),
		              refused);
	ck_assert_int_gt(paid_count, runs);
	shop_open(&killed_shop);
	check_whole(true);
}
END_TEST

static void
end(void)
{
	shop_open(&killed_shop);
	shop_remove(&killed_shop);
}

int
main(void)
{
	Suite *suite = suite_create("killed");
	TCase *tcase = tcase_create("killed");
	tcase_set_timeout(tcase, 900);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, what_was_told_is_there_after_any_kill);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
