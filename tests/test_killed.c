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

#include "base/gtin.h"
#include "base/text.h"
#include "ledger/customers.h"
#include "ledger/journal.h"
#include "ledger/people.h"
#include "ledger/sales.h"
#include "shop/markdown.h"
#include "faulty_vfs.h"
#include "suite.h"
#include "till_shop.h"

#define KILLS 40
#define COUPON_LIMIT 9
#define HOUR_MS INT64_C(3600000)

/* A line is a command of the till; one with "!" is done beside it.  # is a number of its own. Lines
 * that do not fit the moment are refused, which is an answer too. */
static const struct {
	const char *name;
	const char *const lines[16];
} stories[] = {
	{ "customer", { "item 1", "customer 1", "item 3", "answer 0.5", "total", "cash" } },
	{ "coupon", { "item 4", "coupon FIVE", "customer 1", "total", "cash 50" } },
	{ "foreign", { "item 4", "total", "tender dollars 20.00" } },
	{ "mixed", { "item 4", "item 2", "total", "tender dollars 5.00", "card 3.00", "cash 20" } },
	{ "slip", { "item 4", "empties 1.25 \"S-#\"", "total", "cash" } },
	{ "slips", { "empties 0.75 \"S-#\"", "empties 900", "total", "cash" } },
	{ "exempt", { "item 4", "exempt EX-#", "item 1", "total", "cash" } },
	{ "discounts",
	  { "item 4", "item 7", "discount 10% 1 \"dented\"", "discount 1.00 2 \"old\"",
	    "discount 5%", "total", "cash" } },
	{ "way", { "item 4", "way eat-in", "item 7", "way take-away", "total", "cash" } },
	{ "void",
	  { "item 4", "item 7", "void 1 \"put back\"", "total", "back", "cancel \"left\"" } },
	{ "aside", { "item 2", "suspend \"aside\"" } },
	{ "recalled", { "!recall", "item 7", "total", "cash" } },
	{ "back", { "!return", "total", "cash" } },
	{ "undone", { "item 4", "coupon FIVE", "empties 1.00 \"S-#\"", "total", "cash", "!undo" } },
	{ "reduced", { "!reduce", "!label", "total", "cash" } },
	{ "price", { "!price", "item 7", "total", "cash" } },
	{ "import", { "!import", "item 20", "answer 0.50", "total", "cash" } },
	{ "customers", { "!customers" } },
	{ "training",
	  { "cancel", "count cash 0", "count dollars 0", "close-shift 0 0 \"not counted\"",
	    "close-day", "training on", "open-shift 50", "item 4", "empties 1.00 \"S-#\"", "total",
	    "cash 20", "count cash 0", "close-shift 0 0 \"not counted\"", "close-day",
	    "training off", "open-shift 100" } },
};
enum { STORIES = sizeof(stories) / sizeof(*stories) };

/* What a child says after each command, in one write. */
struct told {
	int story;
	bool begun, ok, ended; /* before the command; accepted; the story's last line */
	char line[80];
	struct receipt_ref sale; /* the newest one of this series */
	struct money total;
	char basket[200];
	char done[NAME_MAX_BYTES]; /* of a line with "!": what is there now */
};

static struct {
	struct receipt_ref ref;
	struct money total;
} paid[5000];

static struct till_shop shop;
static uint64_t dice;
static int numbers, paid_count, played[STORIES];
static char standing[200]; /* the basket as the last run left it */

static int throw(int sides)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (int)((dice >> 33) % (uint64_t)sides);
}

/* ---- the shop ---- */

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
	shop_make(&shop, "DE");
	snprintf(coupon.json, sizeof(coupon.json),
	         "{\"name\":\"Five off\",\"trigger\":\"code\",\"code\":\"FIVE\",\"conditions\":"
	         "{\"usage_limit\":%d},\"effect\":{\"type\":\"fixed_order\",\"amount\":\"5.00\"}}",
	         COUPON_LIMIT);
	entry_init(&entry, ENTRY_RECORD);
	till_header(shop.till, &entry);
	ok(catalogue_put_promotion(shop.ledger, &coupon, &entry, &err), &err);
	entry_init(&entry, ENTRY_RECORD);
	till_header(shop.till, &entry);
	ok(catalogue_put_tender(shop.ledger, &dollars, &entry, &err), &err);
	ok(customer_put(shop.ledger, &lena, &err), &err);
	ok(till_reload(shop.till, &err), &err);
	shop_must(&shop, "sign-on 1 471147");
	shop_must(&shop, "open-shift 100");
	shop_close(&shop);
	shop.slow = true;
}

/* The basket as a shopper would know it again. */
static void
describe(char *out, size_t size)
{
	struct till_view view = shop_view(&shop);
	*out = '\0';
	if (!view.basket_stands)
		return;
	snprintf(out, size,
	         "%s: %zu lines, %lld, customer %lld, way %d, exempt %s, %d codes, %zu tenders",
	         view.basket->id, view.basket->line_count, (long long)view.basket->total.minor,
	         (long long)view.basket->customer, view.basket->way, view.basket->exempt,
	         view.basket->code_count, view.basket->tender_count);
}

/* ---- beside the till ---- */

static struct entry *
header(struct entry *entry, enum entry_kind kind)
{
	entry_init(entry, kind);
	till_header(shop.till, entry);
	return entry;
}

static bool
take_import_in(int number, char *done, size_t size)
{
	struct catalogue_build *build = NULL;
	struct catalogue_facts facts = { .file = "items.csv", .added = 1 };
	struct item_row row = { .number = "20",
		                .department = 1,
		                .has_price = true,
		                .price = { 1000000 },
		                .unit = "kg" };
	enum catalogue_change change;
	struct entry entry;
	snprintf(row.name, sizeof(row.name), "Import %d", number);
	if (catalogue_build_open(&build, shop.folder, shop.now.utc_ms, NULL) ||
	    catalogue_build_item(build, &row, NULL, 0, &change, NULL) ||
	    catalogue_build_finish(&build, &facts, NULL))
		return false;
	if (!till_between_baskets(shop.till) ||
	    catalogue_swap(shop.ledger, header(&entry, ENTRY_CATALOGUE), NULL))
		return false;
	snprintf(done, size, "%s", row.name);
	return till_reload(shop.till, NULL) == RC_OK;
}

static bool
date_price(int number, char *done, size_t size)
{
	struct price_row row = { .item = "7", .has_price = true };
	struct entry entry;
	row.from_ms = shop.now.utc_ms + number * HOUR_MS;
	row.price.e4 = 10000 * (int64_t)number;
	snprintf(done, size, "%d", number);
	return !catalogue_put_price(shop.ledger, &row, header(&entry, ENTRY_RECORD), NULL);
}

static bool
reduce_item(int number, char *done, size_t size)
{
	struct markdown_row row = { .price = { 10000 * (int64_t)(number % 1000 + 1) },
		                    .reason = "near its date",
		                    .until = 20261130,
		                    .pieces = 1 };
	struct item_row item;
	struct entry entry;
	if (markdown_make(shop.ledger, &shop.settings, "4", &row, &item,
	                  header(&entry, ENTRY_RECORD), NULL))
		return false;
	snprintf(done, size, "%lld %lld", (long long)row.number, (long long)row.price.e4);
	return true;
}

static bool
take_customers(int number, char *done, size_t size)
{
	struct customer_row rows[2] = { 0 };
	struct catalogue_facts facts = { .file = "customers.csv", .added = 2, .what = "customers" };
	struct entry entry;
	for (int i = 0; i < 2; i++) {
		rows[i].number = 1000 + 2 * number + i;
		snprintf(rows[i].name, sizeof(rows[i].name), "Shopper %d", number);
	}
	header(&entry, ENTRY_CATALOGUE)->is.catalogue = facts;
	snprintf(done, size, "%d", number);
	return !customer_put_all(shop.ledger, rows, 2, &entry, NULL);
}

/* Something of one of the last sales comes back, if anything of them still can. */
static bool
take_back(struct receipt_ref sale)
{
	char line[80];
	for (int i = 0; i < 20 && sale.number > 0; i++, sale.number--) {
		snprintf(line, sizeof(line), "return %d-%06lld 1 \"leaks\"", sale.till,
		         (long long)sale.number);
		if (shop_do(&shop, line) == RC_OK)
			return true;
	}
	return false;
}

static bool
beside(const char *what, int number, struct told *told)
{
	char line[80], code[RECEIPT_CODE_LENGTH + 1];
	struct suspended_row aside;
	size_t count = 0;
	struct receipt_ref sale = told->sale;
	if (strcmp(what, "import") == 0)
		return take_import_in(number, told->done, sizeof(told->done));
	if (strcmp(what, "price") == 0)
		return date_price(number, told->done, sizeof(told->done));
	if (strcmp(what, "reduce") == 0)
		return reduce_item(number, told->done, sizeof(told->done));
	if (strcmp(what, "customers") == 0)
		return take_customers(number, told->done, sizeof(told->done));
	if (strcmp(what, "recall") == 0) {
		if (suspended_list(shop.ledger, SERIES_LIVE, &aside, 1, &count, NULL) || !count)
			return false;
		snprintf(line, sizeof(line), "recall %lld", (long long)aside.number);
	} else if (strcmp(what, "return") == 0) {
		return take_back(sale);
	} else if (strcmp(what, "undo") == 0) {
		snprintf(line, sizeof(line), "post-void %d-%06lld \"mistake\"", sale.till,
		         (long long)sale.number);
	} else {
		int64_t next = 1;
		catalogue_next_markdown(shop.ledger, &next, NULL);
		markdown_code(code, next - 1);
		snprintf(line, sizeof(line), "ring %s", code);
	}
	return shop_do(&shop, line) == RC_OK;
}

/* ---- the child ---- */

static void
say(int out, const struct told *told)
{
	if (write(out, told, sizeof(*told)) != (ssize_t)sizeof(*told))
		_exit(3);
}

static void
fill(struct told *told)
{
	struct till_view view = shop_view(&shop);
	enum series series = view.training ? SERIES_TRAINING : SERIES_LIVE;
	struct entry entry;
	describe(told->basket, sizeof(told->basket));
	if (sale_last(shop.ledger, series, &told->sale, NULL) ||
	    journal_read_sale(shop.ledger, told->sale, &entry, NULL))
		return;
	told->total = entry.is.sale.total;
	entry_done(&entry);
}

static void
play(int out, int story)
{
	struct told told = { .story = story };
	int number = ++numbers;
	fill(&told);
	for (int i = 0; i < 16 && stories[story].lines[i]; i++) {
		const char *line = stories[story].lines[i], *mark = strchr(line, '#');
		snprintf(told.line, sizeof(told.line), "%.*s", mark ? (int)(mark - line) : 79,
		         line);
		if (mark)
			snprintf(told.line + (mark - line),
			         sizeof(told.line) - (size_t)(mark - line), "%d%s", number,
			         mark + 1);
		told.begun = true;
		told.done[0] = '\0';
		say(out, &told);
		told.begun = false;
		told.ok = *line == '!' ? beside(line + 1, number, &told)
		                       : shop_do(&shop, told.line) == RC_OK;
		till_settle(shop.till, NULL);
		fill(&told);
		told.ended = i == 15 || !stories[story].lines[i + 1];
		say(out, &told);
	}
}

/* What may still stand from the run before is finished first. */
static void
tidy(int out)
{
	static const char *const lines[] = { "back", "back", "total", "cash", "cancel" };
	struct told told = { .story = -1 };
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines) && shop_view(&shop).basket_stands;
	     i++) {
		snprintf(told.line, sizeof(told.line), "%s", lines[i]);
		told.begun = true;
		say(out, &told);
		told.begun = false;
		told.ok = shop_do(&shop, lines[i]) == RC_OK;
		fill(&told);
		say(out, &told);
	}
	if (shop_view(&shop).training) {
		shop_do(&shop, "count cash 0");
		shop_do(&shop, "close-shift 0 0 \"not counted\"");
		shop_do(&shop, "close-day");
		shop_do(&shop, "training off");
	}
	shop_do(&shop, "open-shift 100");
}

/* Plays until it dies, or a dozen stories; all of them, in order, if it does not have to die. */
static void
work(int out, int dies_at, bool all)
{
	faulty_vfs_install();
	if (dies_at)
		faulty_vfs_die_at(dies_at);
	shop_open(&shop);
	shop_do(&shop, "sign-on 1 471147");
	tidy(out);
	for (int i = 0; i < (all ? (int)STORIES : 12); i++)
		play(out, all ? i : throw(STORIES));
	shop_close(&shop);
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
		ok(journal_read_sale(shop.ledger, paid[i].ref, &entry, &err), &err);
		ck_assert_int_eq(entry.is.sale.total.minor, paid[i].total.minor);
		entry_done(&entry);
		if (paid[i].ref.number > known[paid[i].ref.series])
			known[paid[i].ref.series] = paid[i].ref.number;
	}
	for (int s = 0; s < SERIES_COUNT; s++) {
		if (sale_last(shop.ledger, (enum series)s, &newest, NULL))
			newest.number = 0;
		ck_assert_msg(newest.number == known[s] ||
		                      (last->begun && newest.number == known[s] + 1),
		              "run %d: %lld sales, %lld were told, at %s", run,
		              (long long)newest.number, (long long)known[s], last->line);
	}
	/* the one that was under way is known from now on */
	if (!last->begun || sale_last(shop.ledger, last->sale.series, &newest, NULL) ||
	    newest.number == known[newest.series])
		return;
	ok(journal_read_sale(shop.ledger, newest, &entry, &err), &err);
	add_paid(newest, entry.is.sale.total);
	entry_done(&entry);
}

static void
check_basket(const struct told *last, int run)
{
	char now[sizeof(last->basket)];
	struct till_view view = shop_view(&shop);
	enum entry_kind kind;
	int64_t seq;
	describe(now, sizeof(now));
	memcpy(standing, now, sizeof(standing));
	ck_assert_msg(last->begun || strcmp(now, last->basket) == 0,
	              "run %d, after %s: \"%s\", was \"%s\"", run, last->line, now, last->basket);
	if (view.basket_stands)
		ck_assert_msg(basket_outcome(shop.ledger, view.basket->id, &kind, &seq, NULL) ==
		                      RC_NOT_FOUND,
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
		ok(catalogue_item(shop.ledger, "20", &item, &err), &err);
		ck_assert_str_eq(item.name, told->done);
	} else if (strcmp(told->line, "!price") == 0) {
		ok(catalogue_prices(shop.ledger, "7", rows, 500, &count, &err), &err);
		while (i < count && rows[i].from_ms != shop.now.utc_ms + number * HOUR_MS)
			i++;
		ck_assert_msg(i < count, "the price from hour %lld on is lost", number);
	} else if (strcmp(told->line, "!reduce") == 0) {
		ck_assert_int_eq(sscanf(told->done, "%lld %lld", &number, &e4), 2);
		ok(catalogue_markdown(shop.ledger, number, &reduced, &err), &err);
		ck_assert_int_eq(reduced.price.e4, e4);
	} else if (strcmp(told->line, "!customers") == 0) {
		ok(customer_get(shop.ledger, 1000 + 2 * number, &customer, &err), &err);
		ok(customer_get(shop.ledger, 1000 + 2 * number + 1, &customer, &err), &err);
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
		ok(journal_read_sale(shop.ledger, paid[i].ref, &entry, &err), &err);
		struct sale_facts *sale = &entry.is.sale;
		bool undone =
		        sale->post_void_of.number || sale_is_post_voided(shop.ledger, paid[i].ref);
		uses += !undone && paid[i].ref.series == SERIES_LIVE && took_coupon(sale);
		for (size_t l = 0; l < sale->line_count && !undone; l++) {
			const struct sale_line *line = &sale->lines[l];
			if (line->voided || line->return_of.number ||
			    strncmp(line->code, "S-", 2) != 0)
				continue;
			ck_assert(slip_is_used(shop.ledger, paid[i].ref.series, line->code));
			for (int64_t s = 0; s < slips; s++)
				ck_assert_msg(strcmp(seen[s], line->code) != 0, "%s twice",
				              line->code);
			text_copy(seen[slips++], CODE_MAX, line->code);
		}
		entry_done(&entry);
	}
	ok(promotion_uses(shop.ledger, SERIES_LIVE, "Five off", 0, &told, &err), &err);
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
		    sale_is_post_voided(shop.ledger, paid[i].ref))
			continue;
		ok(journal_read_sale(shop.ledger, paid[i].ref, &entry, &err), &err);
		for (size_t l = 0; l < entry.is.sale.line_count; l++)
			if (!entry.is.sale.post_void_of.number &&
			    strncmp(entry.is.sale.lines[l].code, "S-", 2) == 0)
				snprintf(line, sizeof(line), "empties 1.00 \"%s\"",
				         entry.is.sale.lines[l].code);
		entry_done(&entry);
	}
	struct till_view view = shop_view(&shop);
	if (!line[0] || view.training || (view.state != TILL_READY && view.state != TILL_RINGING))
		return;
	ck_assert_int_eq(shop_do(&shop, line), RC_REFUSED);
	ck_assert_msg(strstr(shop.err.msg, "before") || strstr(shop.err.msg, "shift"), "%s",
	              shop.err.msg);
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
	ck_assert_msg(journal_verify(shop.ledger, &options, &report, &err) == RC_OK, "%s",
	              report.what);
	ck_assert(!ledger_has_gap(shop.ledger, NULL));
	shop_close(&shop);
	ok(journal_rebuild(shop.folder, false, NULL, &differences, what, &err), &err);
	ck_assert_msg(differences == 0, "%s", what);
}

static void
one_run(int run, bool all)
{
	struct told marks[64];
	size_t mark_count = 0;
	int ends[2], status, self = throw(2) || all, dies_at = 1 + throw(500),
	                     answers = 1 + throw(120);
	numbers = run * 1000;
	(void) throw(2);
	ck_assert_int_eq(pipe(ends), 0);
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		close(ends[0]);
		work(ends[1], self && !all ? dies_at : 0, all);
		_exit(0);
	}
	dice += (uint64_t)run; /* the child's throws are not ours */
	close(ends[1]);
	struct told last = listen(ends[0], child, self ? 0 : answers, marks, 64, &mark_count);
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) ||
	                      (WIFEXITED(status) && (WEXITSTATUS(status) == 0 ||
	                                             WEXITSTATUS(status) == FAULTY_VFS_DIED)),
	              "run %d: the till ended by itself, at %s (%d)", run, last.line, status);
	shop_open(&shop);
	shop_do(&shop, "sign-on 1 471147");
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
	dice = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
	printf("RINGUP_SEED=%llu\n", (unsigned long long)dice);
	fflush(stdout);
	for (int run = 1; run <= runs; run++)
		one_run(run, false);
	memset(played, 0, sizeof(played));
	one_run(runs + 1, true);
	for (int i = 0; i < STORIES; i++)
		ck_assert_msg(played[i] == 1, "%s was not played to its end", stories[i].name);
	ck_assert_int_gt(paid_count, runs);
	shop_open(&shop);
	check_whole(true);
}
END_TEST

static void
end(void)
{
	shop_open(&shop);
	shop_remove(&shop);
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
