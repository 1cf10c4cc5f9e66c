#include <config.h>

#include "checkout/payment.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "checkout/argument.h"
#include "checkout/empties.h"
#include "checkout/lines.h"
#include "checkout/returns.h"
#include "checkout/sale.h"

/*
 * Taking payment.  A tender that does not complete the basket is an entry at once; the one that
 * does is recorded together with the sale in one commit.  A basket that ends negative is paid out
 * with the same commands.
 */

/* ---- total ---- */

enum outcome
do_total(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	enum outcome outcome = returns_still_hold(till, err);

	(void)command;
	if (outcome == RC_OK)
		outcome = empties_still_hold(till, err);
	if (outcome)
		return outcome;
	till_price(till);
	if (!discounts_agreed(till))
		return RC_OK;
	if (till_approver(till))
		till_changed(till, 1, basket_last_number(&till->basket), answer);
	till->state = TILL_TENDERING;
	till->selected = 0;
	till->next_qty_milli = till->next_tare_milli = 0;
	say_basket(till, answer);
	return RC_OK;
}

/* ---- completing ---- */

static bool
opens_drawer(const struct till *till, const struct sale_tender *tender)
{
	const struct tender_row *row;

	return tables_tender(&till->tables, tender->kind, &row, NULL) == RC_OK &&
	       (row->opens_drawer || tender->change.minor > 0);
}

/* Paper by the shop's rule; what the customer signs is always printed. */
static unsigned
after_sale(const struct till *till, const struct sale_facts *sale)
{
	unsigned after = 0;

	if (till->settings->receipt_policy == RECEIPT_ALWAYS || sale->total.minor < 0)
		after |= AFTER_BIT(AFTER_RECEIPT);
	for (size_t i = 0; i < sale->tender_count; i++)
		if (sale->tenders[i].accepted_seq == 0 && opens_drawer(till, &sale->tenders[i]))
			after |= AFTER_BIT(AFTER_DRAWER);
	return after;
}

static void
remember(struct till *till, const struct entry *entry, const struct settlement *settlement,
         unsigned after)
{
	till->last_sale = (struct receipt_ref){ entry->till, entry->series, entry->is.sale.number };
	till->last_total = entry->is.sale.total;
	till->last_rounding = entry->is.sale.rounding;
	till->last_tendered = settlement->tendered;
	till->last_change = settlement->change;
	till->receipt_waits =
	        after & AFTER_BIT(AFTER_RECEIPT) ? (struct receipt_ref){ 0 } : till->last_sale;
	till->buyer = entry->is.sale.customer;
}

static void
say_sale(const struct till *till, struct answer *answer)
{
	char text[RECEIPT_REF_TEXT_MAX];

	say_text(answer, "sale", receipt_ref_text(text, till->last_sale));
	say_money(till, answer, "total", till->last_total);
	say_money(till, answer, "tendered", till->last_tendered);
	say_money(till, answer, "rounding", till->last_rounding);
	say_money(till, answer, "change", till->last_change);
}

/* A full drawer is worth a remark. */
void
payment_note_pickup(struct till *till, struct answer *answer)
{
	struct money expected;

	if (till->settings->pickup_limit.minor <= 0 || !till->shift_open)
		return;
	if (shift_expected(till->ledger, till->series, till->shift.shift, &expected, NULL) ==
	            RC_OK &&
	    money_cmp(expected, till->settings->pickup_limit) > 0)
		till_remark(answer, _("much cash in the drawer: a pickup is due"));
}

static enum outcome
complete(struct till *till, const struct settlement *settlement, struct answer *answer,
         struct err *err)
{
	struct entry entry;
	unsigned after;
	enum outcome outcome;

	till_entry(till, &entry, ENTRY_SALE);
	sale_make(&till->basket, settlement, till->shift.shift, &entry);
	after = after_sale(till, &entry.is.sale);
	outcome = till_append(till, &entry, after, answer, err);
	if (outcome == RC_OK) {
		remember(till, &entry, settlement, after);
		offers_forget(till); /* some were used just now */
	}
	entry_done(&entry);
	if (outcome)
		return outcome;
	till->paid = true;
	till->state = TILL_CHANGE;
	till_file_done(till);
	answer->effects |= EFFECT_BASKET_CHANGED;
	say_sale(till, answer);
	payment_note_pickup(till, answer);
	return RC_OK;
}

/* Nothing more is due: an exchange that comes out even, or all is paid already.  Lines may have
 * been voided since; then some of what was paid goes back first. */
static enum outcome
complete_as_it_is(struct till *till, const struct settlement *settlement, struct answer *answer,
                  struct err *err)
{
	struct money change = { 0 };

	for (size_t i = 0; i < till->basket.tender_count; i++)
		change = money_add(change, till->basket.tenders[i].change);
	if (money_cmp(change, settlement->change) != 0) {
		err_set(err, RC_REFUSED, _("more is paid than is due: take a tender back"));
		return err_hint(err, "take-back");
	}
	return complete(till, settlement, answer, err);
}

/* ---- tenders ---- */

/* Accepted before the basket is complete: on record before anything else happens. */
static enum outcome
hold(struct till *till, struct sale_tender *tender, const struct tender_row *row,
     struct answer *answer, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	till_entry(till, &entry, ENTRY_TENDER);
	text_copy(entry.is.tender.basket, ID_TEXT_MAX, till->basket.id);
	entry.is.tender.shift = till->shift.shift;
	entry.is.tender.tender = *tender;
	outcome = till_append(till, &entry, row->opens_drawer ? AFTER_BIT(AFTER_DRAWER) : 0, answer,
	                      err);
	if (outcome)
		return outcome;
	tender->accepted_seq = entry.seq;
	say_basket(till, answer);
	return RC_OK;
}

static enum outcome
accept(struct till *till, const struct sale_tender *tender, const struct tender_row *row,
       struct answer *answer, struct err *err)
{
	struct basket *basket = &till->basket;
	struct settlement settlement;
	enum outcome outcome;

	assert(basket->tender_count < BASKET_TENDERS_MAX); /* tender_check() */
	basket->tenders[basket->tender_count++] = *tender;
	till_settlement(till, &settlement);
	if (settlement.complete)
		outcome = complete(till, &settlement, answer, err);
	else
		outcome = hold(till, &basket->tenders[basket->tender_count - 1], row, answer, err);
	if (outcome && !till->paid)
		basket->tender_count--;
	return outcome;
}

/* "20.00", of another currency "USD 20.00 (18.40)". */
static void
handed_text(const struct till *till, const struct sale_tender *tender, char *out, size_t size)
{
	struct number_style style = till->settings->style;
	struct currency currency;
	char ours[MONEY_TEXT_MAX], theirs[MONEY_TEXT_MAX];

	settings_money(till->settings, tender->amount, ours);
	if (!tender->currency[0] || currency_find(tender->currency, &currency, NULL)) {
		text_copy(out, size, ours);
		return;
	}
	style.exponent = currency.exponent;
	snprintf(out, size, "%s %s (%s)", tender->currency,
	         money_text(theirs, tender->foreign, &style), ours);
}

/* Money far above what is due looks like a slip of two digits. */
static bool
cash_is_meant(struct till *till, const struct sale_tender *tender, struct money due)
{
	const char *answered = till_answered(till, ASK_AMOUNT);
	char much[2 * MONEY_TEXT_MAX + 10], little[MONEY_TEXT_MAX];
	struct money largest = { 0 };

	if (answered)
		return strcmp(answered, "yes") == 0;
	for (size_t i = 0; i < sizeof till->settings->notes / sizeof till->settings->notes[0]; i++)
		if (money_cmp(till->settings->notes[i], largest) > 0)
			largest = till->settings->notes[i];
	if (due.minor < 0 || largest.minor == 0 ||
	    money_cmp(tender->amount, money_add(due, largest)) <= 0)
		return true;
	handed_text(till, tender, much, sizeof much);
	till_ask(till, ASK_AMOUNT, _("%s in cash for %s: is that right?"), much,
	         settings_money(till->settings, due, little));
	return false;
}

/* Notes of another currency: typed in their units, worth what the shop's rate says; without an
 * amount as many as are due. */
static enum outcome
change_money(const struct till *till, const struct tender_row *row, const char *typed,
             struct sale_tender *tender, struct err *err)
{
	struct foreign_rate rate;
	enum outcome outcome =
	        foreign_rate_parse(&rate, row->currency, row->rate, &till->settings->currency, err);

	if (outcome)
		return outcome;
	tender->foreign = foreign_to_theirs(&rate, tender->amount);
	if (typed[0]) {
		outcome = argument_amount(typed, rate.currency.exponent, &tender->foreign, err);
		if (outcome)
			return outcome;
		tender->amount = foreign_to_ours(&rate, tender->foreign, till->settings->rounding);
	}
	memcpy(tender->currency, row->currency, sizeof tender->currency);
	memcpy(tender->rate, row->rate, sizeof tender->rate);
	return outcome;
}

/* Between the amount typed and the tender recorded: sign, limits, over-tender rule, refund rule. */
static enum outcome
pay(struct till *till, const struct tender_row *row, const char *typed, struct sale_tender *tender,
    struct answer *answer, struct err *err)
{
	struct tender_rules rules = tables_tender_rules(till->settings);
	bool is_cash = strcmp(row->kind, "cash") == 0;
	struct settlement settlement;
	struct money due;
	enum outcome outcome = RC_OK;

	till_settlement(till, &settlement);
	due = is_cash ? settlement.remaining_cash : settlement.remaining;
	tender->amount = money_abs(due);
	if (row->currency[0])
		outcome = change_money(till, row, typed, tender, err);
	else if (typed[0])
		outcome = argument_amount(typed, till->settings->currency.exponent, &tender->amount,
		                          err);
	if (outcome == RC_OK && is_cash && typed[0])
		outcome = till_check_coins(till, tender->amount, err);
	if (outcome)
		return outcome;
	if (settlement.complete && tender->amount.minor == 0)
		return complete_as_it_is(till, &settlement, answer, err);
	/* Two cents to pay may be nothing in cash; that still wants its tender. */
	if (tender->amount.minor == 0 && !(is_cash && due.minor == 0))
		return err_set(err, RC_REFUSED, _("an amount is missing"));
	if ((is_cash || row->currency[0]) && !cash_is_meant(till, tender, due)) {
		if (!till->pending.waits)
			return err_set(err, RC_REFUSED, _("then type the amount again"));
		return RC_OK;
	}
	if (due.minor < 0)
		tender->amount = money_neg(tender->amount);
	if (due.minor < 0)
		tender->foreign = money_neg(tender->foreign);
	text_copy(tender->kind, TENDER_KIND_MAX, row->kind);
	if (!is_cash)
		text_copy(tender->label, sizeof tender->label, row->label);
	tender->number = (int)till->basket.tender_count + 1;
	outcome = tender_check(&rules, row, till->basket.total, till->basket.tenders,
	                       till->basket.tender_count, tender, err);
	if (outcome == RC_OK && due.minor < 0)
		outcome = returns_may_refund(till, row, money_neg(tender->amount), err);
	if (outcome || till->pending.waits)
		return outcome;
	tender->approver = till_approver(till);
	return accept(till, tender, row, answer, err);
}

/* ---- commands ---- */

enum outcome
do_cash(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const struct tender_row *row;
	struct sale_tender tender = { 0 };
	enum outcome outcome = tables_tender(&till->tables, "cash", &row, err);

	return outcome ? outcome
	               : pay(till, row, command_word(command, "AMOUNT"), &tender, answer, err);
}

/* Four digits of a card and no more. */
static enum outcome
check_last4(const char *last4, struct err *err)
{
	if (strlen(last4) <= 4 && strspn(last4, "0123456789") == strlen(last4))
		return RC_OK;
	return err_set(err, RC_REFUSED, _("at most the last four digits of a card are kept"));
}

enum outcome
do_card(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const struct tender_row *row;
	struct sale_tender tender = { 0 };
	enum outcome outcome = tables_tender(&till->tables, "card", &row, err);

	if (outcome == RC_OK)
		outcome = check_last4(command_word(command, "LAST4"), err);
	if (outcome)
		return outcome;
	text_copy(tender.reference, REFERENCE_MAX, command_word(command, "REFERENCE"));
	text_copy(tender.scheme, SCHEME_MAX, command_word(command, "SCHEME"));
	text_copy(tender.last4, sizeof tender.last4, command_word(command, "LAST4"));
	return pay(till, row, command_word(command, "AMOUNT"), &tender, answer, err);
}

static enum outcome
pay_by(struct till *till, const struct command *command, const char *reference,
       struct answer *answer, struct err *err)
{
	const struct tender_row *row;
	struct sale_tender tender = { 0 };
	enum outcome outcome =
	        tables_tender(&till->tables, command_word(command, "KIND"), &row, err);

	if (outcome)
		return outcome;
	text_copy(tender.reference, REFERENCE_MAX, reference);
	return pay(till, row, command_word(command, "AMOUNT"), &tender, answer, err);
}

enum outcome
do_tender(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	return pay_by(till, command, command_word(command, "REFERENCE"), answer, err);
}

enum outcome
do_refund(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct settlement settlement;

	till_settlement(till, &settlement);
	if (settlement.remaining.minor >= 0)
		return err_set(err, RC_REFUSED, _("nothing is owed to the customer"));
	return pay_by(till, command, "", answer, err);
}

/* ---- taking back ---- */

enum outcome
do_take_back(struct till *till, const struct command *command, struct answer *answer,
             struct err *err)
{
	struct basket *basket = &till->basket;
	const char *word = command_word(command, "NUMBER");
	const struct tender_row *row;
	struct sale_tender *tender = NULL;
	struct entry entry;
	enum outcome outcome;

	for (size_t i = 0; i < basket->tender_count; i++)
		if (word[0] == '\0' || basket->tenders[i].number == atoi(word))
			tender = &basket->tenders[i];
	if (!tender)
		return err_set(err, RC_NOT_FOUND, _("there is no such tender to take back"));
	till_entry(till, &entry, ENTRY_TENDER);
	text_copy(entry.is.tender.basket, ID_TEXT_MAX, basket->id);
	entry.is.tender.shift = till->shift.shift;
	entry.is.tender.tender = *tender;
	entry.is.tender.taken_back = true;
	outcome = tables_tender(&till->tables, tender->kind, &row, NULL);
	outcome = till_append(till, &entry,
	                      outcome == RC_OK && row->opens_drawer ? AFTER_BIT(AFTER_DRAWER) : 0,
	                      answer, err);
	if (outcome)
		return outcome;
	memmove(tender, tender + 1,
	        (size_t)(basket->tenders + --basket->tender_count - tender) * sizeof *tender);
	answer->effects |= EFFECT_BASKET_CHANGED;
	say_basket(till, answer);
	return RC_OK;
}
