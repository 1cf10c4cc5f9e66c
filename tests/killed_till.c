/*
 * The till of test_killed.c, from the inside: stories, and what is done beside them.
 */
#include <config.h>

#include "killed_till.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/gtin.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/journal.h"
#include "ledger/sales.h"
#include "shop/markdown.h"
#include "faulty_vfs.h"

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

struct till_shop killed_shop;
static uint64_t dice;
static int numbers;

int
killed_throw(int sides)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (int)((dice >> 33) % (uint64_t)sides);
}

void
killed_seed(uint64_t seed)
{
	dice = seed;
}

const char *
killed_story(int number)
{
	return number < STORIES ? stories[number].name : NULL;
}

/* The basket as a shopper would know it again. */
void
killed_basket(char *out, size_t size)
{
	struct till_view view = shop_view(&killed_shop);
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
	till_header(killed_shop.till, entry);
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
	if (catalogue_build_open(&build, killed_shop.folder, killed_shop.now.utc_ms, NULL) ||
	    catalogue_build_item(build, &row, NULL, 0, &change, NULL) ||
	    catalogue_build_finish(&build, &facts, NULL))
		return false;
	if (!till_between_baskets(killed_shop.till) ||
	    catalogue_swap(killed_shop.ledger, header(&entry, ENTRY_CATALOGUE), NULL))
		return false;
	snprintf(done, size, "%s", row.name);
	return till_reload(killed_shop.till, NULL) == RC_OK;
}

static bool
date_price(int number, char *done, size_t size)
{
	struct price_row row = { .item = "7", .has_price = true };
	struct entry entry;
	row.from_ms = killed_shop.now.utc_ms + number * HOUR_MS;
	row.price.e4 = 10000 * (int64_t)number;
	snprintf(done, size, "%d", number);
	return !catalogue_put_price(killed_shop.ledger, &row, header(&entry, ENTRY_RECORD), NULL);
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
	if (markdown_make(killed_shop.ledger, &killed_shop.settings, "4", &row, &item,
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
	return !customer_put_all(killed_shop.ledger, rows, 2, &entry, NULL);
}

/* Something of one of the last sales comes back, if anything of them still can. */
static bool
take_back(struct receipt_ref sale)
{
	char line[80];
	for (int i = 0; i < 20 && sale.number > 0; i++, sale.number--) {
		snprintf(line, sizeof(line), "return %d-%06lld 1 \"leaks\"", sale.till,
		         (long long)sale.number);
		if (shop_do(&killed_shop, line) == RC_OK)
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
		if (suspended_list(killed_shop.ledger, SERIES_LIVE, &aside, 1, &count, NULL) ||
		    !count)
			return false;
		snprintf(line, sizeof(line), "recall %lld", (long long)aside.number);
	} else if (strcmp(what, "return") == 0) {
		return take_back(sale);
	} else if (strcmp(what, "undo") == 0) {
		snprintf(line, sizeof(line), "post-void %d-%06lld \"mistake\"", sale.till,
		         (long long)sale.number);
	} else {
		int64_t next = 1;
		catalogue_next_markdown(killed_shop.ledger, &next, NULL);
		markdown_code(code, next - 1);
		snprintf(line, sizeof(line), "ring %s", code);
	}
	return shop_do(&killed_shop, line) == RC_OK;
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
	struct till_view view = shop_view(&killed_shop);
	enum series series = view.training ? SERIES_TRAINING : SERIES_LIVE;
	struct entry entry;
	killed_basket(told->basket, sizeof(told->basket));
	if (sale_last(killed_shop.ledger, series, &told->sale, NULL) ||
	    journal_read_sale(killed_shop.ledger, told->sale, &entry, NULL))
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
		                       : shop_do(&killed_shop, told.line) == RC_OK;
		till_settle(killed_shop.till, NULL);
		fill(&told);
		if (!told.ok)
			snprintf(told.done, sizeof(told.done), "%.150s", killed_shop.err.msg);
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
	for (size_t i = 0;
	     i < sizeof(lines) / sizeof(*lines) && shop_view(&killed_shop).basket_stands; i++) {
		snprintf(told.line, sizeof(told.line), "%s", lines[i]);
		told.begun = true;
		say(out, &told);
		told.begun = false;
		told.ok = shop_do(&killed_shop, lines[i]) == RC_OK;
		fill(&told);
		say(out, &told);
	}
	if (shop_view(&killed_shop).training) {
		shop_do(&killed_shop, "count cash 0");
		shop_do(&killed_shop, "close-shift 0 0 \"not counted\"");
		shop_do(&killed_shop, "close-day");
		shop_do(&killed_shop, "training off");
	}
	shop_do(&killed_shop, "open-shift 100");
}

/* Plays until it dies, or a dozen stories; all of them, in order, if it does not have to die. */
void
killed_work(int out, int dies_at, bool all, int first_number)
{
	numbers = first_number;
	dice += (uint64_t)first_number; /* whoever kills throws others */
	faulty_vfs_install();
	if (dies_at)
		faulty_vfs_die_at(dies_at);
	shop_open(&killed_shop);
	shop_do(&killed_shop, "sign-on 1 471147");
	tidy(out);
	for (int i = 0; i < (all ? (int)STORIES : 12); i++)
		play(out, all ? i : killed_throw(STORIES));
	shop_close(&killed_shop);
}
