#include <config.h>

#include "sales.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/paths.h"
#include "base/text.h"

#define LINES 3
#define ITEMS 1000

static void
must(enum outcome outcome, const struct err *err)
{
	if (outcome) {
		fprintf(stderr, "bench: %s (%s)\n", err->msg, err->detail);
		exit(5);
	}
}

static void
header(struct entry *entry, enum entry_kind kind)
{
	entry_init(entry, kind);
	entry->at = clock_system.now(clock_system.context);
	entry->day = when_day(entry->at);
	entry->staff = 1;
}

struct ledger *
sales_open(const char *folder, enum ledger_mode mode)
{
	struct ledger *ledger;
	struct err err;

	must(ledger_open(&ledger, folder, mode, &err), &err);
	return ledger;
}

void
sales_make(const char *folder)
{
	struct ledger_new new = { .till = 1, .currency = { "EUR", 2 }, .country = "DE" };
	unsigned char root_seed[32];
	struct err err;

	must(paths_remove_tree(folder, &err), &err);
	new.at = clock_system.now(clock_system.context);
	must(ledger_create(folder, &new, root_seed, &err), &err);
	sales_begin(folder);
}

void
sales_begin(const char *folder)
{
	struct ledger *ledger = sales_open(folder, LEDGER_WRITE_FAST);
	struct entry entry;
	struct err err;

	header(&entry, ENTRY_SHIFT_OPEN);
	entry.is.shift_open.opening_float = money_of(10000);
	must(ledger_append(ledger, &entry, 0, &err), &err);
	entry_done(&entry);
	ledger_close(&ledger);
}

static void
fill_line(struct sale_line *line, int number, int64_t item)
{
	line->number = number;
	snprintf(line->item, sizeof(line->item), "%d", (int)(1000 + item));
	snprintf(line->code, sizeof(line->code), "40063813%05d", (int)item);
	snprintf(line->name, sizeof(line->name), "Wholemeal bread, sliced %d", (int)item);
	line->department = 1 + (int)(item % 9);
	line->qty_milli = QTY_ONE;
	line->price = unit_price_of(money_of(99 + item));
	line->amount = line->total = money_of(99 + item);
	line->tax_count = 1;
	line->taxes[0] = (struct line_tax){ .tax = "A", .rate_ppm = 190000, .included = true };
	line->taxes[0].amount = money_share(line->total, 19, 119, ROUND_HALF_UP);
	line->taxes[0].base = money_sub(line->total, line->taxes[0].amount);
}

static void
add_up(struct sale_facts *sale)
{
	struct sale_tax tax = {
		.tax = "A", .name = "VAT 19 %", .rate_ppm = 190000, .included = true
	};

	for (size_t i = 0; i < sale->line_count; i++) {
		sale->total = money_add(sale->total, sale->lines[i].total);
		tax.base = money_add(tax.base, sale->lines[i].taxes[0].base);
		tax.amount = money_add(tax.amount, sale->lines[i].taxes[0].amount);
	}
	sale->taxes = alloc_zero(1, sizeof(tax));
	sale->taxes[0] = tax;
	sale->tax_count = 1;
}

static void
pay(struct sale_facts *sale)
{
	struct sale_tender *tender = alloc_zero(1, sizeof(*tender));

	tender->number = 1;
	text_copy(tender->kind, sizeof(tender->kind), "cash");
	tender->amount = money_of(5000);
	tender->change = money_sub(tender->amount, sale->total);
	sale->tenders = tender;
	sale->tender_count = 1;
}

void
sales_entry(struct entry *entry, int64_t number)
{
	struct sale_facts *sale = &entry->is.sale;

	header(entry, ENTRY_SALE);
	random_id(entry->id);
	sale->shift = 1;
	sale->opened_ms = entry->at.utc_ms - 9000;
	sale->lines = alloc_zero(LINES, sizeof(sale->lines[0]));
	sale->line_count = LINES;
	for (int i = 0; i < LINES; i++)
		fill_line(&sale->lines[i], i + 1, (number * 7919 + i * 101) % ITEMS);
	add_up(sale);
	pay(sale);
}

void
sales_append(struct ledger *ledger, struct entry *entry, bool with_papers)
{
	unsigned after = with_papers ? AFTER_BIT(AFTER_RECEIPT) | AFTER_BIT(AFTER_DRAWER) : 0;
	struct err err;

	must(ledger_append(ledger, entry, after, &err), &err);
}
