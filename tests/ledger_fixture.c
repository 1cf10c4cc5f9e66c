#include <config.h>

#include "ledger_fixture.h"

#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/paths.h"
#include "base/text.h"

char fixture_folder[PATH_MAX];
unsigned char fixture_root[32];
struct ledger *fixture;
struct err fixture_err;
static int64_t seconds;

void
fixture_ok(enum outcome outcome)
{
	ck_assert_msg(outcome == RC_OK, "outcome %d: %s (%s)", outcome, fixture_err.msg,
	              fixture_err.detail);
}

void
fixture_refused(enum outcome outcome, enum outcome expected, const char *sentence)
{
	ck_assert_msg(outcome == expected, "outcome %d, not %d: %s", outcome, expected,
	              fixture_err.msg);
	ck_assert_str_eq(fixture_err.msg, sentence);
}

char *
fixture_path(const char *name)
{
	static char path[PATH_MAX];
	fixture_ok(paths_join(path, fixture_folder, name, &fixture_err));
	return path;
}

struct when
fixture_now(void)
{
	return (struct when){ .utc_ms = INT64_C(1795338000000) + 1000 * seconds++,
		              .offset_min = 60 };
}

void
fixture_begin(void)
{
	char name[] = "/tmp/ringup-test-XXXXXX";
	struct ledger_new new = { .till = 1, .currency = { "EUR", 2 }, .country = "DE" };
	fixture_ok(crypto_start(&fixture_err));
	ck_assert_ptr_nonnull(mkdtemp(name));
	seconds = 0;
	new.at = fixture_now();
	fixture_ok(paths_join(fixture_folder, name, "till", &fixture_err));
	fixture_ok(ledger_create(fixture_folder, &new, fixture_root, &fixture_err));
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE_FAST, &fixture_err));
}

void
fixture_end(void)
{
	char *slash;
	ledger_close(&fixture);
	slash = strrchr(fixture_folder, '/');
	*slash = '\0';
	fixture_ok(paths_remove_tree(fixture_folder, &fixture_err));
}

void
fixture_reopen(enum ledger_mode mode)
{
	ledger_close(&fixture);
	fixture_ok(ledger_open(&fixture, fixture_folder, mode, &fixture_err));
}

struct entry
fixture_entry(enum entry_kind kind)
{
	struct entry entry;
	entry_init(&entry, kind);
	entry.at = fixture_now();
	entry.day = 20261122;
	entry.staff = 3;
	return entry;
}

enum outcome
fixture_try(struct entry *entry)
{
	memset(&fixture_err, 0, sizeof(fixture_err));
	enum outcome outcome = ledger_append(fixture, entry, 0, &fixture_err);
	entry_done(entry);
	return outcome;
}

int64_t
fixture_append(struct entry *entry)
{
	memset(&fixture_err, 0, sizeof(fixture_err));
	fixture_ok(ledger_append(fixture, entry, 0, &fixture_err));
	int64_t seq = entry->seq;
	entry_done(entry);
	return seq;
}

static int64_t
current_shift(void)
{
	struct shift_row row = { 0 };
	shift_current(fixture, SERIES_LIVE, &row, NULL);
	return row.shift;
}

int64_t
fixture_open_shift(int64_t opening_float)
{
	struct entry entry = fixture_entry(ENTRY_SHIFT_OPEN);
	entry.is.shift_open.opening_float = money_of(opening_float);
	fixture_append(&entry);
	return current_shift();
}

void
fixture_close_shift(int64_t over_short)
{
	struct entry entry = fixture_entry(ENTRY_SHIFT_CLOSE);
	struct shift_close_facts *close = &entry.is.shift_close;
	close->shift = current_shift();
	fixture_ok(
	        shift_expected(fixture, SERIES_LIVE, close->shift, &close->expected, &fixture_err));
	close->over_short = money_of(over_short);
	close->to_bank = money_add(close->expected, close->over_short);
	fixture_append(&entry);
}

int64_t
fixture_z(void)
{
	struct entry entry = fixture_entry(ENTRY_Z);
	return fixture_append(&entry);
}

struct entry
fixture_sale(void)
{
	struct entry entry = fixture_entry(ENTRY_SALE);
	random_id(entry.id);
	entry.is.sale.shift = current_shift();
	entry.is.sale.opened_ms = entry.at.utc_ms - 9000;
	return entry;
}

struct sale_line *
fixture_line(struct entry *entry, const char *item, int64_t qty, int64_t price_minor,
             int department)
{
	struct sale_facts *sale = &entry->is.sale;
	sale->lines = alloc_again(sale->lines, sale->line_count + 1, sizeof(*sale->lines));
	struct sale_line *line = &sale->lines[sale->line_count++];
	memset(line, 0, sizeof(*line));
	line->number = (int)sale->line_count;
	text_copy(line->item, sizeof(line->item), item);
	snprintf(line->name, sizeof(line->name), "Item %s", item);
	line->department = department;
	line->qty_milli = qty * QTY_ONE;
	line->price = unit_price_of(money_of(price_minor));
	line->amount = money_of(price_minor * qty);
	line->total = line->amount;
	line->tax_count = 1;
	line->taxes[0] = (struct line_tax){ .tax = "A", .rate_ppm = 210000, .included = true };
	line->taxes[0].amount = money_share(line->total, 21, 121, ROUND_HALF_UP);
	line->taxes[0].base = money_sub(line->total, line->taxes[0].amount);
	return line;
}

struct sale_tender *
fixture_tender(struct entry *entry, const char *kind, int64_t amount, int64_t change)
{
	struct sale_facts *sale = &entry->is.sale;
	sale->tenders = alloc_again(sale->tenders, sale->tender_count + 1, sizeof(*sale->tenders));
	struct sale_tender *tender = &sale->tenders[sale->tender_count++];
	memset(tender, 0, sizeof(*tender));
	tender->number = (int)sale->tender_count;
	text_copy(tender->kind, sizeof(tender->kind), kind);
	tender->amount = money_of(amount);
	tender->change = money_of(change);
	return tender;
}

void
fixture_finish(struct entry *entry)
{
	struct sale_facts *sale = &entry->is.sale;
	struct sale_tax tax = {
		.tax = "A", .name = "VAT 21 %", .rate_ppm = 210000, .included = true
	};
	sale->total = money_of(0);
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		if (line->voided)
			continue;
		sale->total = money_add(sale->total, line->total);
		tax.base = money_add(tax.base, line->taxes[0].base);
		tax.amount = money_add(tax.amount, line->taxes[0].amount);
	}
	sale->taxes = alloc_zero(1, sizeof(tax));
	sale->taxes[0] = tax;
	sale->tax_count = 1;
	if (sale->tender_count == 0)
		fixture_tender(entry, "cash", sale->total.minor, 0);
}

struct receipt_ref
fixture_sell(void)
{
	struct entry entry = fixture_sale();
	fixture_line(&entry, "1012", 1, 199, 2);
	fixture_line(&entry, "1013", 1, 250, 2);
	fixture_line(&entry, "2050", 1, 148, 5);
	fixture_tender(&entry, "cash", 1000, 403);
	fixture_finish(&entry);
	fixture_ok(ledger_append(fixture, &entry, 0, &fixture_err));
	struct receipt_ref ref = { 1, SERIES_LIVE, entry.is.sale.number };
	entry_done(&entry);
	return ref;
}

static void
cash(enum cash_kind kind, int64_t minor)
{
	struct entry entry = fixture_entry(ENTRY_CASH);
	entry.is.cash.shift = current_shift();
	entry.is.cash.kind = kind;
	entry.is.cash.amount = money_of(minor);
	fixture_append(&entry);
}

static void
give_back(struct receipt_ref sold)
{
	struct entry entry = fixture_sale();
	struct sale_line *line = fixture_line(&entry, "1013", -1, 250, 2);
	line->return_of = sold;
	line->return_line = 2;
	fixture_finish(&entry);
	fixture_append(&entry);
}

static void
undo(struct receipt_ref sold)
{
	struct entry entry = fixture_sale();
	fixture_line(&entry, "1012", -1, 199, 2);
	fixture_line(&entry, "1013", -1, 250, 2);
	fixture_line(&entry, "2050", -1, 148, 5);
	fixture_finish(&entry);
	entry.is.sale.post_void_of = sold;
	fixture_append(&entry);
}

static void
hold_and_put_aside(void)
{
	char basket[ID_TEXT_MAX];
	random_id(basket);
	struct entry entry = fixture_entry(ENTRY_TENDER);
	memcpy(entry.is.tender.basket, basket, sizeof(basket));
	entry.is.tender.shift = current_shift();
	text_copy(entry.is.tender.tender.kind, TENDER_KIND_MAX, "card");
	entry.is.tender.tender.amount = money_of(300);
	fixture_append(&entry);
	entry = fixture_entry(ENTRY_SUSPENDED);
	memcpy(entry.is.basket.basket, basket, sizeof(basket));
	text_copy(entry.is.basket.reason, REASON_MAX, "table 4");
	entry.is.basket.total = money_of(900);
	fixture_append(&entry);
}

static void
train(void)
{
	struct entry entry = fixture_entry(ENTRY_SHIFT_OPEN);
	entry.series = SERIES_TRAINING;
	fixture_append(&entry);
	entry = fixture_sale();
	entry.series = SERIES_TRAINING;
	entry.is.sale.shift = 1;
	fixture_line(&entry, "1012", 1, 500, 2);
	fixture_finish(&entry);
	fixture_append(&entry);
}

static void
copy_receipt(struct receipt_ref sold)
{
	struct entry entry = fixture_entry(ENTRY_PAPER);
	entry.is.paper.choice = PAPER_COPY;
	entry.is.paper.sale = sold;
	fixture_append(&entry);
}

static void
count_drawer(void)
{
	struct entry entry = fixture_entry(ENTRY_COUNT);
	entry.is.count.shift = current_shift();
	text_copy(entry.is.count.kind, TENDER_KIND_MAX, "cash");
	entry.is.count.amount = money_of(10000);
	fixture_append(&entry);
}

static void
sell_unknown(void)
{
	struct entry entry = fixture_sale();
	struct sale_line *line = fixture_line(&entry, "", 1, 150, 7);
	line->flags = LINE_UNKNOWN_CODE;
	text_copy(line->code, CODE_MAX, "96385074");
	line->discounts[0] = (struct line_discount){ .amount = money_of(20), .reason = "3 for 2" };
	line->discount_count = 1;
	line->amount = money_of(170);
	fixture_line(&entry, "1012", 1, 25, 2);
	line = fixture_line(&entry, "", -1, 25, 2);
	line->kind = LINE_EMPTIES;
	text_copy(line->code, CODE_MAX, "S-77");
	fixture_finish(&entry);
	fixture_append(&entry);
}

static void
close_month(void)
{
	struct entry entry = fixture_entry(ENTRY_PERIOD);
	entry.is.period.first = 20261101;
	entry.is.period.last = 20261130;
	fixture_append(&entry);
}

void
fixture_live(void)
{
	struct entry live = fixture_entry(ENTRY_LIVE);
	fixture_append(&live);
	fixture_open_shift(10000);
	struct receipt_ref first = fixture_sell(), second = fixture_sell();
	give_back(first);
	undo(second);
	cash(CASH_PICKUP, 500);
	train();
	count_drawer();
	fixture_close_shift(-5);
	fixture_z();
	fixture_open_shift(5000);
	sell_unknown();
	hold_and_put_aside();
	copy_receipt(first);
	fixture_close_shift(0);
	fixture_z();
	close_month();
	fixture_open_shift(1000);
	fixture_sell();
}

void
fixture_sql(const char *sql)
{
	sqlite3 *sqlite = NULL;
	char path[PATH_MAX], *message = NULL;
	fixture_ok(paths_join(path, fixture_folder, "ledger.db", &fixture_err));
	ck_assert_int_eq(sqlite3_open(path, &sqlite), SQLITE_OK);
	sqlite3_busy_timeout(sqlite, 1000);
	sqlite3_exec(sqlite, "PRAGMA synchronous=OFF", NULL, NULL, NULL);
	int code = sqlite3_exec(sqlite, sql, NULL, NULL, &message);
	ck_assert_msg(code == SQLITE_OK, "%s: %s", sql, message);
	sqlite3_close(sqlite);
}

void
fixture_verify(void)
{
	struct verify_options options = { .all_signatures = true,
		                          .derived = true,
		                          .integrity = true };
	struct verify_report report;
	enum outcome outcome = journal_verify(fixture, &options, &report, &fixture_err);
	ck_assert_msg(outcome == RC_OK, "entry %lld: %s", (long long)report.first_bad_seq,
	              report.what);
}

void
fixture_copy(const char *from, const char *to)
{
	char *bytes = NULL, path[PATH_MAX];
	size_t length;
	fixture_ok(paths_join(path, fixture_folder, from, &fixture_err));
	fixture_ok(paths_read_file(path, 1 << 26, &bytes, &length, &fixture_err));
	fixture_ok(paths_replace_file(fixture_path(to), bytes, length, 0600, &fixture_err));
	free(bytes);
}

void
fixture_refuses_to_open(enum ledger_mode mode, enum outcome expected, const char *sentence)
{
	struct ledger *other = NULL;
	enum outcome outcome = ledger_open(&other, fixture_folder, mode, &fixture_err);
	ck_assert_ptr_null(other);
	fixture_refused(outcome, expected, sentence);
}
