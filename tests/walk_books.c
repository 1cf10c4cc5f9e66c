#include <config.h>

#include "walk_books.h"

#include <string.h>

struct books books;
char walk_line[COMMAND_LINE_MAX];
int walk_step;

static void
book_return(const struct sale_line *line)
{
	struct sold *sale = &books.sales[line->return_of.number];
	int at = 0;

	HOLDS(line->return_of.number <= books.receipt, "a return of a sale that is not there");
	while (at < sale->line_count && sale->lines[at].number != line->return_line)
		at++;
	HOLDS(at < sale->line_count, "a return of a line that is not there");
	books.came_back++;
	sale->lines[at].back_milli -= line->qty_milli;
	sale->lines[at].back_total -= line->total.minor;
	HOLDS(sale->lines[at].back_milli <= sale->lines[at].qty_milli,
	      "more came back than was bought");
	if (sale->lines[at].back_milli == sale->lines[at].qty_milli)
		HOLDS(sale->lines[at].back_total == sale->lines[at].total,
		      "all came back, but %lld of %lld was given back",
		      (long long)sale->lines[at].back_total, (long long)sale->lines[at].total);
}

static void
book_lines(const struct sale_facts *sale)
{
	struct sold *sold = &books.sales[sale->number];
	int64_t lines = 0, taxes = 0, line_taxes = 0;

	*sold = (struct sold){ .shift = sale->shift };
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		HOLDS(line->number == (int)i + 1, "line numbers");
		HOLDS(!line->voided || line->total.minor == 0, "a void line with money");
		lines += line->total.minor;
		for (int t = 0; t < line->tax_count; t++)
			line_taxes += line->voided ? 0 : line->taxes[t].amount.minor;
		if (line->voided)
			continue;
		for (int d = 0; d < line->discount_count; d++)
			books.coupons += line->discounts[d].kind == DISCOUNT_COUPON;
		if (line->return_of.number)
			book_return(line);
		else if (line->qty_milli > 0 && sold->line_count < LINES_ROOM) {
			sold->lines[sold->line_count].number = line->number;
			sold->lines[sold->line_count].qty_milli = line->qty_milli;
			sold->lines[sold->line_count++].total = line->total.minor;
		}
	}
	for (size_t i = 0; i < sale->tax_count; i++)
		taxes += sale->taxes[i].amount.minor;
	HOLDS(lines == sale->total.minor, "lines make %lld, the total is %lld", (long long)lines,
	      (long long)sale->total.minor);
	HOLDS(taxes == line_taxes, "taxes of lines and sale differ");
}

static void
book_sale(const struct entry *entry)
{
	const struct sale_facts *sale = &entry->is.sale;
	int64_t paid = 0;

	HOLDS(sale->number == books.receipt + 1, "receipt %lld after %lld", (long long)sale->number,
	      (long long)books.receipt);
	books.receipt = sale->number;
	book_lines(sale);
	for (size_t i = 0; i < sale->tender_count; i++) {
		const struct sale_tender *tender = &sale->tenders[i];
		int64_t kept = tender->amount.minor - tender->change.minor;

		paid += kept - tender->tip.minor;
		books.abroad += strcmp(tender->kind, "abroad") == 0;
		if (strcmp(tender->kind, "card") == 0 && !tender->accepted_seq)
			books.card += tender->amount.minor;
		if (tender->accepted_seq)
			continue; /* in the drawer since its own entry */
		books.drawer += strcmp(tender->kind, "cash") == 0 ? kept : -tender->change.minor;
	}
	HOLDS(paid == sale->total.minor + sale->rounding.minor, "%lld paid for %lld",
	      (long long)paid, (long long)sale->total.minor);
	HOLDS(books.card >= 0, "cards got back more than they paid");
	HOLDS(sale->customer != OWN || entry->staff != SELF, "somebody served themselves");
	if (sale->post_void_of.number) {
		HOLDS(!books.sales[sale->post_void_of.number].undone, "undone twice");
		books.sales[sale->post_void_of.number].undone = true;
		books.undone++;
	}
	if (sale->total.minor > 0)
		books.sold += sale->total.minor;
	else
		books.returned -= sale->total.minor;
	HOLDS(entry->after.sold.minor == books.sold &&
	              entry->after.returned.minor == books.returned,
	      "grand totals");
}

static void
book_cash(const struct entry *entry)
{
	bool out = entry->is.cash.kind == CASH_PAID_OUT || entry->is.cash.kind == CASH_PICKUP;

	books.drawer += out ? -entry->is.cash.amount.minor : entry->is.cash.amount.minor;
}

static void
book_tender(const struct entry *entry)
{
	const struct tender_facts *facts = &entry->is.tender;
	int64_t kept = facts->tender.amount.minor - facts->tender.change.minor;

	if (strcmp(facts->tender.kind, "card") == 0)
		books.card += facts->taken_back ? -kept : kept;
	if (strcmp(facts->tender.kind, "cash") == 0)
		books.drawer += facts->taken_back ? -kept : kept;
}

static void
book_z(const struct entry *entry)
{
	const struct z_facts *z = &entry->is.z;

	HOLDS(z->number == books.z + 1, "Z numbers");
	books.z = z->number;
	for (size_t i = 0; i < books.day_count; i++) {
		struct total at = totals_get(z->totals, z->total_count, books.day[i].account,
		                             books.day[i].key);

		HOLDS(at.count == books.day[i].count &&
		              at.amount.minor == books.day[i].amount.minor,
		      "the Z says %s %s %lld, its entries %lld", at.account, at.key,
		      (long long)at.amount.minor, (long long)books.day[i].amount.minor);
	}
	HOLDS(z->total_count == books.day_count, "the Z has %zu figures, its entries %zu",
	      z->total_count, books.day_count);
	books.day_count = 0;
}

static void
book_figures(const struct entry *entry)
{
	static struct posting postings[POSTINGS_MAX];
	static struct total totals[POSTINGS_MAX];
	size_t count = postings_of(entry, postings);
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += postings[i].amount.minor;
	HOLDS(sum == 0, "postings of entry %lld make %lld", (long long)entry->seq, (long long)sum);
	count = totals_of(entry, totals);
	if (books.shift_is_open)
		totals_add(&books.day, &books.day_count, totals, count);
	else
		totals_add(&books.between, &books.between_count, totals, count);
}

void
walk_book(const struct entry *entry)
{
	HOLDS(entry->seq == books.seq + 1, "entry %lld after %lld", (long long)entry->seq,
	      (long long)books.seq);
	books.seq = entry->seq;
	books.counts[entry->kind]++;
	switch (entry->kind) {
	case ENTRY_SALE:
		book_sale(entry);
		break;
	case ENTRY_TENDER:
		book_tender(entry);
		break;
	case ENTRY_CASH:
		book_cash(entry);
		break;
	case ENTRY_SHIFT_OPEN:
		HOLDS(entry->is.shift_open.shift == books.shift + 1, "shift numbers");
		books.shift = entry->is.shift_open.shift;
		books.drawer = entry->is.shift_open.opening_float.minor;
		books.shift_is_open = true;
		totals_add(&books.day, &books.day_count, books.between, books.between_count);
		books.between_count = 0;
		break;
	case ENTRY_SHIFT_CLOSE:
		HOLDS(entry->is.shift_close.expected.minor == books.drawer,
		      "expected %lld, entries say %lld",
		      (long long)entry->is.shift_close.expected.minor, (long long)books.drawer);
		books.drawer = 0;
		break;
	case ENTRY_Z:
		book_z(entry);
		break;
	default:
		break;
	}
	book_figures(entry);
	if (entry->kind == ENTRY_SHIFT_CLOSE)
		books.shift_is_open = false;
}
