#include <config.h>

#include "checkout/returns.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "checkout/capacity.h"
#include "checkout/rung.h"

/* ---- how much may come back ---- */

bool
returns_same_sale(struct receipt_ref a, struct receipt_ref b)
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

		if (!is->voided && returns_same_sale(is->return_of, sale) &&
		    is->return_line == line)
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
	if (till_is_own(till, from->sale.is.sale.customer, till->person.number))
		outcome = err_set(err, RC_REFUSED,
		                  _("nobody takes back from themselves: let another do it"));
	else if (from->sale.is.sale.post_void_of.number ||
	         sale_is_post_voided(till->ledger, from->ref))
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
	enum outcome outcome;

	till_basket(till);
	outcome = basket_add(&till->basket, &line, err);
	if (outcome)
		return outcome;
	*number = line->is.number;
	line->is = (struct sale_line){
		.number = *number,
		.kind = sold->kind,
		.flags = sold->flags &
		         ~(unsigned)(LINE_PRICE_CHANGED | LINE_UNKNOWN_CODE | LINE_LOWERED |
		                     LINE_FREE), /* no promotion keeps what comes back */
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

/* ---- how much it comes to ---- */

static struct money
worth_of(const struct till *till, const struct returning *from, const struct sale_line *sold,
         int64_t qty_milli)
{
	struct sale_line share = { 0 };

	price_returned_share(sold, came_back(till, from, sold->number), qty_milli, &share);
	return money_abs(share.total);
}

/* The limit of a right is for all that comes back in one basket. */
static bool
agrees(struct till *till, struct money worth)
{
	struct reach reach = { .amount = worth };

	for (size_t i = 0; !till->paid && i < till->basket.line_count; i++)
		if (till->basket.lines[i].fixed)
			reach.amount = money_sub(reach.amount, till->basket.lines[i].is.total);
	return till_agrees(till, RIGHT_RETURN, &reach);
}

/* A line of the sale and its deposits, or (number 0) all of it, beside what is in the basket. */
static enum outcome
check_capacity(const struct till *till, const struct returning *from, int number, struct err *err)
{
	const struct sale_facts *sale = &from->sale.is.sale;
	struct capacity capacity = { .amount = 0 };

	if (!till->paid)
		capacity_add_basket(&capacity, &till->basket, 0, 0);
	for (size_t i = 0; i < sale->line_count; i++)
		if (!sale->lines[i].voided && (number == 0 || sale->lines[i].number == number ||
		                               sale->lines[i].parent == number))
			capacity_add_recorded(&capacity, &sale->lines[i]);
	return capacity_ask(&capacity, err);
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
	if (outcome == RC_OK)
		outcome = rung_room(till, 2, err);
	if (outcome == RC_OK)
		outcome = check_capacity(till, from, number, err);
	if (outcome || !agrees(till, worth_of(till, from, sold, qty_milli)))
		return outcome;
	outcome = add_with_deposit(till, from, sold, qty_milli, command_word(command, "REASON"),
	                           &first, &last, err);
	if (outcome)
		return outcome;
	till_changed(till, first, last, answer);
	say_line(till, answer, basket_line(&till->basket, first));
	return RC_OK;
}

static int64_t
left_of(const struct till *till, const struct returning *from, const struct sale_line *sold)
{
	if (sold->voided || sold->qty_milli <= 0 || sold->kind == LINE_DEPOSIT)
		return 0;
	return sold->qty_milli - came_back(till, from, sold->number);
}

static struct money
worth_of_all(const struct till *till, const struct returning *from)
{
	const struct sale_facts *sale = &from->sale.is.sale;
	struct money worth = { 0 };

	for (size_t i = 0; i < sale->line_count; i++) {
		int64_t left_milli = left_of(till, from, &sale->lines[i]);

		if (left_milli > 0)
			worth = money_add(worth, worth_of(till, from, &sale->lines[i], left_milli));
	}
	return worth;
}

/* Everything that has not come back yet. */
static enum outcome
return_all(struct till *till, const struct returning *from, const struct command *command,
           struct answer *answer, struct err *err)
{
	const struct sale_facts *sale = &from->sale.is.sale;
	const char *reason = command_word(command, "REASON");
	int first = 0, last = 0, line = 0;
	enum outcome outcome = rung_room(till, sale->line_count, err);

	if (outcome == RC_OK)
		outcome = check_capacity(till, from, 0, err);
	if (outcome || !agrees(till, worth_of_all(till, from)))
		return outcome;
	for (size_t i = 0; outcome == RC_OK && i < sale->line_count; i++) {
		int64_t left_milli = left_of(till, from, &sale->lines[i]);

		if (left_milli <= 0)
			continue;
		outcome = add_with_deposit(till, from, &sale->lines[i], left_milli, reason, &line,
		                           &last, err);
		if (first == 0)
			first = line;
	}
	if (outcome == RC_OK && first == 0)
		return err_set(err, RC_REFUSED,
		               _("everything on this receipt has come back already"));
	if (outcome == RC_OK)
		till_changed(till, first, last, answer);
	return outcome;
}

enum outcome
do_return(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct returning *from = alloc_zero(1, sizeof *from);
	enum outcome outcome = open_sale(till, command_word(command, "SALE"), from, err);
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
