#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "checkout/inside.h"
#include "checkout/sale.h"
#include "checkout/taxes.h"

/*
 * Baskets given up and baskets put aside.  A basket put aside is an entry with all its lines;
 * recall is an entry too.  What is paid for it already stays with it.
 */

/* ---- giving up ---- */

enum outcome
do_cancel(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	char reason[REASON_MAX];
	struct entry entry;
	enum outcome outcome;

	if (!till_reason(till, command, reason))
		return RC_OK;
	till_entry(till, &entry, ENTRY_CANCELLED);
	sale_aside(&till->basket, till->shift.shift, &entry);
	memcpy(entry.is.basket.reason, reason, REASON_MAX);
	outcome = till_append(till, &entry, 0, answer, err);
	entry_done(&entry);
	if (outcome)
		return outcome;
	till_basket_gone(till);
	till->state = TILL_READY;
	return RC_OK;
}

/* ---- putting aside ---- */

enum outcome
till_put_aside(struct till *till, const char *label, struct answer *answer, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	till_entry(till, &entry, ENTRY_SUSPENDED);
	sale_aside(&till->basket, till->shift.shift, &entry);
	text_copy(entry.is.basket.reason, REASON_MAX, label);
	outcome = till_append(till, &entry, AFTER_BIT(AFTER_RECEIPT), answer, err);
	if (outcome == RC_OK)
		say_int(answer, "number", entry.is.basket.number);
	entry_done(&entry);
	if (outcome)
		return outcome;
	till->suspended++;
	till_basket_gone(till);
	till->state = TILL_READY;
	return RC_OK;
}

enum outcome
do_suspend(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	return till_put_aside(till, command_word(command, "TEXT"), answer, err);
}

/* ---- recall ---- */

/* A line of the entry as a line of a basket: its tax codes at today's rates, its category anew. */
static enum outcome
revive_line(struct till *till, const struct basket_facts *facts, const struct sale_line *from,
            bool *price_is_other, struct err *err)
{
	char codes[TAXES_TEXT_MAX] = "";
	struct basket_line *line;
	struct item_row item;
	int number;
	enum outcome outcome = basket_add(&till->basket, &line, err);

	if (outcome)
		return outcome;
	number = line->is.number;
	line->is = *from;
	line->is.number = number;
	line->is.given_count = 0;
	if (from->flags & LINE_FREE && !from->extra_of[0] && from->discount_count > 0 &&
	    from->return_of.number == 0) /* put aside by an older release */
		text_copy(line->is.extra_of, sizeof line->is.extra_of, from->discounts[0].reason);
	memcpy(line->given, from->given, sizeof line->given);
	line->given_count = from->given_count;
	line->fixed = from->return_of.number != 0;
	line->no_promotion = line->fixed || sale_line_is_deposit(from);
	if (from->item[0] && catalogue_item(till->ledger, from->item, &item, NULL) == RC_OK) {
		memcpy(line->category, item.category, sizeof line->category);
		if (!from->voided && !line->fixed && from->kind == LINE_ITEM && item.has_price &&
		    !(from->flags & (LINE_PRICE_TYPED | LINE_PRICE_CHANGED)) &&
		    !from->unit[0] == !item.unit[0])
			*price_is_other |= item.price.e4 != from->price.e4;
	}
	for (int i = 0; i < from->tax_count; i++) {
		if (i > 0)
			strncat(codes, " ", sizeof codes - strlen(codes) - 1);
		strncat(codes, from->taxes[i].tax, sizeof codes - strlen(codes) - 1);
	}
	if (facts->exempt[0] || from->flags & LINE_TAX_CHANGED)
		return taxes_of_line(till, line, err);
	return tables_rules(&till->tables, codes, till_business_day(till), till->basket.way,
	                    line->rules, &line->rule_count, err);
}

static enum outcome
revive(struct till *till, const struct suspended_row *row, bool *price_is_other, struct err *err)
{
	struct basket *basket = &till->basket;
	struct entry entry;
	const struct basket_facts *facts = &entry.is.basket;
	enum outcome outcome =
	        journal_read(till->ledger, ledger_till(till->ledger), row->seq, &entry, err);

	if (outcome)
		return outcome;
	basket_clear(basket);
	till->paid = false;
	text_copy(basket->id, ID_TEXT_MAX, facts->basket);
	text_copy(basket->note, NOTE_MAX, facts->note);
	basket->opened_ms = facts->opened_ms;
	basket->owner = till->person.number;
	basket->suspended_number = row->number;
	basket->customer = facts->customer;
	basket->has_discount = facts->given_count > 0;
	basket->discount = facts->given[0];
	basket->way = facts->way;
	text_copy(basket->exempt, REFERENCE_MAX, facts->exempt);
	basket->code_count = facts->code_count;
	memcpy(basket->codes, facts->codes, sizeof basket->codes);
	for (size_t i = 0; outcome == RC_OK && i < facts->line_count; i++)
		outcome = revive_line(till, facts, &facts->lines[i], price_is_other, err);
	if (outcome == RC_OK)
		outcome = basket_held(till->ledger, basket->id, basket->tenders, BASKET_TENDERS_MAX,
		                      &basket->tender_count, err);
	entry_done(&entry);
	return outcome;
}

/* First on disk as the open basket, then recorded as recalled: a crash in between leaves it aside.
 */
static enum outcome
take_up(struct till *till, const struct suspended_row *row, bool *price_is_other,
        struct answer *answer, struct err *err)
{
	struct entry entry;
	enum outcome outcome = revive(till, row, price_is_other, err);

	if (outcome == RC_OK) {
		till_find_customer(till);
		till_price(till);
		outcome = till_keep_all(till, err);
	}
	if (outcome)
		return outcome;
	till_entry(till, &entry, ENTRY_RECALLED);
	text_copy(entry.is.basket.basket, ID_TEXT_MAX, row->basket);
	entry.is.basket.shift = till->shift.shift;
	entry.is.basket.number = row->number;
	entry.is.basket.owner = row->owner;
	return till_append(till, &entry, 0, answer, err);
}

enum outcome
do_recall(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct suspended_row row;
	bool price_is_other = false;
	int64_t number = atoll(command_word(command, "NUMBER"));
	enum outcome outcome = suspended_find(till->ledger, till->series, number, &row, err);

	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_NOT_FOUND, _("no basket was put aside under number %d"),
		               (int)number);
	if (outcome)
		return outcome;
	if (row.owner != till->person.number && !till_agrees(till, RIGHT_RECALL_OTHERS, NULL))
		return RC_OK;
	outcome = take_up(till, &row, &price_is_other, answer, err);
	if (outcome) {
		till_basket_gone(till);
		return outcome;
	}
	till->suspended--;
	till->selected = 0;
	till->state = TILL_RINGING;
	answer->effects |= EFFECT_BASKET_CHANGED;
	if (price_is_other)
		till_remark(answer, _("prices have changed since: this basket keeps its own"));
	say_basket(till, answer);
	return RC_OK;
}

/* ---- the list ---- */

enum outcome
do_suspended(struct till *till, const struct command *command, struct answer *answer,
             struct err *err)
{
	enum { ROOM = 500 };
	struct suspended_row *rows = alloc_zero(ROOM, sizeof *rows);
	struct number_style style = number_plain(till->settings->currency.exponent);
	struct buf list = { 0 };
	struct json_writer to = { .buf = &list };
	char text[MONEY_TEXT_MAX], at[WHEN_TEXT_MAX];
	size_t count = 0;
	enum outcome outcome = suspended_list(till->ledger, till->series, rows, ROOM, &count, err);

	(void)command;
	json_open_array(&to, NULL);
	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		json_open_object(&to, NULL);
		json_put_int(&to, "number", rows[i].number);
		json_put_text(&to, "label", rows[i].label);
		json_put_int(&to, "owner", rows[i].owner);
		json_put_text(&to, "at", when_text(at, rows[i].at, "%Y-%m-%dT%H:%M:%S"));
		json_put_int(&to, "lines", rows[i].lines);
		json_put_text(&to, "total", money_text(text, rows[i].total, &style));
		json_put_text(&to, "paid", money_text(text, rows[i].held, &style));
		json_close_object(&to);
	}
	json_close_array(&to);
	if (outcome == RC_OK)
		say_raw(answer, "suspended", list.text);
	buf_done(&list);
	free(rows);
	return outcome;
}
