#include <config.h>

#include "checkout/returns.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/postings.h"
#include "checkout/ringing.h"
#include "checkout/sale.h"

enum { RETURNED_ROOM = BASKET_LINES_MAX };

/* ---- how much may come back ---- */

static bool
same_sale(struct receipt_ref a, struct receipt_ref b)
{
	return a.till == b.till && a.series == b.series && a.number == b.number;
}

static const struct sale_line *
sold_line(const struct entry *sale, int number)
{
	for (size_t i = 0; i < sale->is.sale.line_count; i++)
		if (sale->is.sale.lines[i].number == number)
			return &sale->is.sale.lines[i];
	return NULL;
}

static int64_t
returned_before(const struct returned rows[], size_t count, int line)
{
	int64_t qty_milli = 0;

	for (size_t i = 0; i < count; i++)
		if (rows[i].line == line)
			qty_milli += rows[i].qty_milli;
	return qty_milli;
}

/* In this basket, not yet recorded; positive. */
static int64_t
returned_here(const struct till *till, struct receipt_ref sale, int line)
{
	int64_t qty_milli = 0;

	for (size_t i = 0; !till->paid && i < till->basket.line_count; i++) {
		const struct sale_line *is = &till->basket.lines[i].is;

		if (!is->voided && same_sale(is->return_of, sale) && is->return_line == line)
			qty_milli -= is->qty_milli;
	}
	return qty_milli;
}

/* A sale opened for returning from: its entry, and what has come back of each line. */
struct returning {
	struct receipt_ref ref;
	struct entry sale;
	struct returned back[RETURNED_ROOM];
	size_t back_count;
};

static int64_t
came_back(const struct till *till, const struct returning *from, int line)
{
	return returned_before(from->back, from->back_count, line) +
	       returned_here(till, from->ref, line);
}

static enum outcome
open_sale(struct till *till, const char *text, struct returning *from, struct err *err)
{
	char name[RECEIPT_REF_TEXT_MAX];
	enum outcome outcome = till_sale_ref(till, text, &from->ref, err);

	if (outcome == RC_OK && from->ref.series != till->series)
		return err_set(err, RC_REFUSED,
		               till->training ? _("in training only training receipts are returned")
		                              : _("this is a training receipt"));
	if (outcome == RC_OK)
		outcome = till_read_sale(till, from->ref, &from->sale, err);
	if (outcome)
		return outcome;
	receipt_ref_text(name, from->ref);
	if (from->sale.is.sale.post_void_of.number || sale_is_post_voided(till->ledger, from->ref))
		outcome = err_set(err, RC_REFUSED, _("receipt %s was undone"), name);
	if (outcome == RC_OK)
		outcome = sale_returned(till->ledger, from->ref, from->back, RETURNED_ROOM,
		                        &from->back_count, err);
	if (outcome)
		entry_done(&from->sale);
	return outcome;
}

enum outcome
returns_still_hold(struct till *till, struct err *err)
{
	struct returned back[RETURNED_ROOM];
	struct basket *basket = &till->basket;

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *is = &basket->lines[i].is;
		struct entry sale;
		const struct sale_line *sold;
		size_t count = 0;
		int64_t left_milli;
		enum outcome outcome;

		if (is->voided || is->return_of.number == 0)
			continue;
		outcome = till_read_sale(till, is->return_of, &sale, err);
		if (outcome)
			return outcome;
		sold = sold_line(&sale, is->return_line);
		left_milli = sold ? sold->qty_milli : 0;
		entry_done(&sale);
		outcome = sale_returned(till->ledger, is->return_of, back, RETURNED_ROOM, &count,
		                        err);
		if (outcome)
			return outcome;
		left_milli -= returned_before(back, count, is->return_line);
		if (returned_here(till, is->return_of, is->return_line) > left_milli)
			return err_set(err, RC_REFUSED,
			               _("line %d has come back meanwhile: void it"), is->number);
	}
	return RC_OK;
}

/* ---- lines ---- */

static enum outcome
add_returned(struct till *till, const struct returning *from, const struct sale_line *sold,
             int64_t qty_milli, int parent, const char *reason, int *number, struct err *err)
{
	int64_t back_milli = came_back(till, from, sold->number);
	struct basket_line *line;
	enum outcome outcome = till_basket(till, err);

	if (outcome == RC_OK)
		outcome = basket_add(&till->basket, &line, err);
	if (outcome)
		return outcome;
	*number = line->is.number;
	line->is = (struct sale_line){
		.number = *number,
		.kind = sold->kind,
		.flags = sold->flags & ~(unsigned)(LINE_PRICE_CHANGED | LINE_UNKNOWN_CODE),
		.department = sold->department,
		.price = sold->price,
		.parent = parent,
		.return_of = from->ref,
		.return_line = sold->number,
		.approver = parent ? 0 : till_approver(till),
	};
	memcpy(line->is.item, sold->item, sizeof sold->item);
	memcpy(line->is.code, sold->code, sizeof sold->code);
	memcpy(line->is.name, sold->name, sizeof sold->name);
	memcpy(line->is.unit, sold->unit, sizeof sold->unit);
	text_copy(line->is.reason, REASON_MAX, reason);
	price_returned_share(sold, back_milli, qty_milli, &line->is);
	line->fixed = true;
	line->no_promotion = true;
	return RC_OK;
}

/* The deposit that was paid with a line comes back with it, as far as it is still there. */
static enum outcome
add_with_deposit(struct till *till, const struct returning *from, const struct sale_line *sold,
                 int64_t qty_milli, const char *reason, int *first, int *last, struct err *err)
{
	const struct sale_facts *sale = &from->sale.is.sale;
	enum outcome outcome = add_returned(till, from, sold, qty_milli, 0, reason, first, err);

	*last = *first;
	for (size_t i = 0; outcome == RC_OK && i < sale->line_count; i++) {
		const struct sale_line *deposit = &sale->lines[i];
		int64_t left_milli;

		if (deposit->kind != LINE_DEPOSIT || deposit->parent != sold->number ||
		    deposit->voided)
			continue;
		left_milli = deposit->qty_milli - came_back(till, from, deposit->number);
		if (left_milli > 0)
			outcome = add_returned(till, from, deposit,
			                       qty_milli < left_milli ? qty_milli : left_milli,
			                       *first, "", last, err);
	}
	return outcome;
}

/* ---- return ---- */

static enum outcome
check_line(struct till *till, const struct returning *from, const struct sale_line *sold,
           int64_t qty_milli, struct err *err)
{
	char left[QTY_TEXT_MAX];
	int64_t left_milli;

	if (sold->voided || sold->qty_milli <= 0)
		return err_set(err, RC_REFUSED, _("line %d was not sold"), sold->number);
	if (sold->kind == LINE_DEPOSIT)
		return err_set(err, RC_REFUSED, _("the deposit comes back with its item, line %d"),
		               sold->parent);
	left_milli = sold->qty_milli - came_back(till, from, sold->number);
	if (left_milli <= 0)
		return err_set(err, RC_REFUSED, _("%s has come back already"), sold->name);
	if (qty_milli > left_milli)
		return err_set(err, RC_REFUSED, _("only %s of %s can still come back"),
		               qty_text(left, left_milli, 0, &till->settings->style), sold->name);
	if (qty_milli <= 0 || (!sold->unit[0] && qty_milli % QTY_ONE != 0))
		return err_set(err, RC_REFUSED, _("%s is sold in whole pieces"), sold->name);
	return RC_OK;
}

/* One line, with a quantity or with all that is left of it. */
static enum outcome
return_line(struct till *till, const struct returning *from, const struct command *command,
            struct answer *answer, struct err *err)
{
	int number = atoi(command_word(command, "LINE")), first = 0, last = 0;
	const char *word = command_word(command, "QTY");
	const struct sale_line *sold = sold_line(&from->sale, number);
	int64_t qty_milli;
	enum outcome outcome;

	if (!sold)
		return err_set(err, RC_NOT_FOUND, _("the receipt has no line %d"), number);
	qty_milli = sold->qty_milli - came_back(till, from, number);
	outcome = word[0] ? qty_parse(word, &qty_milli, err) : RC_OK;
	if (outcome == RC_OK)
		outcome = check_line(till, from, sold, qty_milli, err);
	if (outcome ||
	    !till_agrees(till, RIGHT_RETURN, &(struct reach){ .amount = money_abs(sold->total) }))
		return outcome;
	outcome = add_with_deposit(till, from, sold, qty_milli, command_word(command, "REASON"),
	                           &first, &last, err);
	if (outcome == RC_OK)
		outcome = till_changed(till, first, last, answer, err);
	if (outcome == RC_OK)
		say_line(till, answer, basket_line(&till->basket, first));
	return outcome;
}

/* Everything that has not come back yet. */
static enum outcome
return_all(struct till *till, const struct returning *from, const struct command *command,
           struct answer *answer, struct err *err)
{
	const struct sale_facts *sale = &from->sale.is.sale;
	int first = 0, last = 0, line = 0;
	enum outcome outcome = RC_OK;

	if (!till_agrees(till, RIGHT_RETURN, &(struct reach){ .amount = money_abs(sale->total) }))
		return RC_OK;
	for (size_t i = 0; outcome == RC_OK && i < sale->line_count; i++) {
		const struct sale_line *sold = &sale->lines[i];
		int64_t left_milli = sold->qty_milli - came_back(till, from, sold->number);

		if (sold->voided || sold->qty_milli <= 0 || sold->kind == LINE_DEPOSIT ||
		    left_milli <= 0)
			continue;
		outcome = add_with_deposit(till, from, sold, left_milli,
		                           command_word(command, "REASON"), &line, &last, err);
		if (first == 0)
			first = line;
	}
	if (outcome)
		return outcome;
	if (first == 0)
		return err_set(err, RC_REFUSED,
		               _("everything on this receipt has come back already"));
	return till_changed(till, first, last, answer, err);
}

enum outcome
do_return(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct returning *from = calloc(1, sizeof *from);
	enum outcome outcome;

	assert(from);
	outcome = open_sale(till, command_word(command, "SALE"), from, err);
	if (outcome == RC_OK) {
		outcome = command_word(command, "LINE")[0]
		                  ? return_line(till, from, command, answer, err)
		                  : return_all(till, from, command, answer, err);
		entry_done(&from->sale);
	}
	free(from);
	if (outcome || till->pending.waits)
		return outcome;
	till->selected = 0;
	say_basket(till, answer);
	return RC_OK;
}

/* ---- without the sale ---- */

enum outcome
do_return_item(struct till *till, const struct command *command, struct answer *answer,
               struct err *err)
{
	struct found found = { 0 };
	struct tax_rule rules[LINE_TAXES_MAX] = { 0 };
	struct basket_line *line;
	int rule_count = 0, number;
	int64_t qty_milli = till->next_qty_milli > 0 ? till->next_qty_milli : QTY_ONE;
	enum outcome outcome = items_look_up(till->ledger, till->settings,
	                                     command_word(command, "CODE"), false, &found, err);

	if (outcome)
		return outcome;
	if (found.kind != FOUND_ITEM || !found.item.has_price)
		return err_set(err, RC_NOT_FOUND,
		               _("only an item with a price comes back without its sale"));
	if (!found.item.unit[0] && qty_milli % QTY_ONE != 0)
		return err_set(err, RC_REFUSED, _("%s is sold in whole pieces"), found.item.name);
	outcome = tables_rules(&till->tables, tables_tax_codes(&till->tables, &found.item),
	                       till_business_day(till), rules, &rule_count, err);
	if (outcome || !till_agrees(till, RIGHT_RETURN_NO_SALE, NULL))
		return outcome;
	outcome = till_basket(till, err);
	if (outcome == RC_OK)
		outcome = basket_add(&till->basket, &line, err);
	if (outcome)
		return outcome;
	number = line->is.number;
	line->is.kind = LINE_ITEM;
	line->is.qty_milli = -qty_milli;
	line->is.price = found.item.price;
	line->is.department = found.item.department;
	line->is.approver = till_approver(till);
	memcpy(line->is.item, found.item.number, sizeof line->is.item);
	memcpy(line->is.name, found.item.name, sizeof line->is.name);
	memcpy(line->is.unit, found.item.unit, sizeof line->is.unit);
	text_copy(line->is.reason, REASON_MAX, command_word(command, "REASON"));
	memcpy(line->rules, rules, sizeof rules);
	line->rule_count = rule_count;
	line->no_promotion = true;
	till->next_qty_milli = 0;
	till->next_is_weight = false;
	outcome = till_changed(till, number, number, answer, err);
	if (outcome)
		return outcome;
	say_line(till, answer, basket_line(&till->basket, number));
	say_basket(till, answer);
	return RC_OK;
}

/* ---- money back ---- */

/* What was paid by this kind in the sales that the basket returns from, minus what went back. */
static enum outcome
paid_by(struct till *till, const char *kind, struct money *paid, bool *from_sales, struct err *err)
{
	struct basket *basket = &till->basket;

	*paid = money_of(0);
	*from_sales = false;
	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *is = &basket->lines[i].is;
		struct entry sale;
		struct total back[50];
		size_t count = 0;
		bool seen = false;
		enum outcome outcome;

		for (size_t j = 0; j < i; j++)
			seen |= !basket->lines[j].is.voided &&
			        same_sale(basket->lines[j].is.return_of, is->return_of);
		if (is->voided || is->return_of.number == 0 || seen)
			continue;
		*from_sales = true;
		outcome = till_read_sale(till, is->return_of, &sale, err);
		if (outcome)
			return outcome;
		for (size_t t = 0; t < sale.is.sale.tender_count; t++) {
			const struct sale_tender *tender = &sale.is.sale.tenders[t];

			if (strcmp(tender->kind, kind) == 0)
				*paid = money_add(
				        *paid, money_sub(money_sub(tender->amount, tender->change),
				                         tender->tip));
		}
		outcome = sale_refunded(till->ledger, is->return_of, back,
		                        sizeof back / sizeof back[0], &count, err);
		entry_done(&sale);
		if (outcome)
			return outcome;
		*paid = money_sub(*paid,
		                  money_abs(totals_get(back, count, back[0].account, kind).amount));
	}
	return RC_OK;
}

enum outcome
returns_may_refund(struct till *till, const struct tender_row *row, struct money amount,
                   struct err *err)
{
	struct money paid, here = { 0 };
	bool from_sales;
	enum outcome outcome;

	if (!row->refundable)
		return err_set(err, RC_REFUSED, _("nothing is paid out as %s"), row->label);
	outcome = paid_by(till, row->kind, &paid, &from_sales, err);
	if (outcome || !from_sales)
		return outcome; /* without a sale someone has agreed to the return already */
	for (size_t i = 0; i < till->basket.tender_count; i++)
		if (strcmp(till->basket.tenders[i].kind, row->kind) == 0)
			here = money_sub(here, till->basket.tenders[i].amount);
	/* Rounding of cash may ask for up to a step more than was paid. */
	if (strcmp(row->kind, "cash") == 0)
		paid.minor += till->settings->cash_step_minor;
	if (money_cmp(money_add(here, amount), paid) > 0)
		till_agrees(till, RIGHT_REFUND_OTHER, &(struct reach){ .amount = amount });
	return RC_OK;
}

/* ---- post-void ---- */

static enum outcome
check_post_void(struct till *till, struct receipt_ref ref, const struct entry *sale,
                struct err *err)
{
	struct returned back[RETURNED_ROOM];
	size_t count = 0;
	char name[RECEIPT_REF_TEXT_MAX];
	enum outcome outcome;

	receipt_ref_text(name, ref);
	if (ref.series != till->series || sale->is.sale.shift != till->shift.shift)
		return err_set(err, RC_REFUSED,
		               _("receipt %s is not of this shift: take the goods back"), name);
	if (sale->is.sale.post_void_of.number || sale_is_post_voided(till->ledger, ref))
		return err_set(err, RC_REFUSED, _("receipt %s was undone already"), name);
	for (size_t i = 0; i < sale->is.sale.line_count; i++)
		if (!sale->is.sale.lines[i].voided && sale->is.sale.lines[i].qty_milli < 0)
			return err_set(err, RC_REFUSED,
			               _("a return cannot be undone: sell the goods again"));
	outcome = sale_returned(till->ledger, ref, back, RETURNED_ROOM, &count, err);
	for (size_t i = 0; outcome == RC_OK && i < count; i++)
		if (back[i].qty_milli > 0)
			return err_set(err, RC_REFUSED,
			               _("goods of receipt %s have come back already"), name);
	return outcome;
}

static enum outcome
undo(struct till *till, const struct entry *sale, const char *reason, struct answer *answer,
     struct err *err)
{
	struct entry entry;
	unsigned after = AFTER_BIT(AFTER_RECEIPT);
	char text[RECEIPT_REF_TEXT_MAX];
	enum outcome outcome;

	till_entry(till, &entry, ENTRY_SALE);
	sale_counter(sale, till->shift.shift, reason, &entry);
	for (size_t i = 0; i < entry.is.sale.tender_count; i++) {
		if (strcmp(entry.is.sale.tenders[i].kind, "cash") == 0)
			after |= AFTER_BIT(AFTER_DRAWER);
		else
			till_remark(answer, _("the %s payment must be undone on its terminal"),
			            entry.is.sale.tenders[i].kind);
	}
	outcome = till_append(till, &entry, after, answer, err);
	if (outcome == RC_OK) {
		till_rest(till);
		till->last_sale =
		        (struct receipt_ref){ entry.till, entry.series, entry.is.sale.number };
		say_text(answer, "sale", receipt_ref_text(text, till->last_sale));
		say_text(answer, "undone", receipt_ref_text(text, entry.is.sale.post_void_of));
		say_money(till, answer, "total", entry.is.sale.total);
	}
	entry_done(&entry);
	return outcome;
}

enum outcome
do_post_void(struct till *till, const struct command *command, struct answer *answer,
             struct err *err)
{
	const char *reason = command_word(command, "REASON");
	struct receipt_ref ref;
	struct entry sale;
	enum outcome outcome = till_sale_ref(till, command_word(command, "SALE"), &ref, err);

	if (outcome == RC_OK)
		outcome = till_read_sale(till, ref, &sale, err);
	if (outcome)
		return outcome;
	outcome = check_post_void(till, ref, &sale, err);
	if (outcome == RC_OK && reason[0] == '\0')
		outcome = err_set(err, RC_REFUSED, _("say why the sale is undone"));
	if (outcome == RC_OK &&
	    till_agrees(till, RIGHT_POST_VOID,
	                &(struct reach){ .amount = money_abs(sale.is.sale.total) }))
		outcome = undo(till, &sale, reason, answer, err);
	entry_done(&sale);
	return outcome;
}
