#include <config.h>

#include "checkout/sale.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

static struct sale_line *
copy_lines(const struct basket *basket)
{
	struct sale_line *lines = alloc_zero(basket->line_count + 1, sizeof *lines);

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct basket_line *from = &basket->lines[i];

		lines[i] = from->is;
		lines[i].given_count = from->given_count;
		memcpy(lines[i].given, from->given, sizeof from->given);
	}
	return lines;
}

static void *
copy(const void *from, size_t count, size_t size)
{
	void *to = alloc_zero(count + 1, size);

	if (count > 0)
		memcpy(to, from, count * size);
	return to;
}

/* What design.md promises of every sale; a failure here is ours. */
static void
check_adds_up(const struct sale_facts *sale)
{
	struct money lines = { 0 }, paid = { 0 };

	for (size_t i = 0; i < sale->line_count; i++)
		lines = money_add(lines, sale->lines[i].total);
	for (size_t i = 0; i < sale->tender_count; i++)
		paid = money_add(
		        paid, money_sub(money_sub(sale->tenders[i].amount, sale->tenders[i].change),
		                        sale->tenders[i].tip));
	assert(money_cmp(lines, sale->total) == 0);
	assert(money_cmp(paid, money_add(sale->total, sale->rounding)) == 0);
}

void
sale_make(const struct basket *basket, const struct settlement *settlement, int64_t shift,
          struct entry *entry)
{
	struct sale_facts *sale = &entry->is.sale;

	assert(entry->kind == ENTRY_SALE && settlement->complete);
	text_copy(entry->id, ID_TEXT_MAX, basket->id);
	sale->shift = shift;
	sale->opened_ms = basket->opened_ms;
	sale->lines = copy_lines(basket);
	sale->line_count = basket->line_count;
	sale->taxes = copy(basket->taxes, basket->tax_count, sizeof *sale->taxes);
	sale->tax_count = basket->tax_count;
	sale->tenders = copy(basket->tenders, basket->tender_count, sizeof *sale->tenders);
	sale->tender_count = basket->tender_count;
	sale->total = basket->total;
	sale->rounding = settlement->rounding;
	sale->post_void_of = basket->post_void_of;
	sale->customer = basket->customer;
	text_copy(sale->note, NOTE_MAX, basket->note);
	sale->given_count = basket->has_discount;
	sale->given[0] = basket->discount;
	sale->way = basket->way;
	text_copy(sale->exempt, REFERENCE_MAX, basket->exempt);
	sale->code_count = basket->code_count;
	memcpy(sale->codes, basket->codes, sizeof sale->codes);
	check_adds_up(sale);
}

void
sale_aside(const struct basket *basket, int64_t shift, struct entry *entry)
{
	struct basket_facts *facts = &entry->is.basket;

	assert(entry->kind == ENTRY_CANCELLED || entry->kind == ENTRY_SUSPENDED);
	text_copy(facts->basket, ID_TEXT_MAX, basket->id);
	text_copy(facts->note, NOTE_MAX, basket->note);
	facts->shift = shift;
	facts->number = basket->suspended_number;
	facts->opened_ms = basket->opened_ms;
	facts->owner = basket->owner;
	facts->lines = copy_lines(basket);
	facts->line_count = basket->line_count;
	facts->tenders = copy(basket->tenders, basket->tender_count, sizeof *facts->tenders);
	facts->tender_count = basket->tender_count;
	facts->total = basket->total;
	facts->customer = basket->customer;
	facts->given_count = basket->has_discount;
	facts->given[0] = basket->discount;
	facts->way = basket->way;
	text_copy(facts->exempt, REFERENCE_MAX, basket->exempt);
	facts->code_count = basket->code_count;
	memcpy(facts->codes, basket->codes, sizeof facts->codes);
}

/* ---- counter-sale ---- */

static void
turn_line(struct sale_line *line)
{
	line->qty_milli = -line->qty_milli;
	line->amount = money_neg(line->amount);
	line->total = money_neg(line->total);
	for (int i = 0; i < line->tax_count; i++) {
		line->taxes[i].base = money_neg(line->taxes[i].base);
		line->taxes[i].amount = money_neg(line->taxes[i].amount);
	}
	for (int i = 0; i < line->discount_count; i++)
		line->discounts[i].amount = money_neg(line->discounts[i].amount);
}

/* Cash comes out net of the change it gave.  A voucher or a note of another currency goes back as
 * it was: gives what the customer then brings back of the change. */
static struct money
turn_tender(struct sale_tender *tender)
{
	bool cash = strcmp(tender->kind, "cash") == 0;
	struct money change = tender->change;

	tender->amount = money_neg(cash ? money_sub(tender->amount, change) : tender->amount);
	tender->change = money_of(0);
	tender->tip = money_neg(tender->tip);
	tender->accepted_seq = 0;
	tender->approver = 0;
	tender->foreign = money_neg(tender->foreign);
	return cash ? money_of(0) : change;
}

static void
turn_tenders(const struct sale_facts *was, struct sale_facts *facts)
{
	struct money back = { 0 };

	facts->tenders = alloc_zero(was->tender_count + 1, sizeof *facts->tenders);
	facts->tender_count = was->tender_count;
	for (size_t i = 0; i < was->tender_count; i++) {
		facts->tenders[i] = was->tenders[i];
		back = money_add(back, turn_tender(&facts->tenders[i]));
	}
	if (back.minor == 0)
		return;
	facts->tenders[facts->tender_count++] = (struct sale_tender){
		.number = (int)was->tender_count + 1, .kind = "cash", .amount = back
	};
}

void
sale_counter(const struct entry *sale, int64_t shift, const char *reason, struct entry *entry)
{
	const struct sale_facts *was = &sale->is.sale;
	struct sale_facts *facts = &entry->is.sale;

	assert(entry->kind == ENTRY_SALE && sale->kind == ENTRY_SALE);
	random_id(entry->id);
	*facts = (struct sale_facts){
		.shift = shift,
		.opened_ms = entry->at.utc_ms,
		.lines = copy(was->lines, was->line_count, sizeof *was->lines),
		.line_count = was->line_count,
		.taxes = copy(was->taxes, was->tax_count, sizeof *was->taxes),
		.tax_count = was->tax_count,
		.total = money_neg(was->total),
		.rounding = money_neg(was->rounding),
		.post_void_of = { sale->till, sale->series, was->number },
		.customer = was->customer,
		.given_count = was->given_count,
		.given = { was->given[0] },
		.way = was->way,
		.code_count = was->code_count,
	};
	memcpy(facts->exempt, was->exempt, sizeof facts->exempt);
	memcpy(facts->codes, was->codes, sizeof facts->codes);
	text_copy(facts->reason, REASON_MAX, reason);
	for (size_t i = 0; i < facts->line_count; i++)
		turn_line(&facts->lines[i]);
	turn_tenders(was, facts);
	for (size_t i = 0; i < facts->tax_count; i++) {
		facts->taxes[i].base = money_neg(facts->taxes[i].base);
		facts->taxes[i].amount = money_neg(facts->taxes[i].amount);
	}
	check_adds_up(facts);
}
